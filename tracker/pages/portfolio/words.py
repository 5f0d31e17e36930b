"""How a part of a portfolio moved: the line through its months, a word for it, and which part asks most."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from tracker.portfolio import PartValue, ProfilePart

MONTHS = 12


class TrendPoint(NamedTuple):
    """A part's value in one month; None where there was none."""

    month: str
    value: float | None


class TrendWords(NamedTuple):
    """How a part moved: a word, where it began, and whether there are months enough for a line."""

    direction: str
    since: str
    is_line: bool


def weakest(parts: Sequence[ProfilePart]) -> ProfilePart | None:
    """The part with the lowest value of those made of ideas that can be mended one by one; None where none has one."""
    known = [(part.value, part) for part in parts if part.value is not None and "numerator" in part.terms]
    _, lowest = min(known, key=lambda pair: pair[0], default=(None, None))
    return lowest if lowest and lowest.numerator < lowest.denominator else None


def months_until(day: date) -> list[date]:
    """The first days of the twelve months that end with this one, oldest first."""
    months = [day.replace(day=1)]
    while len(months) < MONTHS:
        months.insert(0, (months[0] - timedelta(days=1)).replace(day=1))
    return months


def trend(values: Sequence[PartValue], day: date) -> list[TrendPoint]:
    """A part's value month by month over a year, none where there was none."""
    known = {past.day.replace(day=1): past.value for past in values}
    points = [(f"{month:%b}", known.get(month)) for month in months_until(day)]
    return [TrendPoint(label, None if value is None else float(value)) for label, value in points]


def trend_words(points: Sequence[TrendPoint]) -> TrendWords:
    """How a part moved in the last twelve months: a word, and where it began."""
    known = [(label, value) for label, value in points if value is not None]
    if len(known) <= 1:
        return TrendWords("No line yet", "it needs two months", is_line=False)
    (month, first), (_, last) = known[0], known[-1]
    word = "Level" if last == first else "Rising" if last > first else "Falling"
    return TrendWords(word, f"{first:g} in {month}", is_line=True)


def told_points(points: Sequence[TrendPoint]) -> list[tuple[str, str]]:
    """The same in a table, a dash where there was no value."""
    return [(label, "–" if value is None else f"{value:g}") for label, value in points]
