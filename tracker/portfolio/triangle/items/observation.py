"""What an observation of an item is, and how the age of a fact becomes one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from tracker.portfolio.figures import day_in_words
from tracker.portfolio.triangle.record import IdeaRecord

FULL, PART, NONE = 4, 2, 0
NOTHING = "nothing of the kind is recorded yet"


class Observation(NamedTuple):
    """What one item is worth, 4, 2 or 0, or none where nothing of the kind is recorded; and the fact behind it."""

    value: int | None
    fact: str


UNRECORDED = Observation(None, NOTHING)
ItemRule = Callable[[IdeaRecord, date, Sequence[str]], Observation]


def by_age(newest: date | None, day: date, set_days: int, what: str, *, recorded: bool = False) -> Observation:
    """4 within the set days, 2 within twice as many, 0 when older; unanswered where nothing is recorded."""
    if newest is None:
        return Observation(NONE, f"{what}: recorded without a date") if recorded else UNRECORDED
    age = (day - newest).days
    value = FULL if age <= set_days else PART if age <= 2 * set_days else NONE
    return Observation(value, f"{what}: {day_in_words(newest)}")
