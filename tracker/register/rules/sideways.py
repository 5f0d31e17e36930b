"""A table that lies on its side: its headings stand in its first column, and each other column is a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from tracker.exchange.rules.lines import SheetLine


def turned(lines: Sequence[SheetLine], *, before: int = 0) -> list[SheetLine]:
    """The columns of a table as lines, numbered by their place; `before` columns of its sheet hold nothing."""
    return [SheetLine(number, cells) for number, cells in enumerate(_columns(lines), start=before + 1)]


def told_of(lines: Sequence[SheetLine]) -> str:
    """How lines that were columns are called by a spreadsheet, in words, from the first of them."""
    named = [f"line {line.number} is its column {_letters_of(line.number)}" for line in lines[:2]]
    return f"the table lies on its side, and each of its columns is read as a row: {', '.join(named)} and so on"


def _letters_of(number: int) -> str:
    """A column as spreadsheets name it: the 1st is A, the 27th AA."""
    before, place = divmod(number - 1, 26)
    return (_letters_of(before) if before else "") + chr(ord("A") + place)


def first_column(lines: Sequence[SheetLine]) -> list[str]:
    """The cells of the first column that holds something."""
    return next((cells for cells in _columns(lines) if any(map(str.strip, cells))), [])


def _columns(lines: Sequence[SheetLine]) -> Iterator[list[str]]:
    return map(list, zip_longest(*(line.cells for line in lines), fillvalue=""))
