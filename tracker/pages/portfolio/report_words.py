"""A quarterly report in words: each part beside what it was earlier."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from tracker.portfolio import ProfilePart, parts_as_told

NOT_KEPT = "not kept"
NOT_ENOUGH = "not enough to say"


class PartRow(NamedTuple):
    """A part as a report tells it: what it was worth on the day and on earlier days, and why."""

    name: str
    title: str
    value: str
    earlier: tuple[str, ...]
    sentence: str


def part_rows(parts: Sequence[ProfilePart], compared: Sequence[Sequence[ProfilePart]]) -> list[PartRow]:
    """Each part beside what it was on earlier days: a figure, that there was not enough to say, or no snapshot."""
    about = parts_as_told()
    before = [{part.name: part.value for part in kept} for kept in compared]
    return [
        PartRow(
            part.name,
            about[part.name].title,
            _figure(part.value),
            tuple(_figure(kept[part.name]) if part.name in kept else NOT_KEPT for kept in before),
            about[part.name].sentence(part),
        )
        for part in parts
    ]


def _figure(value: Decimal | None) -> str:
    return NOT_ENOUGH if value is None else f"{value:g}"
