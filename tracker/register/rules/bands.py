"""Lines of one cell among rows of several: headings within the list, which name a group of rows, and notes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.register.rules.cells import FIGURE

ONE_CELL_AMONG = 4  # columns of a register in which a line of one cell is no row
ONE_CELL = "One cell and no more: read as a heading within the list, or a note."
GROUP = "Group"  # what a heading within the list is called in the notes of the rows below it
LONGEST_BAND = 80  # letters
_NOTE = re.compile(r"[*†‡(]|(?:notes?|source|nb|n\.b|please|this|these)\b", re.IGNORECASE)
_ENDS = re.compile(r"[.!?;,]$")


def lone_place(cells: Sequence[str]) -> int:
    """The place of the only cell of a line that holds something; -1 where several do, or none."""
    found = -1
    for place, cell in enumerate(cells):
        if cell and not cell.isspace():
            if found >= 0:
                return -1
            found = place
    return found


def names_group(cell: str) -> bool:
    """Whether a line of one cell is a heading of the rows below it: short, and neither sentence, note nor figure."""
    return len(cell) <= LONGEST_BAND and not (_NOTE.match(cell) or _ENDS.search(cell) or FIGURE.fullmatch(cell))
