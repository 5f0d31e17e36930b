"""What a register comes to: each class and unit by itself, who pays and who gains, how well services forecast.

No figure mixes classes, or gains with losses, or what is counted otherwise; what is under question is told apart.
"""

# ruff: noqa: S608 - statements are made of constants only

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from tracker.benefit.models import WAITING
from tracker.benefit.queries.register import FROM, OTHERS
from tracker.benefit.rules import YEAR, counted, is_money, period_name
from tracker.clock import today
from tracker.council import Reader
from tracker.idea import seen_by
from tracker.tenancy import Query, together
from tracker.value import plus_months

WITHIN = "abs(p.actual - p.forecast) <= p.forecast / 10"  # within_a_tenth, set-based
SHOWN = 8  # periods of a chart, the newest
ALONG = 6  # names of a matrix' side, and of what is counted
NAMED = 5  # benefits between one who pays and one who gains that are told by name: of more, none
COMPARED = 3  # years of forecasts, side by side


class PeriodSum(NamedTuple):
    """What some benefits of one kind, counted in one thing, come to in one period; what is under question apart."""

    benefit_class: str | None
    category: str | None
    unit: str | None
    disbenefit: bool
    starts_on: date
    ends_on: date
    benefits: int
    figures: int
    forecast: str | None
    came: str | None
    questioned: str | None

    @property
    def name(self) -> str:
        """The period as people call it."""
        return period_name(self.starts_on, self.ends_on)

    def told(self, figure: str | None) -> str:
        """One of its sums in what it is counted in."""
        return counted(Decimal(figure or 0), self.benefit_class, self.unit)


class SumSeries(NamedTuple):
    """The sums of one kind of benefit, period by period, the oldest first."""

    benefit_class: str | None
    category: str | None
    unit: str | None
    disbenefit: bool
    sums: Sequence[PeriodSum]

    @property
    def in_pounds(self) -> bool:
        """Whether it is counted in pounds."""
        return is_money(self.benefit_class, self.unit)


class KindCell(NamedTuple):
    """The benefits of one class for one category: how many, of these losses and under question, in which units."""

    benefit_class: str | None
    category: str | None
    benefits: int
    losses: int
    questioned: int
    units: list[str]


class PairCell(NamedTuple):
    """Benefits that one pays for and another gains: how many, of these losses and under question, some by name."""

    payer: str
    gainer: str
    benefits: int
    losses: int
    questioned: int
    named: list[str]


class ForecastingService(NamedTuple):
    """A service that forecasts, and what it is called; both empty for ideas of none."""

    id: UUID | None
    name: str


class Accuracy(NamedTuple):
    """Of a service's periods with both a forecast and a figure in one year, how many came within a tenth.

    `year`: 0 for the last twelve months, 1 for those before, and so on.
    """

    service_id: UUID | None
    service: str | None
    year: int
    periods: int
    within: int
    lower: int


class WaitingFigures(NamedTuple):
    """Figures that wait to be checked, of those a reader may check: how many, since when the oldest, which it is."""

    figures: int
    since: date | None
    ref: str | None
    period_id: UUID | None
    mine: int


class Size(NamedTuple):
    """How many benefits a reader sees, of how many ideas, and how many of them have no period yet."""

    benefits: int
    ideas: int
    bare: int
    told: int


class PeriodOffer(NamedTuple):
    """A period that figures are recorded for."""

    starts_on: date
    ends_on: date


class ServiceOffer(NamedTuple):
    """A service to narrow by."""

    id: UUID
    name: str


class RegisterSums(NamedTuple):
    """All that stands above the rows of a register, and what it may be narrowed to."""

    size: Size
    series: Sequence[SumSeries]
    kinds: Mapping[tuple[str | None, str | None], KindCell]
    pairs: Sequence[PairCell]
    accuracy: Mapping[ForecastingService, Mapping[int, Accuracy]]
    waiting: WaitingFigures
    periods: Sequence[PeriodOffer]
    services: Sequence[ServiceOffer]


# The benefits that a reader sees, with their ideas, and the periods of those: read once, whatever is counted of them.
# A council's periods are read in one go (OFFSET): all of them stand in the register.
_REGISTER = f"""
WITH benefit_here AS MATERIALIZED (
 SELECT b.id, b.benefit_class, b.category, b.unit, b.disbenefit, b.state, b.payer, b.beneficiary, b.description,
  b.claimed_by_id, i.id AS idea_id, i.ref, i.source IS NULL AS ours, s.id AS service_id, s.name AS service {FROM}),
period_here AS MATERIALIZED (
 SELECT b.id AS benefit_id, b.ref, b.benefit_class, b.category, b.unit, b.disbenefit, b.state, b.ours, b.service_id,
  b.service, p.id, p.starts_on, p.ends_on, p.forecast, p.actual, p.claimed_on, {WAITING} AS waiting, {OTHERS} AS others
 FROM benefit_here b
 JOIN (SELECT * FROM benefit_period OFFSET 0) p ON p.benefit_id = b.id)"""
_SIZE = """
SELECT count(*) FILTER (WHERE b.ours) AS benefits, count(DISTINCT b.idea_id) FILTER (WHERE b.ours) AS ideas,
  count(*) FILTER (WHERE b.ours AND b.id NOT IN (SELECT benefit_id FROM period_here)) AS bare,
  count(*) FILTER (WHERE NOT b.ours) AS told FROM benefit_here b"""
