"""The register of benefits in words: what it is narrowed to, its charts, who pays and gains, how it was forecast."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, TypeVar
from urllib.parse import urlencode

from tracker import benefit
from tracker.benefit import FEWEST, BenefitFilters, BenefitLine, PeriodSum, RegisterSums
from tracker.pages.portfolio.selection import RegisterChoice, choice
from tracker.value import BenefitCategory, BenefitClass, BenefitState
from tracker.web.days import read_day
from tracker.web.forms import identifier
from tracker.web.strips import Strip, StripPart
from tracker.web.wording import called
from tracker.wording import capital

FIELDS = ("service", "class", "whom", "state", "period", "pays", "gains", "waiting", "told")
CHARTS = 6  # charts that are drawn: the rest stands in the register
V = TypeVar("V", bound=StrEnum)
HEADING = (
    "Reference",
    "Idea",
    "From a report",
    "Service",
    "Benefit",
    "Gain or loss",
    "Class",
    "For whom",
    "Who gains",
    "Who pays",
    "What it costs them",
    "Who may lose",
    "How it stands",
    "Rests on decision",
    "Claimed by",
    "How sure",
    "Pounds said first",
    "In which time",
    "Counted in",
    "From",
    "Until",
    "Forecast",
    "Hoped for, in words",
    "Came",
    "Came, in words",
    "Why they differ",
    "What a check found",
    "Checked by",
    "Checked on",
)


@dataclass(frozen=True)
class RegisterNarrowing:
    """What an address narrows the register to. What is not on offer narrows nothing."""

    given: Mapping[str, str]
    filters: BenefitFilters

    @property
    def any(self) -> bool:
        """Whether anything is narrowed."""
        return bool(self.given)

    def address(self, path: str = "/portfolio/benefits", **more: str) -> str:
        """An address with what is narrowed, and something besides."""
        asked = urlencode({**self.given, **more})
        return f"{path}?{asked}" if asked else path

    def boxes(self, sums: RegisterSums) -> list[RegisterChoice]:
        """The fields to narrow by."""
        chosen = self.given.get
        services = [(str(one.id), one.name) for one in sums.services]
        periods = [
            (f"{one.starts_on}_{one.ends_on}", benefit.period_name(one.starts_on, one.ends_on)) for one in sums.periods
        ]
        classes, whom = _offered(BenefitClass, "benefit_class"), _offered(BenefitCategory, "benefit_category")
        states = [one for one in _offered(BenefitState, "benefit_state") if one[0] != BenefitState.WITHDRAWN]
        return [
            choice("service", "Service", "Every service", services, chosen("service")),
            choice("class", "Class", "Any", classes, chosen("class")),
            choice("whom", "For whom", "Anybody", whom, chosen("whom")),
            choice("state", "State", "Any", states, chosen("state")),
            choice("period", "Period", "The newest", periods, chosen("period")),
            choice("told", "Of", "Our own ideas", [("y", "Cases from reports, too")], chosen("told")),
        ]


def _offered(words: type[StrEnum], listed: str) -> list[tuple[str, str]]:
    return [(one, called(one, listed)) for one in words]


def narrowed_by(given: Mapping[str, str]) -> RegisterNarrowing:
    """Read what an address narrows the register to."""
    starts, _, ends = given.get("period", "").partition("_")
    first, last = read_day(starts), read_day(ends)
    filters = BenefitFilters(
        service_id=identifier(given.get("service")),
        benefit_class=_one_of(BenefitClass, given.get("class")),
        category=_one_of(BenefitCategory, given.get("whom")),
        state=_one_of(BenefitState, given.get("state")),
        starts_on=first if first and last else None,
        ends_on=last if first and last else None,
        payer=given.get("pays", ""),
        gainer=given.get("gains", ""),
        waiting=bool(given.get("waiting")),
        told=bool(given.get("told")),
    )
    read = {
        "service": filters.service_id,
        "class": filters.benefit_class,
        "whom": filters.category,
        "state": filters.state,
        "period": filters.starts_on,
        "pays": filters.payer,
        "gains": filters.gainer,
        "waiting": filters.waiting,
        "told": filters.told,
    }
    return RegisterNarrowing({name: given[name] for name in FIELDS if read[name]}, filters)


def _one_of(words: type[V], given: str | None) -> V | None:
    return words(given) if given in set(words) else None


# --- charts -----------------------------------------------------------------------------------------------------------
class SeriesChart(NamedTuple):
    """One kind of benefit period by period: its heading, its bars, and the same as a table."""

    id: str
    title: str
    address: str
    strips: Sequence[Strip]
    rows: Sequence[Sequence[str]]
    questioned: bool


def charts_of(sums: RegisterSums) -> list[SeriesChart]:
    """A chart for each kind that is counted alike; a fifth more than the widest figure is the whole width."""
    return [_chart(number, one) for number, one in enumerate(sums.series[:CHARTS], start=1)]


def _chart(number: int, series: benefit.SumSeries) -> SeriesChart:
    kind = capital(called(series.benefit_class, "benefit_class") or "class not said")
    whom = called(series.category, "benefit_category") or "nobody said"
    title = f"{kind}, for {whom}{', losses' if series.disbenefit else ''}{f', in {series.unit}' if series.unit else ''}"
    kinds = (series.benefit_class, series.category)
    address = "?class={}&whom={}#register".format(*kinds) if all(kinds) else ""  # nothing narrows to what is not said
    widest = max(max(_number(one.forecast), _number(one.came) + _number(one.questioned)) for one in series.sums)
    whole = float(widest) * 1.2 or 1.0
    rows = [
        (
            one.name,
            one.told(one.forecast),
            one.told(one.came),
            one.told(one.questioned),
            f"{one.figures} of {one.benefits}",
        )
        for one in series.sums
    ]
    strips = [_strip(one, whole) for one in series.sums]
    return SeriesChart(f"series-{number}", title, address, strips, rows, any(one.questioned for one in series.sums))


def _number(figure: str | None) -> Decimal:
    return Decimal(figure or 0)


def _strip(one: PeriodSum, whole: float) -> Strip:
    came, questioned, forecast = _number(one.came), _number(one.questioned), _number(one.forecast)
    parts = [StripPart(float(came) / whole, "leaf"), StripPart(float(questioned) / whole, "hatch")]
    told = one.told(str(came + questioned))
    of = f" of {one.told(one.forecast)} forecast" if one.forecast is not None else " came; nothing was forecast"
    words = f"{told}{of}" if one.figures else f"{one.told(one.forecast)} forecast; no figure yet"
    if questioned:
        words += f"; {one.told(one.questioned)} of it is under question"
    if 0 < one.figures < one.benefits:
        words += f"; figures of {one.figures} of {one.benefits} benefits are in"
    mark = float(forecast) / whole if one.forecast is not None else None
    return Strip(one.name, f"{words}.", [part for part in parts if part.share], mark)


# --- accuracy ---------------------------------------------------------------------------------------------------------
class AccuracyRow(NamedTuple):
    """How well a service forecast: periods of the last year, and how many came within a tenth, year by year."""

    service: str
    periods: int
    years: Sequence[str]


def accuracy_rows(sums: RegisterSums) -> list[AccuracyRow]:
    """Each service, in alphabetical order."""
    return [
        AccuracyRow(
            service.name or "No service", years[0].periods if 0 in years else 0, [_year(years.get(n)) for n in range(3)]
        )
        for service, years in sums.accuracy.items()
    ]


def _year(one: benefit.Accuracy | None) -> str:
    if one is None:
        return "none"
    if one.periods < FEWEST:
        return f"not enough to say: {one.periods} of the {FEWEST} that it takes"
    rest = one.periods - one.within
    if not rest:
        return f"{one.within} of {one.periods}"
    higher = rest - one.lower
    how = "lower" if not higher else "higher" if not one.lower else f"{one.lower} lower, {higher} higher"
    return f"{one.within} of {one.periods}; the rest came {how}"


# --- rows for people --------------------------------------------------------------------------------------------------
def row_of(one: BenefitLine) -> Sequence[str | Decimal]:
    """A row of the register as people take it along: figures as numbers, in what they are counted in."""
    money = benefit.is_money(one.benefit_class, one.unit)
    return [
        one.ref,
        one.idea,
        "yes" if one.told else "no",
        one.service or "",
        one.description or "",
        "loss" if one.disbenefit else "gain",
        called(one.benefit_class, "benefit_class"),
        called(one.category, "benefit_category"),
        one.beneficiary or "",
        one.payer or "",
        one.paid or "",
        one.loser or "",
        called(one.state, "benefit_state"),
        Decimal(one.rests_on) if one.rests_on else "",
        one.claimed_by or "",
        called(one.confidence, "benefit_confidence"),
        _plain(one.amount),
        one.period or "",
        "pounds" if money else one.unit or "",
        *(when.isoformat() if when else "" for when in (one.starts_on, one.ends_on)),
        _plain(one.forecast),
        one.hoped or "",
        _plain(one.actual),
        one.came or "",
        one.why or "",
        called(one.checked_word, "figure_check"),
        one.checked_by or "",
        one.checked_on.isoformat() if one.checked_on else "",
    ]


def _plain(figure: Decimal | None) -> str | Decimal:
    return "" if figure is None else figure
