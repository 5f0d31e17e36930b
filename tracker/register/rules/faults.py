"""What is said of a row, as it is kept: several things beside each other, each with its column and its cell."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from tracker.register.words import RowFault
from tracker.text import as_text

LONGEST_CELL = 200  # letters of a cell that are kept


def stored_faults(told: Sequence[RowFault]) -> dict[str, str | None]:
    """What is said of a row, in the columns that keep it: a line for each thing in each of them."""
    return {
        "column": _lines([one.column for one in told]),
        "cell": _lines([one.cell[:LONGEST_CELL] for one in told]),
        "reason": _lines([one.reason for one in told]),
    }


def _lines(words: Sequence[str]) -> str | None:
    lines = [" ".join(as_text(one).split()) for one in words]
    return "\n".join(lines) if any(lines) else None


def faults_stored(line: int, column: str | None, cell: str | None, reason: str | None) -> list[RowFault]:
    """What is said of a row, as it was kept."""
    kept = zip_longest(*((words or "").split("\n") for words in (column, cell, reason)), fillvalue="")
    return [RowFault(line, *one) for one in kept if any(one)]


def in_words(told: Sequence[RowFault]) -> str:
    """All that is said of a row, each thing behind the name of its column."""
    return " ".join(f"{one.column}: {one.reason}" if one.column else one.reason for one in told)
