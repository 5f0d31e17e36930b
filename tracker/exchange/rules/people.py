"""What goes out for people to open in a spreadsheet: nothing in a cell is a formula, whatever somebody wrote."""

from __future__ import annotations

import re

# What a spreadsheet takes for a formula, also behind blanks, and as it is written in wide letters.
_FORMULA = re.compile(r"\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


def neutral(cell: str) -> str:
    """A cell of a text file for people: what would begin a formula begins with an apostrophe, a number does not."""
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell
