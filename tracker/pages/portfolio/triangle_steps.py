"""How an idea's triangle moved: its figures as steps from day to day, drawn and as a table. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from tracker.portfolio import TriangleOnDay

LEFT, RIGHT = 10.0, 97.0  # per cent across
TOP, BOTTOM = 14.0, 158.0  # pixels down: 100 and 0
SERIES = ("authority", "capacity", "value", "score")


class Segment(NamedTuple):
    """A piece of a line, in per cent across and in pixels down."""

    x: float
    y: float
    to_x: float
    to_y: float


class Steps(NamedTuple):
    """The line of one figure: how it is named, its pieces, and where it stands now."""

    name: str
    segments: tuple[Segment, ...]
    last: Decimal | None


class Moves(NamedTuple):
    """The lines of a triangle's figures from its first day to today, and each day on which one changed."""

    lines: tuple[Steps, ...]
    first: date
    rows: tuple[TriangleOnDay, ...]

    @property
    def is_line(self) -> bool:
        """Whether there are two days at least to draw a line between."""
        return len(self.rows) > 1 and any(line.segments for line in self.lines)


def moves_of(days: Sequence[TriangleOnDay], until: date) -> Moves | None:
    """How the figures moved until a day; None where none is known."""
    if not days:
        return None
    first = days[0].day
    length = max((until - first).days, 1)
    across = [LEFT + (RIGHT - LEFT) * (day - first).days / length for day in (*(each.day for each in days), until)]
    lines = tuple(
        Steps(name, tuple(_segments(values, across)), values[-1])
        for name in SERIES
        for values in [[getattr(each, name) for each in days]]
    )
    return Moves(lines, first, tuple(reversed(days)))


def _segments(values: Sequence[Decimal | None], across: Sequence[float]) -> Iterator[Segment]:
    """A step for each value that there is, joined to the one before."""
    for place, value in enumerate(values):
        if value is None:
            continue
        y, before = _down(value), values[place - 1] if place else None
        if before is not None and before != value:
            yield Segment(across[place], _down(before), across[place], y)
        yield Segment(across[place], y, across[place + 1], y)


def _down(value: Decimal) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * float(value) / 100, 1)
