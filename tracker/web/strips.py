"""Rows of bar charts: what a row is called, its parts as shares of the widest, a mark, and the words under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class StripPart:
    """A part of a bar: its share of the whole width and the name of its colour."""

    share: float
    colour: str


@dataclass(frozen=True)
class Strip:
    """One row of the bars chart (templates/components/chart/bars.html)."""

    label: str
    words: str
    parts: Sequence[StripPart] = ()
    mark: float | None = None
    count: str = ""
