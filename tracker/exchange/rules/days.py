"""Days as people write them: the day first, the month by its name or number, a financial year by its stroke.

One form comes out of every way of writing: YYYY, YYYY-MM, YYYY-MM-DD, or YYYY/YY for a financial year.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime
from typing import NamedTuple

from tracker.clock import EARLIEST, LATEST, LONDON, may_be_named
from tracker.exchange.words import BadCellError, CellReading, quote

NAMES = [name.lower() for name in calendar.month_name]
FAR_AHEAD = 10  # a year of two digits lies up to so many years ahead, else in the last century
CENTURY = 100
SHORTEST_NAME = 3  # letters of a month's name
DECEMBER = 12

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_FINANCIAL = re.compile(r"(\d{4})/(\d{2})", re.ASCII)
_SPAN = re.compile(r"(FY ?)?(\d{4}|\d{2}) ?([/\-–—]) ?(\d{4}|\d{2})", re.ASCII | re.IGNORECASE)
_TIME = re.compile(
    r"(?P<day>.*\d)(?:T|,? )\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]m)?"
    r"(?P<zone> ?(?:Z|UTC|GMT|BST|[+-]\d{2}:?\d{2}))?",
    re.ASCII | re.IGNORECASE,
)
_WHEN_BACKWARD = re.compile(r"(\d{4})[-/. ](\d{1,2})(?:[-/. ](\d{1,2}))?", re.ASCII)
_WHEN_FORWARD = re.compile(r"(\d{1,2}) ?[-/. ] ?(\d{1,2}) ?[-/. ] ?(\d{4}|\d{2})", re.ASCII)
_WHEN_SHORT = re.compile(r"(\d{1,2})[-/.](\d{4})", re.ASCII)
_NAMED = r"(?:st|nd|rd|th)?(?: of)?[ \-/.]*([a-z]{3,9})\.?[ \-/,.]*"
_WHEN_NAMED = re.compile(rf"(\d{{1,2}}){_NAMED}(\d{{4}}|'?\d{{2}})", re.ASCII | re.IGNORECASE)
_WHEN_AMERICAN = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", re.ASCII | re.IGNORECASE)
_WHEN_ROUGH = re.compile(r"([a-z]{3,9})\.?[ \-/,.']*(\d{4}|\d{2})", re.ASCII | re.IGNORECASE)
_WHEN_SORTED = re.compile(r"(\d{4})[ \-/.]([a-z]{3,9})(?:[ \-/.](\d{1,2}))?", re.ASCII | re.IGNORECASE)
_WHEN_OPEN = re.compile(rf"\d{{1,2}}{_NAMED}", re.ASCII | re.IGNORECASE)
_WHICH_OF_WEEK = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? ", re.ASCII | re.IGNORECASE)
_EXCEL_NUMBER = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
_POINT_NOUGHT = re.compile(r"(\d{4})\.0+", re.ASCII)


class CalendarParts(NamedTuple):
    """A year, and its month and day where they are said."""

    year: int
    month: int | None = None
    day: int | None = None


def last_day(stated: str | None) -> date | None:
    """The day a stated date counts from: its last one ("2007" counts from 31 December 2007). Raises BadCellError."""
    if not stated:
        return None
    if year := _financial_year(stated):
        return date(year + 1, 3, 31)
    if not (form := _ISO.fullmatch(stated)):
        raise BadCellError(f"{quote(stated)} is not a date: write YYYY, YYYY-MM or YYYY-MM-DD")
    stated_year, month, day = (None if part is None else int(part) for part in form.groups())
    return _last(CalendarParts(stated_year or 0, month, day), stated)


def first_day(stated: str) -> date | None:
    """The first day that a stated date may mean."""
    last = last_day(stated)
    if last is None or len(stated) == len("2007-05-01"):
        return last
    return start_day(stated) if "/" in stated else last.replace(day=1, month=last.month if "-" in stated else 1)


def start_day(stated: str | None) -> date | None:
    """The day from which something that starts counts: of a financial year its 1 April. Raises BadCellError."""
    year = _financial_year(stated or "")
    return date(year, 4, 1) if year else last_day(stated)


def read_day(given: str, *, today: date, starts: bool = False) -> CellReading:
    """Read a day as somebody in the United Kingdom writes it. Raises BadCellError that says what is wrong with it."""
    text = " ".join(given.split())
    if (iso := _ISO.fullmatch(text)) and not (iso[2] and not iso[3] and not 1 <= int(iso[2]) <= DECEMBER):
        return _plain(text)
    if found := _TIME.fullmatch(text):
        return _moment(text, found, today=today, starts=starts)
    if reading := _span(text, today=today, starts=starts):
        return reading
    form, parts = _parts(_WHICH_OF_WEEK.sub("", text, count=1), today=today)
    _last(parts, text)
    cell = "-".join(f"{part:02}" for part in parts if part is not None)
    return CellReading(cell, f"day {form}", f"{quote(given)} read as {_in_words(parts)}")


# --- as it counts -----------------------------------------------------------------------------------------------------
def _financial_year(stated: str) -> int | None:
    """The year in which a financial year begins, where that is what is stated."""
    form = _FINANCIAL.fullmatch(stated)
    return int(form[1]) if form and _follows(int(form[1]), form[2]) else None


def _follows(year: int, ending: str) -> bool:
    """Whether a year, by two digits or four, is the next one."""
    return f"{year + 1:04}".endswith(ending)


def _last(parts: CalendarParts, given: str) -> date:
    """The last day of what was stated. Raises BadCellError where the calendar, or a record, has none such."""
    month = DECEMBER if parts.month is None else parts.month
    try:
        last = calendar.monthrange(parts.year, month)[1]
        day = date(parts.year, month, last if parts.day is None else parts.day)
    except ValueError:
        raise BadCellError(f"{quote(given)} is not a day of the calendar") from None
    if not may_be_named(day):
        raise BadCellError(f"{quote(given)} lies outside the years {EARLIEST.year} to {LATEST.year}")
    return day


# --- as it is written -------------------------------------------------------------------------------------------------
def _plain(text: str) -> CellReading:
    """Take a date in its one form; a month that may as well be a financial year is told."""
    last_day(text)
    year, _, month = text.partition("-")
    if month and "-" not in month and _follows(int(year), month):
        told = f"{quote(text)} read as {_in_words(CalendarParts(int(year), int(month)))}"
        return CellReading(text, "day month", f"{told}; if this is a financial year, write {year}/{month}")
    return CellReading(text)


def _moment(text: str, found: re.Match[str], *, today: date, starts: bool) -> CellReading:
    """Take the day of a moment; of one with a time zone, the day that it was in London."""
    reading = read_day(found["day"], today=today, starts=starts)
    zone = (found["zone"] or "").strip().upper()
    if zone not in {"", "GMT", "BST"} and len(reading.cell) == len("2019-04-01"):
        try:
            moment = datetime.fromisoformat(text.upper().replace("UTC", "Z").replace(" Z", "Z"))
        except ValueError:
            raise BadCellError(f"{quote(text)} is not a date: write YYYY-MM-DD") from None
        day = moment.astimezone(LONDON).date()
        reading = CellReading(day.isoformat())
    if len(reading.cell) < len("2019-04-01"):
        raise BadCellError(f"{quote(text)} is not a date: write YYYY-MM-DD")
    words = _in_words(CalendarParts(*(int(part) for part in reading.cell.split("-"))))
    return CellReading(reading.cell, "day moment", f"{quote(text)} read as {words}")


def _span(text: str, *, today: date, starts: bool) -> CellReading | None:
    """Read two years with a stroke between them as a financial year, where they can be nothing else."""
    if not (found := _SPAN.fullmatch(text)):
        return None
    named, first, stroke, ending = found.groups()
    short = len(first) != len("2009")
    year = _full_year(first, today=today) if short else int(first)
    follows = _follows(year, ending)
    if short and (not follows or len(ending) != len(first)):
        return None
    if short and not named and int(first) <= DECEMBER:
        told = f"{quote(text)} may be the financial year {year}/{ending} or a month: write {year}/{ending} or YYYY-MM"
        raise BadCellError(told)
    if not follows:
        return _no_financial_year(text, year, ending, stroke)
    words, end = (f"1 April {year}", "start") if starts else (f"31 March {year + 1}", "end")
    told = f"{quote(text)} read as {words}, the {end} of a financial year"
    if not may_be_named(date(year + 1, 3, 31)) or not may_be_named(date(year, 4, 1)):
        raise BadCellError(f"{quote(text)} lies outside the years {EARLIEST.year} to {LATEST.year}")
    return CellReading(f"{year}/{(year + 1) % CENTURY:02}", f"day year {end}", told)


def _no_financial_year(text: str, year: int, ending: str, stroke: str) -> CellReading | None:
    """Leave a year and a month to be read as such; refuse other years with a stroke between them."""
    if len(ending) == len("09") and 1 <= int(ending) <= DECEMBER and stroke in "/-":
        return None
    last = f"{year}-{ending}" if len(ending) == len("09") else ""
    if last and not int(ending):
        raise BadCellError(f"{quote(text)} is not a day of the calendar")
    raise BadCellError(f"{quote(text)} is no financial year and no month: write one day, such as YYYY-MM-DD")


def _parts(text: str, *, today: date) -> tuple[str, CalendarParts]:
    """Take a date apart: the form in which it is written, and what it says. Raises BadCellError."""
    if found := _WHEN_BACKWARD.fullmatch(text):
        return "by year", CalendarParts(*(int(part) for part in found.groups() if part is not None))
    if found := _WHEN_FORWARD.fullmatch(text):
        day, month, year = found.groups()
        if int(month) > DECEMBER >= int(day):
            raise BadCellError(f"{quote(text)} is not a day of the calendar: the day stands before the month")
        form = "by day" if len(year) == len("2019") else "by day, short"
        return form, CalendarParts(_full_year(year, today=today), int(month), int(day))
    if found := _WHEN_SHORT.fullmatch(text):
        return "by month", CalendarParts(int(found[2]), int(found[1]))
    if found := _POINT_NOUGHT.fullmatch(text):
        return "whole year", CalendarParts(int(found[1]))
    return _named_parts(text, today=today)


def _named_parts(text: str, *, today: date) -> tuple[str, CalendarParts]:
    """Take apart a date whose month is named. Raises BadCellError."""
    if (found := _WHEN_NAMED.fullmatch(text)) and (month := _month(found[2])):
        form = "named" if len(found[3]) == len("2019") else "named, short"
        return form, CalendarParts(_full_year(found[3], today=today), month, int(found[1]))
    if (found := _WHEN_AMERICAN.fullmatch(text)) and (month := _month(found[1])):
        return "named", CalendarParts(int(found[3]), month, int(found[2]))
    if (found := _WHEN_ROUGH.fullmatch(text)) and (month := _month(found[1])):
        form = "named month" if len(found[2]) == len("2019") else "named month, short"
        return form, CalendarParts(_full_year(found[2], today=today), month)
    if (found := _WHEN_SORTED.fullmatch(text)) and (month := _month(found[2])):
        return "named, by year", CalendarParts(int(found[1]), month, int(found[3]) if found[3] else None)
    raise BadCellError(f"{quote(text)} {_fault(text)}")


def _fault(text: str) -> str:
    """Say why a cell is no date."""
    if _EXCEL_NUMBER.fullmatch(text):
        return "is a day number of Excel: format the column as a date"
    if (found := _WHEN_OPEN.fullmatch(text)) and _month(found[1]):
        return "has no year: write YYYY-MM-DD"
    return "is not a date: write YYYY, YYYY-MM or YYYY-MM-DD"


def _month(word: str) -> int | None:
    """The number of a month by its name or the beginning of it."""
    word = "sep" if word.lower() == "sept" else word.lower()
    named = [number for number, name in enumerate(NAMES) if name and name.startswith(word)]
    return named[0] if len(word) >= SHORTEST_NAME and named else None


def _full_year(digits: str, *, today: date) -> int:
    """A year of two digits as 20NN up to ten years ahead, else as 19NN."""
    year = int(digits.strip("'"))
    if len(digits.strip("'")) != len("19"):
        return year
    year += today.year - today.year % CENTURY
    return year if year <= today.year + FAR_AHEAD else year - CENTURY


def _in_words(parts: CalendarParts) -> str:
    """Say a date in words: "1 April 2019", "April 2019", "2019"."""
    month = calendar.month_name[parts.month] if parts.month else ""
    return " ".join(filter(None, (str(parts.day) if parts.day else "", month, str(parts.year))))
