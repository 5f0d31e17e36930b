"""What is asked about value: claims with the level their records support, evidence, money, benefits."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import text

from tracker.clock import today
from tracker.idea import Aside, Idea
from tracker.tenancy import Query, session
from tracker.value.queries.claims import ClaimWorth, EvidenceEntry
from tracker.value.rules import runway_months
from tracker.value.words import CHANNELS, Certainty, Channel

MOST_LINES = 20  # of money beside other things on a page: a list of payments may bring thousands to one idea


class FundingEntry(NamedTuple):
    """One line of money as it travels: amount in pounds, start and end as given, `ends_on` the day that is meant."""

    id: UUID
    instrument: str | None
    funder: str | None
    amount: Decimal | None
    start: str | None
    end: str | None
    ends_on: date | None
    certainty: str | None
    note: str | None

    @property
    def granted(self) -> bool:
        """Whether the money was promised."""
        return self.certainty == Certainty.GRANTED


class BenefitEntry(NamedTuple):
    """One gain as it travels: who gains, of what kind, in pounds where it is money, and how it stands."""

    id: UUID
    category: str | None
    benefit_class: str | None
    beneficiary: str | None
    description: str | None
    amount: Decimal | None
    period: str | None
    state: str


@dataclass(frozen=True)
class Worth:
    """Everything that an idea's page says about its value."""

    claims: list[ClaimWorth]
    funding: list[FundingEntry]
    benefits: list[BenefitEntry]
    last_review: date | None
    today: date

    @property
    def level(self) -> int:
        """The highest level that any claim's records support."""
        return max((claim.supported for claim in self.claims), default=0)

    @property
    def outrunning(self) -> list[ClaimWorth]:
        """Claims that outrun their evidence."""
        return [claim for claim in self.claims if claim.outruns]

    @property
    def newest_evidence(self) -> date | None:
        """The day of the newest evidence or review."""
        days = [entry.on for claim in self.claims for entry in claim.records if entry.on]
        return max([*days, *([self.last_review] if self.last_review else [])], default=None)

    @property
    def newest_record(self) -> EvidenceEntry | None:
        """The newest record of all claims, of one day the one that was entered last."""
        every = (entry for claim in self.claims for entry in claim.records)
        return max(every, key=lambda entry: (entry.on or date.min, entry.id), default=None)

    @property
    def heard(self) -> Mapping[Channel, int]:
        """How many records came through each channel of feedback, on all claims; 0 where none did."""
        kinds = [entry.kind for claim in self.claims for entry in claim.records]
        return {channel: sum(kind in through for kind in kinds) for channel, through in CHANNELS.items()}

    @property
    def unseen(self) -> bool:
        """Whether there is a record that the sponsor has not seen."""
        return any(not entry.seen_by_sponsor_on for claim in self.claims for entry in claim.records)

    @property
    def largest(self) -> Sequence[FundingEntry]:
        """The lines of money that stand on a page beside other things: all where they are few, else the largest."""
        if len(self.funding) <= MOST_LINES:
            return self.funding
        return heapq.nlargest(MOST_LINES, self.funding, key=lambda line: line.amount or 0)

    @property
    def granted(self) -> Decimal | None:
        """Pounds that are granted; None where no such line says how much."""
        return _sum_of(line for line in self.funding if line.granted)

    @property
    def hoped_for(self) -> Decimal | None:
        """Pounds that are only hoped for, never added to those that are granted; None where no line says how much."""
        return _sum_of(line for line in self.funding if not line.granted)

    @property
    def money_until(self) -> date | None:
        """The latest end among the granted lines; None where none has an end."""
        return max((line.ends_on for line in self.funding if line.granted and line.ends_on), default=None)

    @property
    def runway(self) -> int | None:
        """Whole months of granted money left; None where unknown."""
        return runway_months(self.money_until, today=self.today)


def _sum_of(lines: Iterable[FundingEntry]) -> Decimal | None:
    amounts = [line.amount for line in lines if line.amount is not None]
    return sum(amounts, Decimal(0)) if amounts else None


# In how many councils it worked, as judged by somebody other than its owner there. What was told last stands; a later
# report never rewrites an earlier day.
_REPLICATIONS = """
SELECT count(DISTINCT a.council_id) FROM adaptation a
 CROSS JOIN LATERAL (SELECT r.status, r.evaluator FROM adaptation_report r
   WHERE r.adaptation_id = a.id{until} ORDER BY r.on DESC, r.id DESC LIMIT 1) AS told
 WHERE a.origin_council_id = current_setting('seedbed.council')::uuid AND a.origin_idea_id = {idea}
   AND told.status = 'worked' AND told.evaluator <> 'team'"""
