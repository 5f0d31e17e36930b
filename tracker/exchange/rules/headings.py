"""Which row is the heading, and which column each of its names means."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from typing import NamedTuple

from tracker.exchange.rules.lines import SheetLine
from tracker.exchange.words import letters_of

FARTHEST = 100  # rows of a table that are looked at: whoever brings a register may say which of them is its heading
NEARBY = 20  # rows among which the heading of a case file stands
NEAR = 0.7  # how alike two names are, of 1, to be taken for a slip of one another


class Heading(NamedTuple):
    """The row that names the columns: its place among the rows looked at (-1: none), and how many names are known.

    Of separators that a text may have, the one with most known is it.
    """

    place: int
    known: int


HeadingFinder = Callable[[Sequence[SheetLine]], Heading]


def find_heading(rows: Sequence[SheetLine], known: frozenset[str]) -> Heading:
    """The row among the first that has most known names, the first of several; place -1 where none has any."""
    counts = [len({letters_of(cell) for cell in row.cells} & known) for row in rows[:NEARBY]]
    most = max(counts, default=0)
    return Heading(counts.index(most), most) if most else Heading(-1, 0)


def nearest(name: str, among: Sequence[str]) -> str | None:
    """The one of several names that another was meant for, where it is near one."""
    by_letters = {letters_of(one): one for one in among}
    found = difflib.get_close_matches(letters_of(name), by_letters, n=1, cutoff=NEAR)
    return by_letters[found[0]] if found else None
