"""One benefit with its periods and the decision that it rests on, and the benefits of an idea in a line each."""

# ruff: noqa: S608 - statements are made of constants only

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from tracker.benefit.rules import counted, period_name
from tracker.benefit.words import CheckWord
from tracker.council import FORMER, NAME
from tracker.idea import Aside, Idea, NotFoundError
from tracker.tenancy import rows


class PeriodEntry(NamedTuple):
    """A benefit in one period as it travels, with the names of who claimed and who checked the figure."""

    id: UUID
    starts_on: date
    ends_on: date
    forecast: Decimal | None
    hoped: str | None
    actual: Decimal | None
    came: str | None
    why: str | None
    source: str | None
    claimed_by_id: UUID | None
    claimed_by: str | None
    claimed_on: date | None
    checked_by: str | None
    checked_on: date | None
    checked_word: str | None
    checked_figure: Decimal | None
    checked_note: str | None

    @property
    def name(self) -> str:
        """The period as people call it."""
        return period_name(self.starts_on, self.ends_on)

    @property
    def has_come(self) -> bool:
        """Whether what came is said."""
        return self.actual is not None or self.came is not None

    @property
    def is_checked(self) -> bool:
        """Whether somebody else found what came right."""
        return self.checked_word == CheckWord.RIGHT

    @property
    def waits(self) -> bool:
        """Whether what came waits for somebody else to check it."""
        return self.has_come and not self.is_checked


class RestingDecision(NamedTuple):
    """The decision that a benefit rests on: the last that had let the idea on, and the return that reversed it."""

    number: int
    word: str
    to_stage: str
    on: date
    by: str
    reversed_by: int | None


@dataclass(frozen=True)
class BenefitRecord:
    """Everything that a benefit's page says of it."""

    id: UUID
    description: str | None
    benefit_class: str | None
    category: str | None
    unit: str | None
    disbenefit: bool
    state: str
    beneficiary: str | None
    payer: str | None
    paid: str | None
    loser: str | None
    amount: Decimal | None
    period: str | None
    confidence: str | None
    confidence_because: str | None
    claimed_by_id: UUID | None
    claimed_by: str | None
    verified_by: str | None
    recorded_at: datetime
    periods: Sequence[PeriodEntry]
    rests_on: RestingDecision | None

    def told(self, figure: Decimal | None) -> str:
        """A figure in what this benefit is counted in."""
        return counted(figure, self.benefit_class, self.unit)

    @property
    def came(self) -> Sequence[PeriodEntry]:
        """The periods whose figure came, the newest first."""
        return [one for one in reversed(self.periods) if one.has_come]

    @property
    def waiting(self) -> Sequence[PeriodEntry]:
        """The periods whose figure waits to be checked, that of the longest wait first."""
        return [one for one in self.periods if one.waits]


class _Told(NamedTuple):
    benefit: dict[str, Any]
    names: dict[str, str | None]
    periods: Sequence[Sequence[Any]] | None
    rests_on: Sequence[Any] | None


_PERIOD = (
    "p.id, p.starts_on, p.ends_on, CAST(p.forecast AS text), p.hoped, CAST(p.actual AS text), p.came, p.why, p.source,"
    f" p.claimed_by_id, {NAME.format('p.claimed_by_id')}, p.claimed_on, {NAME.format('p.checked_by_id')}, p.checked_on,"
    " p.checked_word, CAST(p.checked_figure AS text), p.checked_note"
)
# What was recorded since a decision had let the idea on rests on it (docs/decisions/0025): the last of them is named,
# but for those that were reversed before.
RESTS_ON = """
  (SELECT {told} FROM decision d WHERE d.idea_id = b.idea_id AND d.word IN ('go', 'conditional_go')
      AND (d.at, d.id) < (b.recorded_at, b.id)
      AND NOT EXISTS (SELECT FROM reversal v JOIN decision o ON o.id = v.decision_id
                       WHERE v.reversed_id = d.id AND (o.at, o.id) < (b.recorded_at, b.id))
    ORDER BY d.number DESC LIMIT 1)"""
