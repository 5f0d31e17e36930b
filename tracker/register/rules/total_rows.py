"""Rows that are a total of those above, or a part of one: neither is counted twice. An idea only sounds like one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from tracker.register.rules.cells import FIGURE
from tracker.register.rules.names import heading_words
from tracker.register.words import DATED, ColumnSense

TOTAL, PART_OF_TOTAL = "It is a total.", "It is a part of a total."
BEGINNING = 3  # cells of a row that say what it is; a total may say so in any, beside its amount
LONGEST_TOTAL = 150  # letters of a cell that says so
_MAYBE = ("total", "cyfanswm", "of which", "less", "made up")  # most rows hold none of these: that is quickly seen
_SUM = re.compile(
    r"(?P<total>(?:(?:grand|sub|overall|net|gross)[ -]?)?(?:totals?|cyfanswm)\b.{0,40}|.{1,60}\b(?:sub-?)?totals?:?)"
    r"|(?:of which\b|less(?: ?:| [–—-]) |made up of\b).{0,80}",
    re.IGNORECASE,
)
_AMOUNT = re.compile(rf"[$€]?(?:{FIGURE.pattern})")  # in whatever currency
_MORE = re.compile(r"(?<=\w) ?\([^()]*\)$")  # what brackets behind it say more of a total
# What no total says of itself; and what one says only of the group that it sums up, as its own words do.
_NAMING = frozenset({ColumnSense.NUMBER, ColumnSense.STAGE})
_OF_AN_IDEA = DATED | {ColumnSense.LEAD, ColumnSense.SERVICE, ColumnSense.PROBLEM, ColumnSense.PROPOSAL}
# What a row that is one says of itself: beside such a cell a total farther behind is a word of its own.
_OF_A_ROW = DATED | {ColumnSense.TITLE, ColumnSense.IDEA, ColumnSense.RISK, ColumnSense.FUNDER, ColumnSense.LEAD}
_OF_SUMS = frozenset(
    {
        "total", "totals", "subtotal", "subtotals", "cyfanswm", "grand", "sub", "overall", "net", "gross", "for", "of",
        "the", "all", "and", "year", "savings", "saving", "budget", "budgets", "cost", "costs", "spend", "expenditure",
        "income", "amount", "value", "funding", "capital", "revenue", "programme", "projects", "schemes", "general",
        "fund",
    }
)  # fmt: skip


def total_told(cells: Sequence[str], senses: Sequence[ColumnSense]) -> tuple[str, str] | None:
    """Why a row is a total or a part of one, and what it says; nothing where it is none.

    What names a lead, a service, a day or a text of its own is an idea, whatever it is called: but "Total Highways"
    in the group of highways is the total of that. Behind the beginning of a row a total is one that names nothing.
    """
    words = "\n".join(cells).lower()
    if not any(word in words for word in _MAYBE):
        return None
    for place, cell in enumerate(cells):
        if len(cell) > LONGEST_TOTAL or not (found := _SUM.fullmatch(_MORE.sub("", cell))):
            continue
        beside = [(other, sense) for other, sense in zip(cells, senses, strict=True) if other not in {"", cell}]
        sums = not beside or any(_AMOUNT.fullmatch(other) for other, _ in beside)
        begins = place < BEGINNING and not any(map(_AMOUNT.fullmatch, cells[:place]))
        if sums and not _names_something(found[0], senses[place], beside, begins=begins):
            return (TOTAL if found["total"] else PART_OF_TOTAL), cell
    return None


class RowSums:
    """What the amounts of some columns came to so far: a line of figures alone that says the same is their total."""

    def __init__(self, places: Iterable[int]) -> None:
        self._sums = dict.fromkeys(places, Decimal(0))
        self._rows = 0

    def add(self, cells: Sequence[str]) -> None:
        """Count the amounts of a row that is none."""
        self._rows += 1
        for place in self._sums:
            self._sums[place] += _figure(cells, place) or 0

    def are_said(self, cells: Sequence[str]) -> bool:
        """Whether a line says the sums of at least two rows, and no word."""
        if self._rows <= 1 or not all(FIGURE.fullmatch(cell.strip()) for cell in cells if cell.strip()):
            return False
        said = {place: figure for place in self._sums if (figure := _figure(cells, place))}
        return bool(said) and all(figure == self._sums[place] for place, figure in said.items())


def _figure(cells: Sequence[str], place: int) -> Decimal | None:
    """The figure in a cell, without its sign of pounds and its commas; None where it is no bare one."""
    bare = re.sub(r"[£, ]", "", cells[place]) if place < len(cells) else ""
    return Decimal(bare) if re.fullmatch(r"-?\d{1,12}(?:\.\d+)?", bare, re.ASCII) else None


def _names_something(
    words: str, sense: ColumnSense, beside: Sequence[tuple[str, ColumnSense]], *, begins: bool
) -> bool:
    """Whether a row is of something by its own name, however much a cell of it sounds like a total."""
    group = {word for other, _ in beside for word in heading_words(other)}
    naming = _NAMING if begins else _NAMING | _OF_A_ROW
    if not all(word in _OF_SUMS or word in group or word.isdigit() for word in heading_words(words)):
        if sense is ColumnSense.FUNDER or not (begins or all(_AMOUNT.fullmatch(other) for other, _ in beside)):
            return True  # Total Gas & Power Ltd is paid; a late text that begins so is one
        naming |= _OF_AN_IDEA
    return any(sense in naming for _, sense in beside)
