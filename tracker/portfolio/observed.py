"""What an observation of an item is, and how the age of a fact becomes one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from tracker.portfolio.figures import told
from tracker.portfolio.seen import Seen

FULL, PART, NONE = 4, 2, 0
YEAR = 365
NOTHING = "nothing of the kind is recorded yet"

Observed = tuple[int | None, str]
Rule = Callable[[Seen, date, Sequence[str]], Observed]


def by_age(newest: date | None, day: date, set_days: int, what: str, *, recorded: bool = False) -> Observed:
    """4 within the set days, 2 within twice as many, 0 when older; unanswered where nothing is recorded."""
    if newest is None:
        return (NONE, f"{what}: recorded without a date") if recorded else (None, NOTHING)
    age = (day - newest).days
    value = FULL if age <= set_days else PART if age <= 2 * set_days else NONE
    return value, f"{what}: {told(newest)}"
