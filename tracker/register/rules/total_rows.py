"""Rows that are a total of those above, or a part of one: neither is counted twice. An idea only sounds like one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.register.rules.cells import FIGURE
from tracker.register.rules.names import heading_words
from tracker.register.words import DATED, ColumnSense

TOTAL, PART_OF_TOTAL = "It is a total.", "It is a part of a total."
_MAYBE = re.compile(r"total|cyfanswm|of which|less|made up", re.IGNORECASE)  # most rows are none: this is quick
_SUM = re.compile(
    r"(?P<total>(?:(?:grand|sub|overall|net|gross)[ -]?)?(?:totals?|cyfanswm)\b.{0,40}|.{1,60}\b(?:sub-?)?totals?:?)"
    r"|(?:of which\b|less(?: ?:| [–—-]) |made up of\b).{0,80}",
    re.IGNORECASE,
)
# What no total says of itself; and what one says only of the group that it sums up, as its own words do.
_NAMING = frozenset({ColumnSense.NUMBER, ColumnSense.STAGE})
_OF_AN_IDEA = DATED | {ColumnSense.LEAD, ColumnSense.SERVICE, ColumnSense.PROBLEM, ColumnSense.PROPOSAL}
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
    in the group of highways is the total of that.
    """
    first = next((cell for cell in cells[:3] if _MAYBE.search(cell) and _SUM.fullmatch(cell)), None)
    filled = [cell for cell in cells if cell]
    if first is None or not (len(filled) == 1 or any(FIGURE.fullmatch(cell) for cell in filled)):
        return None
    naming = _NAMING if _says_only_total(first, filled) else _NAMING | _OF_AN_IDEA
    if any(sense in naming and cell not in {"", first} for cell, sense in zip(cells, senses, strict=True)):
        return None
    found = _SUM.fullmatch(first)
    return (TOTAL if found and found["total"] else PART_OF_TOTAL), first


def _says_only_total(first: str, filled: Sequence[str]) -> bool:
    """Whether the words of a cell say no more than that it is a total, and of what in the cells beside it."""
    beside = {word for cell in filled if cell != first for word in heading_words(cell)}
    return all(word in _OF_SUMS or word in beside or word.isdigit() for word in heading_words(first))