_SUMS = """
SELECT p.benefit_class, p.category, p.unit, p.disbenefit, p.starts_on, p.ends_on, count(*) AS benefits,
  count(p.actual) AS figures, CAST(sum(p.forecast) AS text) AS forecast,
  CAST(sum(p.actual) FILTER (WHERE p.state <> 'under_question') AS text) AS came,
  CAST(sum(p.actual) FILTER (WHERE p.state = 'under_question') AS text) AS questioned
  FROM period_here p
 WHERE p.ours AND p.starts_on BETWEEN CAST(:since AS date) AND CAST(:until AS date)
   AND (p.forecast IS NOT NULL OR p.actual IS NOT NULL)
 GROUP BY p.benefit_class, p.category, p.unit, p.disbenefit, p.starts_on, p.ends_on"""
_KINDS = f"""
SELECT b.benefit_class, b.category, count(*) AS benefits, count(*) FILTER (WHERE b.disbenefit) AS losses,
  count(*) FILTER (WHERE b.state = 'under_question') AS questioned,
  array_remove((array_agg(DISTINCT b.unit))[1:{ALONG}], NULL) AS units
  FROM benefit_here b WHERE b.ours GROUP BY b.benefit_class, b.category"""
_PAIRS = f"""
SELECT coalesce(max(b.payer), '') AS payer, coalesce(max(b.beneficiary), '') AS gainer, count(*) AS benefits,
  count(*) FILTER (WHERE b.disbenefit) AS losses, count(*) FILTER (WHERE b.state = 'under_question') AS questioned,
  (array_agg(left(b.description, 60) ORDER BY b.id))[1:{NAMED}] AS named
  FROM benefit_here b WHERE b.ours GROUP BY lower(coalesce(b.payer, '')), lower(coalesce(b.beneficiary, ''))"""
_ACCURACY = f"""
SELECT p.service_id, p.service,
  CASE WHEN p.ends_on > CAST(:a_year_ago AS date) THEN 0
       WHEN p.ends_on > CAST(:two_ago AS date) THEN 1 ELSE 2 END AS year,
  count(*) AS periods, count(*) FILTER (WHERE {WITHIN}) AS within,
  count(*) FILTER (WHERE NOT ({WITHIN}) AND p.actual < p.forecast) AS lower
  FROM period_here p
 WHERE p.ours AND p.state <> 'under_question' AND p.forecast IS NOT NULL AND p.actual IS NOT NULL
   AND p.ends_on > CAST(:three_ago AS date) GROUP BY 1, 2, 3"""
_WAITING = """
SELECT count(*) FILTER (WHERE p.others) AS figures, min(p.claimed_on) FILTER (WHERE p.others) AS since,
  (array_agg(p.ref ORDER BY p.claimed_on, p.id) FILTER (WHERE p.others))[1] AS ref,
  (array_agg(p.id ORDER BY p.claimed_on, p.id) FILTER (WHERE p.others))[1] AS period_id,
  count(*) FILTER (WHERE NOT p.others) AS mine FROM period_here p WHERE p.ours AND p.waiting"""
_PERIODS = "SELECT DISTINCT p.starts_on, p.ends_on FROM period_here p WHERE p.starts_on >= CAST(:since AS date)"
_SERVICES = "SELECT s.id, s.name FROM service s WHERE s.ended_at IS NULL ORDER BY lower(s.name), s.id"


def register_sums(*, reader: Reader) -> RegisterSums:
    """What the register comes to, of the benefits that a reader sees, as of today: one statement."""
    day, sees = today(), seen_by(reader)
    ago = [plus_months(day, -YEAR * years) for years in range(1, COMPARED + 1)]
    size = Query(Size, _SIZE, sees, lambda found: found[0])
    span = {"since": ago[1], "until": day}
    sums = Query(PeriodSum, _SUMS, sees | span, series_of)
    kinds = Query(KindCell, _KINDS, sees, lambda found: {(one.benefit_class, one.category): one for one in found})
    pairs = Query(PairCell, _PAIRS, sees, list)
    years = dict(zip(("a_year_ago", "two_ago", "three_ago"), ago, strict=True))
    accuracy = Query(Accuracy, _ACCURACY, sees | years, by_service)
    waiting = Query(WaitingFigures, _WAITING, sees, lambda found: found[0])
    periods = Query(PeriodOffer, _PERIODS, sees | {"since": ago[1]}, lambda found: sorted(found, reverse=True))
    services = Query(ServiceOffer, _SERVICES, {}, list)
    answers = together((size, sums, kinds, pairs, accuracy, waiting, periods, services), sharing=_REGISTER)
    return RegisterSums(
        answers.of(size),
        answers.of(sums),
        answers.of(kinds),
        answers.of(pairs),
        answers.of(accuracy),
        answers.of(waiting),
        answers.of(periods),
        answers.of(services),
    )


def series_of(found: Sequence[PeriodSum]) -> list[SumSeries]:
    """Sums by what they are of: each class, category, unit, gain or loss by itself; pounds first, then by name."""
    by_kind: dict[tuple[str | None, str | None, str | None, bool], list[PeriodSum]] = {}
    for one in found:
        by_kind.setdefault((one.benefit_class, one.category, one.unit, one.disbenefit), []).append(one)
    series = [
        SumSeries(*kind, sorted(sums, key=lambda one: (one.starts_on, one.ends_on))[-SHOWN:])
        for kind, sums in by_kind.items()
    ]
    return sorted(series, key=lambda one: (not one.in_pounds, *(str(part or "") for part in one[:4])))


def by_service(found: Sequence[Accuracy]) -> dict[ForecastingService, dict[int, Accuracy]]:
    """How well services forecast, by service in alphabetical order and by year; two of one name are two."""
    told: dict[ForecastingService, dict[int, Accuracy]] = {}
    for one in sorted(found, key=lambda each: ((each.service or "").lower(), str(each.service_id or ""))):
        told.setdefault(ForecastingService(one.service_id, one.service or ""), {})[one.year] = one
    return told
