"""What a benefit came to, as its page says it: a sentence, a bar for each period, a row for each."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from tracker import clock
from tracker.benefit import BenefitRecord, CheckWord, PeriodEntry
from tracker.value import BenefitState
from tracker.web.filters import day
from tracker.web.strips import Strip, StripPart
from tracker.web.wording import called
from tracker.wording import stopped


class FigureRow(NamedTuple):
    """One period of a benefit as a row of its table."""

    period: PeriodEntry
    forecast: str
    came: str
    checked: str
    waits: bool


def standing_sentence(gain: BenefitRecord) -> str:
    """What came last, of how much, and who has checked it: a benefit in a sentence or two."""
    if not gain.periods:
        return f"{_stands(gain)} No period yet: add a forecast."
    last = next(iter(gain.came), None)
    if last is None:
        first = gain.periods[0]
        return f"{_stands(gain)} {_forecast(gain, first)} is forecast for {first.name}; nothing came yet."
    told = gain.told(last.actual) or "Words"
    of = f", of {_forecast(gain, last)} forecast" if _forecast(gain, last) else ""
    came = f"{told} came in {last.name}{of}." if last.actual is not None else f"It came in {last.name}, in words."
    return f"{_stands(gain)} {came} {_checked(gain, last)}"


def _stands(gain: BenefitRecord) -> str:
    return "It is under question, and counts as come nowhere." if gain.state == BenefitState.UNDER_QUESTION else ""


def _forecast(gain: BenefitRecord, period: PeriodEntry) -> str:
    return gain.told(period.forecast)


def _checked(gain: BenefitRecord, period: PeriodEntry) -> str:
    """What is said of who checked a period, as a sentence."""
    if not period.has_come:
        return f"Due by {day(period.ends_on)}." if period.ends_on >= clock.today() else "What came is to be said."
    if period.checked_word is None:
        return "Waits to be checked by somebody who did not claim it."
    if period.is_checked:
        return f"Checked by {period.checked_by}, {day(period.checked_on)}."
    found = f", {gain.told(period.checked_figure)}" if period.checked_figure is not None else ""
    said = f"{period.checked_by} says {called(period.checked_word, 'figure_check')}{found}, {day(period.checked_on)}"
    return f"{said}: {stopped(period.checked_note or '')}"


def strips_of(gain: BenefitRecord) -> list[Strip]:
    """A bar for each period that has figures; a fifth more than the widest figure is the whole width."""
    figured = [one for one in gain.periods if one.forecast is not None or one.actual is not None]
    widest = max((max(one.forecast or 0, one.actual or 0) for one in figured), default=Decimal(0))
    whole = float(widest) * 1.2 or 1.0
    colour = "hatch" if gain.state == BenefitState.UNDER_QUESTION else "leaf"
    return [_strip(gain, one, whole, colour) for one in figured]


def _strip(gain: BenefitRecord, period: PeriodEntry, whole: float, colour: str) -> Strip:
    parts = [StripPart(float(period.actual) / whole, colour)] if period.actual is not None else []
    mark = float(period.forecast) / whole if period.forecast is not None else None
    came, forecast = gain.told(period.actual), _forecast(gain, period)
    if came:
        words = f"{came} of {forecast} forecast." if forecast else f"{came} came; nothing was forecast."
    else:
        words = f"{forecast} forecast."
    return Strip(period.name, f"{words} {_checked(gain, period)}", parts, mark)


def figure_rows(gain: BenefitRecord) -> list[FigureRow]:
    """A row for each period, the first first."""
    return [
        FigureRow(
            one,
            _forecast(gain, one) or one.hoped or "nothing",
            gain.told(one.actual) or one.came or "not yet",
            _checked_shortly(one),
            one.waits,
        )
        for one in gain.periods
    ]


def _checked_shortly(period: PeriodEntry) -> str:
    if not period.has_come:
        return ""
    if period.checked_word == CheckWord.RIGHT:
        return f"{period.checked_by}, {day(period.checked_on)}"
    if period.checked_word:
        return f"{period.checked_by} found otherwise, {day(period.checked_on)}"
    return "nobody yet"
