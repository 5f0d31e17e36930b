"""Figures by their days as a drawing: where each stands, in per cent across and in pixels down. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import NamedTuple

LEFT, RIGHT = 13.0, 96.0  # per cent across, between which figures stand
TOP, BOTTOM = 34.0, 170.0  # pixels down
CLOSE, CLOSE_DAYS = 8.0, 17.0  # per cent across that a figure, or a day under it, needs for itself
STEPS = (1, 2, 5, 10, 20)
MOST_MARKS = 4


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


class Frame(NamedTuple):
    """The days from left to right and the numbers from below to above, for one drawing or several side by side."""

    first: date
    last: date
    marks: Sequence[Decimal]

    def across(self, day: date) -> float:
        """Where a day stands."""
        return round(LEFT + (RIGHT - LEFT) * (day - self.first).days / (self.last - self.first).days, 2)

    def down(self, value: Decimal) -> float:
        """Where a figure stands."""
        share = (value - self.marks[0]) / (self.marks[-1] - self.marks[0])
        return round(BOTTOM - (BOTTOM - TOP) * float(share), 1)

    @property
    def lines(self) -> list[Mark]:
        """The lines across."""
        return [Mark(self.down(mark), f"{mark:,f}") for mark in self.marks]


def frame_of(days: Sequence[date], values: Sequence[Decimal]) -> Frame | None:
    """The frame that holds figures; None where all are of one day, or there are fewer than two."""
    if len(days) < len(("start", "measured")) or min(days) == max(days):
        return None
    return Frame(min(days), max(days), marks_between(min(values), max(values)))


def marks_between(low: Decimal, high: Decimal) -> list[Decimal]:
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


def with_room(places: Sequence[float], room: float) -> set[int]:
    """Which of some places have room for words: the first, the last and the last but one before all others."""
    order = dict.fromkeys([0, len(places) - 1, len(places) - 2, *range(len(places))])
    kept: list[int] = []
    for n in order:
        if n >= 0 and all(abs(places[n] - places[other]) >= room for other in kept):
            kept.append(n)
    return set(kept)