_RESTS_ON = RESTS_ON.format(
    told=f"""json_build_array(d.number, d.word, d.to_stage, d.on, {NAME.format("d.by_id")},
          (SELECT min(o.number) FROM reversal v JOIN decision o ON o.id = v.decision_id WHERE v.reversed_id = d.id))"""
)
_RECORD = f"""
SELECT to_jsonb(b) || jsonb_build_object('amount_gbp', CAST(b.amount_gbp AS text)) AS benefit,
  json_build_object('claimed_by', {NAME.format("b.claimed_by_id")}, 'verified_by', {NAME.format("b.verified_by_id")})
    AS names,
  (SELECT json_agg(json_build_array({_PERIOD}) ORDER BY p.starts_on, p.id) FROM benefit_period p
    WHERE p.benefit_id = b.id AND p.idea_id = b.idea_id) AS periods,
  {_RESTS_ON} AS rests_on
  FROM benefit b WHERE b.idea_id ="""
_ONE = f"{_RECORD} CAST(:idea AS uuid) AND b.id = CAST(:benefit AS uuid)"
_ALL = f"{_RECORD} idea.id ORDER BY b.id"
_TOLD = f"SELECT json_agg(json_build_array(g.benefit, g.names, g.periods, g.rests_on)) FROM ({_ALL}) AS g"


def benefit_record(*, idea: Idea, benefit_id: UUID) -> BenefitRecord:
    """One benefit of an idea, with its periods: one statement. Raises NotFoundError."""
    found = rows(_Told, _ONE, idea=idea.id, benefit=benefit_id)
    if not found:
        raise NotFoundError(idea.ref)
    return _record(found[0])


def benefits_on(*, idea: Idea) -> list[BenefitRecord]:
    """The benefits of an idea with their periods, in the order in which they were recorded: one statement."""
    return BENEFITS.on(idea).answer()


def _record(told: _Told) -> BenefitRecord:
    row, names = told.benefit, told.names
    plain = ("description", "benefit_class", "category", "unit", "disbenefit", "state", "beneficiary", "payer", "paid")
    more = ("loser", "period", "confidence", "confidence_because")
    claimed = row["claimed_by_id"]
    return BenefitRecord(
        id=UUID(row["id"]),
        **{name: row[name] for name in (*plain, *more)},
        amount=_number(row["amount_gbp"]),
        claimed_by_id=UUID(claimed) if claimed else None,
        claimed_by=(names["claimed_by"] or FORMER) if claimed else None,
        verified_by=(names["verified_by"] or FORMER) if row["verified_by_id"] else None,
        recorded_at=datetime.fromisoformat(row["recorded_at"]),
        periods=[_period(each) for each in told.periods or ()],
        rests_on=_resting(told.rests_on) if told.rests_on else None,
    )


BENEFITS: Aside[list[BenefitRecord]] = Aside(
    "benefit_records", _TOLD, lambda told: [_record(_Told._make(each)) for each in told or ()]
)


def _period(stored: Sequence[Any]) -> PeriodEntry:
    told = PeriodEntry._make(stored)
    return told._replace(
        id=UUID(str(told.id)),
        starts_on=_day(told.starts_on),
        ends_on=_day(told.ends_on),
        forecast=_number(told.forecast),
        actual=_number(told.actual),
        claimed_by_id=UUID(str(told.claimed_by_id)) if told.claimed_by_id else None,
        claimed_by=told.claimed_by or FORMER,
        claimed_on=_day(told.claimed_on) if told.claimed_on else None,
        checked_by=told.checked_by or FORMER,
        checked_on=_day(told.checked_on) if told.checked_on else None,
        checked_figure=_number(told.checked_figure),
    )


def _resting(stored: Sequence[Any]) -> RestingDecision:
    number, word, to_stage, on, by, reversed_by = stored
    return RestingDecision(number, word, to_stage, _day(on), by or FORMER, reversed_by)


def _number(stored: object) -> Decimal | None:
    return None if stored is None else Decimal(str(stored))


def _day(stored: object) -> date:
    return date.fromisoformat(str(stored))
