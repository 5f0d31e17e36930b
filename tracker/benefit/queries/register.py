"""The register of a council's benefits: one row each, a page at a time; and what it comes to, class by class."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from tracker.benefit.models import WAITING
from tracker.benefit.queries.record import RESTS_ON
from tracker.benefit.rules import counted, period_name
from tracker.benefit.words import BenefitFilters
from tracker.council import NAME, Reader
from tracker.idea import VISIBLE, seen_by
from tracker.tenancy import rows

ON_A_PAGE = 25
AT_ONCE = 500
FROM = (
    "FROM benefit b JOIN idea i ON i.council_id = b.council_id AND i.id = b.idea_id AND b.state <> 'withdrawn'"
    f" AND {VISIBLE.format('i')} LEFT JOIN service s ON s.council_id = i.council_id AND s.id = i.service_id"
)
_IN_PERIOD = "p.starts_on = CAST(:starts_on AS date) AND p.ends_on = CAST(:ends_on AS date)"
_OF_IT = "SELECT FROM benefit_period p WHERE p.council_id = b.council_id AND p.benefit_id = b.id"
# A figure that somebody else claimed, of a benefit that somebody else did: what a reader may check.
OTHERS = (
    "CAST(:reader_id AS uuid) IS DISTINCT FROM b.claimed_by_id"
    " AND CAST(:reader_id AS uuid) IS DISTINCT FROM p.claimed_by_id"
)
_WAITS = f"EXISTS ({_OF_IT} AND {WAITING} AND {OTHERS})"
_CONDITIONS = {
    "service_id": "i.service_id = CAST(:service_id AS uuid)",
    "benefit_class": "b.benefit_class = CAST(:benefit_class AS text)",
    "category": "b.category = CAST(:category AS text)",
    "state": "b.state = CAST(:state AS text)",
    "payer": "lower(coalesce(b.payer, '')) = lower(CAST(:payer AS text))",
    "gainer": "lower(coalesce(b.beneficiary, '')) = lower(CAST(:gainer AS text))",
    "starts_on": f"EXISTS ({_OF_IT} AND {_IN_PERIOD})",
}
NOT_SAID = "-"  # in an address: who pays, or gains, is not said


class BenefitLine(NamedTuple):
    """A benefit in the register, with the period that is asked for, or else its newest with a figure that came."""

    id: UUID
    ref: str
    idea: str
    told: bool
    service: str | None
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
    claimed_by: str | None
    starts_on: date | None
    ends_on: date | None
    forecast: Decimal | None
    hoped: str | None
    actual: Decimal | None
    came: str | None
    why: str | None
    checked_word: str | None
    checked_by: str | None
    checked_on: date | None
    rests_on: int | None

    @property
    def period_name(self) -> str:
        """The period that is shown; nothing where none is recorded."""
        return period_name(self.starts_on, self.ends_on) if self.starts_on and self.ends_on else ""

    @property
    def forecast_told(self) -> str:
        """What is forecast, in figures or in words."""
        return counted(self.forecast, self.benefit_class, self.unit) or self.hoped or ""

    @property
    def came_told(self) -> str:
        """What came, in figures or in words."""
        return counted(self.actual, self.benefit_class, self.unit) or self.came or ""


_COLUMNS = f"""
SELECT b.id, i.ref, i.title AS idea, i.source IS NOT NULL AS told, s.name AS service, b.description, b.benefit_class,
  b.category, b.unit, b.disbenefit, b.state, b.beneficiary, b.payer, b.paid, b.loser, b.amount_gbp AS amount, b.period,
  b.confidence, {NAME.format("b.claimed_by_id")} AS claimed_by, p.starts_on, p.ends_on, p.forecast, p.hoped, p.actual,
  p.came, p.why, p.checked_word, {NAME.format("p.checked_by_id")} AS checked_by, p.checked_on,
  {RESTS_ON.format(told="d.number")} AS rests_on
{FROM}
"""
_NEWEST = """
  LEFT JOIN LATERAL (SELECT p.* FROM benefit_period p WHERE p.council_id = b.council_id AND p.benefit_id = b.id
     {in_period} ORDER BY p.actual IS NULL AND p.came IS NULL, p.starts_on DESC, p.id LIMIT 1) p ON true"""
_EVERY = """
  LEFT JOIN benefit_period p ON p.council_id = b.council_id AND p.benefit_id = b.id {in_period}"""


def conditions(filters: BenefitFilters) -> tuple[list[str], dict[str, object]]:
    """What a register is narrowed to, as conditions, with their particulars: those that are asked for."""
    given: dict[str, object] = {name: value for name in _CONDITIONS if (value := getattr(filters, name))}
    found = [_CONDITIONS[name] for name in given]
    if filters.starts_on:
        given["ends_on"] = filters.ends_on
    for name in ("payer", "gainer"):
        if given.get(name) == NOT_SAID:
            given[name] = ""
    if filters.waiting:
        found.append(_WAITS)
    if not filters.told:
        found.append("i.source IS NULL")
    return found, given


def register(
    *, reader: Reader, filters: BenefitFilters, after: UUID | None = None, limit: int = ON_A_PAGE
) -> list[BenefitLine]:
    """A page of the register, what was recorded last first, from below a row on; one row more than asked, if any."""
    found, given = conditions(filters)
    if after:
        found.append("b.id < CAST(:after AS uuid)")
        given["after"] = after
    narrowed = " AND ".join(found) or "true"
    period = f"AND {_IN_PERIOD}" if filters.starts_on else ""
    statement = (
        f"{_COLUMNS}{_NEWEST.format(in_period=period)} WHERE {narrowed} ORDER BY b.id DESC LIMIT CAST(:most AS bigint)"
    )
    return rows(BenefitLine, statement, most=limit + 1, **given, **seen_by(reader))


def register_in_whole(*, reader: Reader, filters: BenefitFilters) -> Iterator[BenefitLine]:
    """The whole register, a row for each period, or for a benefit that has none; some hundred are read at once."""
    after: UUID | None = None
    found, given = conditions(filters)
    period = f"AND {_IN_PERIOD}" if filters.starts_on else ""
    while True:
        more = [*found, "b.id < CAST(:after AS uuid)"] if after else found
        narrowed = " AND ".join(more) or "true"
        page = f"b.id IN (SELECT b.id {FROM} WHERE {narrowed} ORDER BY b.id DESC LIMIT CAST(:most AS bigint))"
        statement = f"{_COLUMNS}{_EVERY.format(in_period=period)} WHERE {page} ORDER BY b.id DESC, p.starts_on, p.id"
        here: dict[str, Any] = {**given, "most": AT_ONCE, **({"after": after} if after else {})}
        told = rows(BenefitLine, statement, **here, **seen_by(reader))
        yield from told
        if len({one.id for one in told}) < AT_ONCE:
            return
        after = told[-1].id
