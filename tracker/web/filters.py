"""How dates, ages and money read: the same on every page. Pure, apart from asking the clock for today."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from flask import Flask
from markupsafe import Markup

from tracker import clock, direction
from tracker.value import in_pounds
from tracker.wording import capital, in_words, stopped, told_in, with_article

NBSP = "\N{NO-BREAK SPACE}"
NAMELESS = "A draft without a name"  # its title where one is kept as it is typed
TWO_MONTHS = 61
TWO_YEARS = 730
DAYS_IN_MONTH = 30.4375
DAYS_IN_YEAR = 365.25


def _as_date(value: date | datetime) -> date:
    return clock.day_of(value) if isinstance(value, datetime) else value


def day(value: date | datetime | None, *, weekday: bool = False, short: bool = False) -> str:
    """A date as "3 October", with the year where it is not this one; a moment by its day in Europe/London."""
    return "" if value is None else _day(_as_date(value), clock.today().year, weekday, short)


@functools.lru_cache(maxsize=8192)
def _day(when: date, this_year: int, weekday: bool, short: bool) -> str:  # noqa: FBT001 - a key of what is kept
    words = f"{when.day}{NBSP}{when.strftime('%b' if short else '%B')}"
    if weekday:
        words = f"{when.strftime('%a' if short else '%A')} {words}"
    return words if when.year == this_year else f"{words} {when.year}"


def clock_time(value: datetime | None) -> str:
    """The time of day of a moment in Europe/London, as "07:30"."""
    return f"{value.astimezone(clock.LONDON):%H:%M}" if value else ""


@functools.lru_cache(maxsize=8192)
def _given_month(year: int, month: int, short: bool) -> str:  # noqa: FBT001 - a key of what is kept
    return date(year, month, 1).strftime("%b" if short else "%B")


def given_day(value: str | None, *, short: bool = False) -> str:
    """A date as it was given: "2007" stays, "2007-05" is "May 2007", a whole one reads as any day; words stay words."""
    parts = (value or "").split("-")
    try:
        whole = [int(part) for part in parts]
        if len(parts) == len(("year", "month", "day")):
            return day(date(*whole), short=short)
        return f"{_given_month(whole[0], whole[1], short)} {parts[0]}" if whole[1:] else parts[0]
    except (OverflowError, ValueError, TypeError):
        return value or ""


def day_range(start: date | None, end: date | None) -> str:
    """Two dates as "3 to 9 October", "3 October to 4 November 2027"; one alone as "from" or "until"."""
    if start is None or end is None or start == end:
        return _open_range(start, end)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {day(end)}"
    if start.year == end.year:
        return f"{start.day}{NBSP}{start.strftime('%B')} to {day(end)}"
    return f"{start.day}{NBSP}{start.strftime('%B')} {start.year} to {end.day}{NBSP}{end.strftime('%B')} {end.year}"


def _open_range(start: date | None, end: date | None) -> str:
    if start and end:
        return day(start)
    if start:
        return f"from {day(start)}"
    return f"until {day(end)}" if end else ""


def ago_days(value: date | datetime | None, today: date | None = None) -> str:
    """An age in words: today, yesterday, "50 days", "5 months" (from two months), "3 years" (from two years).

    Whoever asks it of many rows gives it the day.
    """
    return "" if value is None else _ago(_as_date(value), today or clock.today())


@functools.lru_cache(maxsize=4096)
def _ago(value: date, today: date) -> str:
    days = (today - value).days
    if days <= 1:
        return {0: "today", 1: "yesterday"}.get(days, day(value))
    if days < TWO_MONTHS:
        return f"{days}{NBSP}days"
    if days < TWO_YEARS:
        return f"{round(days / DAYS_IN_MONTH)}{NBSP}months"
    return f"{int(days / DAYS_IN_YEAR)}{NBSP}years"


def ago(value: date | datetime | None) -> str:
    """How long ago, in words: today, yesterday, "50 days ago"; a day to come reads as a day."""
    words = ago_days(value)
    return f"{words} ago" if words[:1].isdigit() and words[-1:] == "s" else words


def money(value: Decimal | float | None) -> str:
    """Pounds as "£18,000" or "£212.50"; less than nothing as "-£40"; not known as ""."""
    if value is None:
        return ""
    return in_pounds(Decimal(str(value)))


def of_four(mean: Decimal | float | None) -> str:
    """A mean of 0 to 4, without a needless ".0": "2.6 of 4"; "not enough to say" where there is none."""
    return "not enough to say" if mean is None else f"{float(round(Decimal(mean), 1)):g} of 4"


def plural(count: int, one: str, many: str | None = None) -> str:
    """A count with its noun: "1 idea", "2 ideas", "1,204 ideas", "2 councils" or "3 people" (the plural given)."""
    return f"{count:,}{NBSP}{one if count == 1 else many or one + 's'}"


def lines(text: str | None) -> Markup:
    """What somebody typed, its line breaks kept and everything else escaped."""
    return _BREAK.join(direction.hold((text or "").strip()).splitlines())


_BREAK = Markup("<br>")
FILTERS: dict[str, Callable[..., str]] = {
    "day": day,
    "given_day": given_day,
    "clock_time": clock_time,
    "day_range": day_range,
    "ago": ago,
    "ago_days": ago_days,
    "money": money,
    "of_four": of_four,
    "plural": plural,
    "capital": capital,
    "in_words": in_words,
    "lines": lines,
    "stopped": stopped,
    "told_in": told_in,
    "with_article": with_article,
}


def init(app: Flask) -> None:
    """Give every template the filters."""
    app.jinja_env.filters.update(FILTERS)