_REPLICATIONS_ON = _REPLICATIONS.format(idea="CAST(:idea AS uuid)", until=" AND r.on <= CAST(:day AS date)")
# The newest first, of one day the one that was entered last; undated rows of a case file as they stand there.
# Each row is an array, in the order of the fields that it is read into.
_TOLD = """
SELECT json_build_object(
 'claims', (SELECT json_agg(json_build_array(c.id, c.indicator, c.unit, c.need, c.who_benefits, c.baseline,
   c.baseline_date, c.target, c.target_on, c.comparison_group, c.comparator,
   c.method, c.method_because, c.level_asked, c.stated_change, c.stated_in, c.review_on,
   coalesce((SELECT json_agg(json_build_array(e.id, e.kind, coalesce(nullif(e.baseline, ''), c.baseline),
     CASE WHEN coalesce(e.baseline, '') = '' THEN c.baseline_date ELSE e.baseline_date END, e.value, e.value_date,
     e.value_on, e.direction, e.note, e.comparator, e.level_stated, e.source, e.seen_by_sponsor_on)
     ORDER BY e.value_on DESC NULLS LAST, CASE WHEN e.value_on IS NULL THEN e.position END, e.id DESC) FROM evidence e
     WHERE e.idea_id = c.idea_id AND e.claim_id = c.id), '[]'))
   ORDER BY c.id) FROM claim c WHERE c.idea_id = {0}.id),
 'replications', ({1}),
 'procedure', EXISTS (SELECT FROM manual m WHERE m.idea_id = {0}.id),
 'funding', (SELECT json_agg(json_build_array(f.id, f.instrument, f.funder, f.amount_gbp, f.start, f.end, f.ends_on,
   f.certainty, f.note)
   ORDER BY f.ends_on DESC NULLS LAST, f.id) FROM funding f WHERE f.idea_id = {0}.id),
 'benefits', (SELECT json_agg(json_build_array(b.id, b.category, b.benefit_class, b.beneficiary, b.description,
   b.amount_gbp, b.period, b.state) ORDER BY b.id)
   FROM benefit b WHERE b.idea_id = {0}.id AND b.state <> 'withdrawn'),
 'last_review', (SELECT max(r.on) FROM evidence_review r WHERE r.idea_id = {0}.id))"""
_TOLD_OF_WANTED = _TOLD.format("wanted", _REPLICATIONS.format(idea="wanted.id", until=""))
_WORTHS = text(
    f"SELECT wanted.id, ({_TOLD_OF_WANTED}) AS told"  # noqa: S608 - made of constants only
    " FROM unnest(CAST(:ideas AS uuid[])) AS wanted(id)"
)


def worths(*, idea_ids: Sequence[UUID]) -> Mapping[UUID, Worth]:
    """What each of some ideas is worth: one statement, however many there are."""
    if not idea_ids:
        return {}
    return {row.id: _worth(row.told) for row in session().execute(_WORTHS, {"ideas": list(idea_ids)})}


def _worth(told: dict[str, Any]) -> Worth:
    return Worth(
        claims=[_claim(claim, told["replications"], told["procedure"]) for claim in told["claims"] or []],
        funding=[_funding(line) for line in told["funding"] or []],
        benefits=[_benefit(gain) for gain in told["benefits"] or []],
        last_review=date.fromisoformat(told["last_review"]) if told["last_review"] else None,
        today=today(),
    )


WORTH: Aside[Worth] = Aside("worth", _TOLD.format("idea", _REPLICATIONS.format(idea="idea.id", until="")), _worth)


class _Replications(NamedTuple):
    councils: int


def replications_query(*, idea: Idea, day: date) -> Query[int]:
    """In how many councils an idea had worked by the end of a day, as judged by somebody other than its owner there.

    One lets the evidence here reach level 4; `ENOUGH_TIMES` with a procedure, level 5. As it was told by that day.
    """
    given = {"idea": idea.id, "day": day}
    return Query(_Replications, f"SELECT ({_REPLICATIONS_ON}) AS councils", given, lambda found: found[0].councils)


def worth_of(*, idea: Idea) -> Worth:
    """What an idea is worth: claims with their evidence, money, benefits, in one statement."""
    return worths(idea_ids=[idea.id])[idea.id]


_OF_IDEA = ("replications", "has_procedure")  # what counts for every claim of an idea
_OF_CLAIM = tuple(field.name for field in fields(ClaimWorth) if field.name not in _OF_IDEA)


def _claim(stored: Sequence[Any], *of_idea: Any) -> ClaimWorth:
    told = _read(_OF_CLAIM, stored, "id", "target_on", "review_on")
    records = [_evidence(record) for record in told["records"]]
    return ClaimWorth(**{**told, "records": records, **dict(zip(_OF_IDEA, of_idea, strict=True))})


def _evidence(stored: Sequence[Any]) -> EvidenceEntry:
    return EvidenceEntry(**_read(EvidenceEntry._fields, stored, "id", "on", "seen_by_sponsor_on"))


def _funding(stored: Sequence[Any]) -> FundingEntry:
    return FundingEntry(**_read(FundingEntry._fields, stored, "id", "amount", "ends_on"))


def _benefit(stored: Sequence[Any]) -> BenefitEntry:
    return BenefitEntry(**_read(BenefitEntry._fields, stored, "id", "amount"))


_READ: dict[str, Callable[[Any], object]] = {
    "id": UUID,
    "amount": lambda number: Decimal(str(number)),
    "on": date.fromisoformat,
    "ends_on": date.fromisoformat,
    "target_on": date.fromisoformat,
    "review_on": date.fromisoformat,
    "seen_by_sponsor_on": date.fromisoformat,
}


def _read(fields_of: Sequence[str], stored: Sequence[Any], *names: str) -> dict[str, Any]:
    """Name what JSON holds in an array, and give what it holds as text its own type again."""
    told = dict(zip(fields_of, stored, strict=True))
    for name in names:
        if told[name] is not None:
            told[name] = _READ[name](told[name])
    return told
