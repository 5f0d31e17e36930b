"""Years, months and days that name the columns of a register: what stands under one is of that time."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.exchange.rules.lines import SheetLine

BEHIND = 8  # rows below a heading that are looked at
_FOUR = re.compile(r"(?:19|20)\d\d", re.ASCII)
_SPAN = re.compile(r"(?:FY ?)?((?:19|20)?\d\d) ?[/–—-] ?((?:19|20)?\d\d)", re.ASCII | re.IGNORECASE)
_DAY = re.compile(
    r"(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])(?:[-/.]\d{1,2})?(?: 00:00:00)?"  # as a workbook says it, too
    r"|\d{1,2}([-/. ])(?:0?[1-9]|1[0-2])\1(?:(?:19|20)\d\d|\d\d)|(?:0?[1-9]|1[0-2])[-/](?:19|20)\d\d",
    re.ASCII,
)
_NAME = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?)"
)
_NAMED = re.compile(
    rf"(?:FY ?\d\d|(?:\d{{1,2}}(?:st|nd|rd|th)?[ -])?{_NAME}\.?[ /'’-]*(?:\d{{2}}|\d{{4}})?|(?:Q|qtr|quarter) ?[1-4]"
    r"(?:[ ,:/-]+(?:FY ?)?\d[\d /–-]*)?|(?:FY ?)?\d[\d/–-]* (?:Q|qtr|quarter) ?[1-4])",
    re.ASCII | re.IGNORECASE,
)
_ONE_DAY = re.compile(rf"\d{{1,2}}(?:st|nd|rd|th)?[ -]{_NAME}\.?[ ,/'’-]+\d{{2,4}}", re.ASCII | re.IGNORECASE)
_CLOCK = re.compile(r"[T ]\d{1,2}:\d\d.*")
_PART_OF_DAY = re.compile(
    rf"(?:19|20)\d\d|\d{{1,2}}(?:st|nd|rd|th)?[-/. ]+(?:of )?(?:\d{{1,2}}|{_NAME})\b|\b{_NAME}\b|\d{{5}}"
    r"|\b(?:Q[1-4]|quarter|spring|summer|autumn|winter)\b",
    re.ASCII | re.IGNORECASE,
)
_WITHIN = re.compile(r"\b(?:19|20)\d\d(?: ?[/–—-] ?(?:(?:19|20)?\d\d))?\b", re.ASCII)


def is_period(cell: str) -> bool:
    """Whether a cell is a year, a financial year, a quarter, a month or a day, and no more than that."""
    text = " ".join(cell.split())
    return bool(_NAMED.fullmatch(text)) or is_period_in_figures(text)


def is_day(cell: str) -> bool:
    """Whether a cell is a day, or a month in figures, at whatever time of it."""
    text = _CLOCK.sub("", " ".join(cell.split()))
    return bool(_DAY.fullmatch(text) or _ONE_DAY.fullmatch(text))


def may_tell_a_day(cell: str) -> bool:
    """Whether a cell tells something of a day: a year, a month, figures with a stroke, a day number, a season."""
    return bool(_PART_OF_DAY.search(cell))


def period_in(heading: str) -> str:
    """The time that a heading names, such as the financial year in "2026/27 saving"; nothing where it names none."""
    text = " ".join(heading.rpartition(": ")[2].split())
    if is_period(text):
        return text
    found = _WITHIN.search(text)
    return found[0] if found and is_period_in_figures(found[0]) else ""


def is_period_in_figures(cell: str) -> bool:
    """Whether a cell of figures is a year, a financial year, a month or a day, and no amount."""
    text = " ".join(cell.split())
    if span := _SPAN.fullmatch(text):
        first, last = span.groups()
        return int(last[-2:]) == (int(first[-2:]) + 1) % 100 or bool(_DAY.fullmatch(text))
    return bool(_FOUR.fullmatch(text) or _DAY.fullmatch(text))


def names_periods(row: Sequence[str], behind: Sequence[SheetLine]) -> bool:
    """Whether each time in a row names a column: what stands below it is something else than a time, mostly."""
    for place in (place for place, cell in enumerate(row) if is_period_in_figures(cell)):
        below = [line.cells[place] for line in behind[:BEHIND] if line.cells[place : place + 1] not in ([], [""])]
        if not behind or sum(map(is_period_in_figures, below)) * 2 > len(below):
            return False
    return True
