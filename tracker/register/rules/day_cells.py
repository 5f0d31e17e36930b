"""Days as registers name them beside the forms of the exchange: quarters, halves, seasons, spans, the month first."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import NamedTuple

from tracker.exchange.rules.cells import read_cell
from tracker.exchange.rules.days import last_day
from tracker.exchange.words import BadCellError, CellKind, CellReading, SheetColumn, quote
from tracker.register.words import ColumnSense

DAY, START = SheetColumn("day", CellKind.DATE), SheetColumn("day", CellKind.START)
ENDS = frozenset({ColumnSense.MONEY_END, ColumnSense.REVIEW, ColumnSense.RAISED})  # these count from their last day
FAR_BACK, FAR_AHEAD, FAR_END = 20, 10, 40  # years from now: what lies farther away may be a slip
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
DECEMBER, YEAR_DIGITS = 12, 4
_WHICH = r"(?P<fy>FY ?)?(?P<year>\d{4}|\d{2})(?: ?[/–—-] ?(?P<ending>\d{4}|\d{2}))?"
_PART = r"(?P<kind>Q|qtr|quarter|H|half) ?(?P<part>[1-4])"
_PARTS = [
    re.compile(look, re.ASCII | re.IGNORECASE)
    for look in (
        rf"{_PART}(?:[ ,:/-]+|(?= ?FY)){_WHICH}",
        rf"{_WHICH}[ ,:/-]*{_PART}",
        rf"(?P<kind>spring|summer|autumn|winter)(?P<part>)[ ,]+{_WHICH}",
    )
]
_FINANCIAL = re.compile(r"FY ?(\d{4}|\d{2})", re.ASCII | re.IGNORECASE)
_RUN_ON = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_SHORT = re.compile(r"(\d{1,2})/(\d{2})", re.ASCII)
_LONG_STROKES = re.compile(r"(\d{1,4})[–—−](\d{1,2})[–—−](\d{1,4})", re.ASCII)
_SPAN = re.compile(
    r"(?:from )?(?P<first>.+?)"
    r"(?: (?:-|–|—|to|until) | ?[–—] ?|(?<=[a-z])-(?=[a-z])|(?<=^\d{4})-(?=\d{4}$))(?P<last>.+)",
    re.IGNORECASE,
)
STROKED = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.]((?:\d{4}|\d{2})(?!\d).*)", re.ASCII | re.DOTALL)


class UnclearYearError(BadCellError):
    """A financial year by one number: it may be the one that begins in that year, or the one that ends in it."""


class Months(NamedTuple):
    """Some months, the first and the last of them as "2024-07", and what they are in words."""

    first: str
    last: str
    what: str


def day_first(cell: str, *, today: date) -> CellReading | None:
    """Read a day whose month stands first; any other cell is none."""
    if not (found := STROKED.fullmatch(cell.strip())):
        return None
    try:
        stated = read_cell(DAY, f"{found[2]}/{found[1]}/{found[3]}", today=today).cell
    except BadCellError:
        return None
    return CellReading(stated, "month first", f"read as {_in_words(stated)}")


def read_register_day(cell: str, *, starts: bool, today: date) -> CellReading:
    """Read a day, or what names some months, by where these start or end. Raises BadCellError that says why not."""
    text = " ".join(cell.split())
    if found := _LONG_STROKES.fullmatch(text):
        text = "-".join(found.groups())
    try:
        return read_cell(START if starts else DAY, text, today=today)
    except BadCellError:
        for read in (_run_on, _month, _months, _span):
            if reading := read(text, starts=starts, today=today):
                return reading
        raise


def is_far(stated: str, *, ends: bool, today: date) -> bool:
    """Whether a day lies so far from now that it may be a slip."""
    day = last_day(stated)
    return day is not None and not -FAR_BACK <= day.year - today.year <= (FAR_END if ends else FAR_AHEAD)


def _run_on(text: str, *, starts: bool, today: date) -> CellReading | None:  # noqa: ARG001 - one of several readings
    """Read a day without strokes, as programs write it."""
    if not (found := _RUN_ON.fullmatch(text)):
        return None
    try:
        day = date(*map(int, found.groups()))
    except ValueError:
        return None
    return _told(text, day.isoformat(), "day run on", f"{day.day} {day:%B %Y}")


def _month(text: str, *, starts: bool, today: date) -> CellReading | None:  # noqa: ARG001
    """Read a month and a year of two digits, where these can be neither a month nor the end of a financial year."""
    found = _SHORT.fullmatch(text)
    if not found or not 1 <= int(found[1]) <= DECEMBER < int(found[2]):
        return None
    stated = f"{_full(found[2], today)}-{int(found[1]):02}"
    return _told(text, stated, "day month, short", _in_words(stated))


def _months(text: str, *, starts: bool, today: date) -> CellReading | None:
    """Read a quarter, a half or a season by the month in which it starts or ends."""
    if found := _FINANCIAL.fullmatch(text):
        year = _full(found[1], today)
        either = f"{year - 1}/{year % 100:02} or {year}/{(year + 1) % 100:02}"
        raise UnclearYearError(f"{quote(text)} may be the financial year {either}: write the one that it is")
    if not (months := _named_months(text, today)):
        return None
    stated, where = (months.first, "start") if starts else (months.last, "end")
    return _told(text, stated, f"day {months.what} {where}", f"{_in_words(stated)}, the {where} of {months.what}")


def _named_months(text: str, today: date) -> Months | None:
    found = next((one for look in _PARTS if (one := look.fullmatch(text))), None)
    if not found:
        return None
    year, ending, kind = _full(found["year"], today), found["ending"], found["kind"].lower()
    if (ending and not f"{year + 1}".endswith(ending)) or (found["fy"] and not ending):
        return None
    of_year = "the financial year" if ending else "the calendar year"
    if kind in SEASONS:
        in_next = ending and kind == "spring"  # a spring of two years is the one that both have no part in
        return None if in_next or (ending and kind == "summer") else _run(year, SEASONS[kind], 3, f"that {kind}")
    length, what = (6, "half") if kind in {"h", "half"} else (3, "a quarter of")
    if int(found["part"]) * length > DECEMBER:
        return None
    begins = (4 if ending else 1) + length * (int(found["part"]) - 1)
    return _run(year, begins, length, f"{what} {of_year}")


def _run(year: int, month: int, length: int, what: str) -> Months:
    """Some months in a row, the first counted from January of a year."""
    first, last = year * DECEMBER + month - 1, year * DECEMBER + month + length - 2
    begins, ends = (f"{one // DECEMBER:04}-{one % DECEMBER + 1:02}" for one in (first, last))
    return Months(begins, ends, what)


def _span(text: str, *, starts: bool, today: date) -> CellReading | None:
    """Read two days with a stroke between them by the first of them, or the last."""
    if not (found := _SPAN.fullmatch(text)):
        return None
    first, last = found["first"], found["last"]
    if not re.search(r"\d{2}", first) and (year := re.search(r"\d{4}$|\d{2}$", last)):
        first = f"{first} {year[0]}"
    try:
        ends = [read_cell(START if starts else DAY, one, today=today).cell for one in (first, last)]
        days = [last_day(one) for one in ends]
    except BadCellError:
        return None
    if None in days or days[0] > days[1]:  # type: ignore[operator]
        return None
    stated, where = (ends[0], "first") if starts else (ends[1], "last")
    return _told(text, stated, f"day span {where}", f"{_in_words(stated)}, the {where} of what it names")


def _full(digits: str, today: date) -> int:
    return int(digits) if len(digits) == YEAR_DIGITS else today.year // 100 * 100 + int(digits)


def _in_words(stated: str) -> str:
    """A stated date in words: "1 July 2024", "July 2024", or as it stands."""
    year, _, rest = stated.partition("-")
    month, _, day = rest.partition("-")
    if not month:
        return stated
    return " ".join(filter(None, (str(int(day)) if day else "", calendar.month_name[int(month)], year)))


def _told(text: str, stated: str, manner: str, words: str) -> CellReading:
    last_day(stated)
    return CellReading(stated, manner, f"{quote(text)} read as {words}")
