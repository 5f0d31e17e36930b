"""The figures of a claim as a drawing: where each stands, in per cent across and in pixels down. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import NamedTuple

from tracker.value import ClaimWorth, last_day_of, number_in
from tracker.web.filters import day as day_in_words
from tracker.web.filters import given_day

LEFT, RIGHT = 13.0, 96.0  # per cent across, between which figures stand
TOP, BOTTOM = 34.0, 170.0  # pixels down
CLOSE, CLOSE_DAYS = 8.0, 17.0  # per cent across that a figure, or a day under it, needs for itself
STEPS = (1, 2, 5, 10, 20)
MOST_MARKS = 4


class Figure(NamedTuple):
    """A figure with its day, and as that was given: the start, one that was measured, or the target."""

    day: date
    value: Decimal
    words: str
    kind: str
    when: str = ""

    @property
    def label(self) -> str:
        """Its day as it stands under a drawing: the year alone, where no more was given."""
        return self.when if self.when.isdigit() else f"{self.day:%b %y}"


class Dot(NamedTuple):
    """A figure in the drawing; where there is no room for it, its words or its day are empty."""

    x: float
    y: float
    kind: str
    words: str
    day: str
    at_end: bool


class Mark(NamedTuple):
    """A line across, with its number."""

    y: float
    words: str


class Drawing(NamedTuple):
    """Dots from left to right, the lines across, and where today is, if it lies among them."""

    dots: Sequence[Dot]
    marks: Sequence[Mark]
    today: float | None


def figures_of(claim: ClaimWorth) -> list[Figure]:
    """The numbers of a claim that have a day, in order of their days: a start, what was measured, the target."""
    started, due = claim.baseline_date, claim.target_on
    found = [_figure(last_day_of(started), claim.baseline, "start", given_day(started))]
    found += [_figure(one.on, one.value, "measured", given_day(one.value_date)) for one in claim.records]
    found.append(_figure(due, claim.target, "target", day_in_words(due)))
    return sorted((figure for figure in found if figure), key=lambda figure: (figure.kind == "target", figure.day))


def _figure(day: date | None, words: str | None, kind: str, when: str) -> Figure | None:
    number = number_in(words)
    return Figure(day, number, (words or "").strip(), kind, when) if day and number is not None else None


def drawing_of(figures: Sequence[Figure], *, today: date) -> Drawing | None:
    """Draw two figures or more; None where there are fewer, or where all are of one day."""
    first, last = (end(figure.day for figure in figures) if figures else today for end in (min, max))
    if len(figures) < len(("start", "measured")) or first == last:
        return None
    marks = _marks(min(figure.value for figure in figures), max(figure.value for figure in figures))
    days = (last - first).days

    def across(day: date) -> float:
        return round(LEFT + (RIGHT - LEFT) * (day - first).days / days, 2)

    def down(value: Decimal) -> float:
        share = (value - marks[0]) / (marks[-1] - marks[0])
        return round(BOTTOM - (BOTTOM - TOP) * float(share), 1)

    places = [across(figure.day) for figure in figures]
    told, dated = _with_room(places, CLOSE), _with_room(places, CLOSE_DAYS)
    dots = [
        Dot(x, down(one.value), one.kind, one.words if n in told else "", one.label if n in dated else "", x == RIGHT)
        for n, (one, x) in enumerate(zip(figures, places, strict=True))
    ]
    inside = first < today < last
    return Drawing(dots, [Mark(down(mark), f"{mark:,f}") for mark in marks], across(today) if inside else None)


def _marks(low: Decimal, high: Decimal) -> list[Decimal]:
    """Round numbers from below the least to above the most; from nought where the least is near it."""
    if 0 <= low <= high / 2 or low == high:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    span = (high - low) or Decimal(1)
    size = Decimal(10) ** (span / MOST_MARKS).adjusted()
    step = next(size * times for times in STEPS if size * times * (MOST_MARKS - 1) >= span)
    marks = [(low / step).to_integral_value(ROUND_FLOOR) * step]
    while marks[-1] < high or len(marks) < len(("low", "high")):
        marks.append(marks[-1] + step)
    return [mark.normalize() for mark in marks]


def _with_room(places: Sequence[float], room: float) -> set[int]:
    """Which of some places have room for words: the first, the last and the last but one before all others."""
    order = dict.fromkeys([0, len(places) - 1, len(places) - 2, *range(len(places))])
    kept: list[int] = []
    for n in order:
        if n >= 0 and all(abs(places[n] - places[other]) >= room for other in kept):
            kept.append(n)
    return set(kept)
