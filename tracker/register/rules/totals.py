"""Columns that add up others beside them: what they say stands in these already."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tracker.register.rules.periods import period_in
from tracker.register.words import MONEYS, SAVINGS, ColumnSense, RegisterColumn

TWICE = "It adds up the columns beside it and would count twice: it stays as a note with the idea."
COUNTED_TWICE = "It says that it is a total, and columns beside it mean the same: it counts twice. Make it a note."
_TOTAL = re.compile(r"\b(?:totals?|sum|overall|grand|cumulative|altogether|combined|cyfanswm)\b", re.IGNORECASE)


def says_total(heading: str) -> bool:
    """Whether a heading says that what stands under it adds something up."""
    return bool(_TOTAL.search(heading))


def totals_beside(meant: Sequence[tuple[RegisterColumn, ColumnSense | None]]) -> Iterable[RegisterColumn]:
    """The columns that say they are a total, where another that does not say so means the same."""
    for amounts in (MONEYS, SAVINGS):
        same = [column for column, sense in meant if sense in amounts]
        totals = [column for column in same if says_total(column.heading)]
        if len(totals) == len(same):  # each year's own total is a part of the one that names no year
            totals = [column for column in totals if not period_in(column.heading)]
        if len(totals) < len(same):
            yield from totals
