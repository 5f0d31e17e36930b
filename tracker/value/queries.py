"""What is asked about value: claims with the level their records support, evidence, money, benefits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from tracker.clock import today
from tracker.idea import Idea
from tracker.tenancy import session
from tracker.value.models import Benefit, Claim
from tracker.value.rules import (
    LEVELS,
    Record,
    change_in_percent,
    level_supported,
    outruns,
    parts_due,
    percent_differs,
    runway_months,
)


def claims_on(*, idea: Idea) -> Sequence[Claim]:
    """The claims of an idea, in the order they were made."""
    return session().scalars(select(Claim).where(Claim.idea_id == idea.id).order_by(Claim.id)).all()


def benefits_on(*, idea: Idea) -> Sequence[Benefit]:
    """The benefits of an idea."""
    return session().scalars(select(Benefit).where(Benefit.idea_id == idea.id).order_by(Benefit.id)).all()


@dataclass(frozen=True)
class ClaimWorth:
    """A claim with what its records support."""

    id: UUID
    indicator: str
    unit: str | None
    need: str | None
    who_benefits: str | None
    baseline: str | None
    baseline_date: str | None
    target: str | None
    target_on: str | None
    comparison_group: bool
    level_asked: int | None
    records: list[dict[str, Any]]

    @property
    def supported(self) -> int:
        """The level that its records support, 0 for none."""
        made = [
            Record(has_baseline=bool(each["baseline"] or self.baseline), has_value=bool(each["value"]))
            for each in self.records
        ]
        return level_supported(made, comparison_group=self.comparison_group)

    @property
    def level_words(self) -> str:
        """The supported level in words."""
        return LEVELS[self.supported]

    @property
    def outruns(self) -> bool:
        """Whether it states more than its records support."""
        stated = max([each["level_stated"] or 0 for each in self.records] + [self.level_asked or 0]) or None
        return outruns(asked=stated, supported=self.supported)

    @property
    def latest(self) -> dict[str, Any] | None:
        """The newest record that holds a value."""
        return next((each for each in self.records if each["value"]), None)

    @property
    def change(self) -> Decimal | None:
        """The change from baseline to the newest value, in per cent, computed from the recorded numbers."""
        last = self.latest
        return change_in_percent(baseline=last["baseline"] or self.baseline, value=last["value"]) if last else None

    @property
    def stated_differs(self) -> bool:
        """Whether the newest record's words state another percentage than its numbers give."""
        return percent_differs(stated=(self.latest or {}).get("note"), computed=self.change)


@dataclass(frozen=True)
class Worth:
    """Everything that an idea's page says about its value."""

    claims: list[ClaimWorth]
    funding: list[dict[str, Any]]
    benefits: list[dict[str, Any]]
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
        days = [date.fromisoformat(each["on"]) for claim in self.claims for each in claim.records if each["on"]]
        return max([*days, *([self.last_review] if self.last_review else [])], default=None)

    @property
    def runway(self) -> int | None:
        """Whole months of granted money left; None where unknown."""
        granted = [line for line in self.funding if line["certainty"] == "granted"]
        ends = [date.fromisoformat(line["ends_on"]) if line["ends_on"] else None for line in granted]
        return runway_months(ends, today=self.today)

    def parts_due(self, *, extent: str | None, needs_no_money: bool) -> dict[str, str]:
        """Which of claim, evidence and money are out of date, each with its reason."""
        return parts_due(
            claims=len(self.claims),
            unmeasured=sum(not (claim.baseline and claim.target) for claim in self.claims),
            newest_evidence=self.newest_evidence,
            extent=extent,
            needs_no_money=needs_no_money,
            funded=bool(self.funding),
            runway=self.runway,
            today=self.today,
        )


_WORTH = text("""
SELECT
 (SELECT json_agg(json_build_object('id', c.id, 'indicator', c.indicator, 'unit', c.unit, 'need', c.need,
   'who_benefits', c.who_benefits, 'baseline', c.baseline, 'baseline_date', c.baseline_date, 'target', c.target,
   'target_on', c.target_on, 'comparison_group', c.comparison_group, 'level_asked', c.level_asked,
   'records', coalesce((SELECT json_agg(json_build_object('id', e.id, 'kind', e.kind, 'baseline', e.baseline,
     'baseline_date', e.baseline_date, 'value', e.value, 'value_date', e.value_date, 'on', e.value_on, 'note', e.note,
     'comparator', e.comparator, 'level_stated', e.level_stated, 'source', e.source, 'seen', e.seen_by_sponsor_on)
     ORDER BY e.value_on DESC NULLS LAST, e.position, e.id) FROM evidence e
     WHERE e.idea_id = c.idea_id AND e.claim_id = c.id), '[]'))
   ORDER BY c.id) FROM claim c WHERE c.idea_id = wanted.id) AS claims,
 (SELECT json_agg(json_build_object('instrument', f.instrument, 'funder', f.funder, 'amount', f.amount_gbp,
   'start', f.start, 'end', f.end, 'ends_on', f.ends_on, 'certainty', f.certainty, 'note', f.note)
   ORDER BY f.ends_on DESC NULLS LAST, f.id) FROM funding f WHERE f.idea_id = wanted.id) AS funding,
 (SELECT json_agg(json_build_object('category', b.category, 'class', b.benefit_class, 'beneficiary', b.beneficiary,
   'description', b.description, 'amount', b.amount_gbp, 'period', b.period, 'state', b.state) ORDER BY b.id)
   FROM benefit b WHERE b.idea_id = wanted.id) AS benefits,
 (SELECT max(r.on) FROM evidence_review r WHERE r.idea_id = wanted.id) AS last_review, wanted.id AS idea_id
FROM unnest(CAST(:ideas AS uuid[])) AS wanted(id)""")


def worths(*, idea_ids: Sequence[UUID]) -> Mapping[UUID, Worth]:
    """What each of some ideas is worth: one statement, however many there are."""
    if not idea_ids:
        return {}
    rows = session().execute(_WORTH, {"ideas": list(idea_ids)})
    return {
        row.idea_id: Worth(
            claims=[ClaimWorth(**{**each, "id": UUID(each["id"])}) for each in row.claims or []],
            funding=row.funding or [],
            benefits=row.benefits or [],
            last_review=row.last_review,
            today=today(),
        )
        for row in rows
    }


def worth_of(*, idea: Idea) -> Worth:
    """What an idea is worth: claims with their evidence, money, benefits, in one statement."""
    return worths(idea_ids=[idea.id])[idea.id]
