"""The one place that asks the time, and what a working day is.

Today is the day in Europe/London. `at` pins the clock, for tests and for telling a demonstration's past.
"""

from __future__ import annotations

import functools
import time
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from datetime import time as time_of_day
from typing import NamedTuple
from zoneinfo import ZoneInfo

from govuk_bank_holidays.bank_holidays import BankHolidays

from config import days_off
from config.settings import SettingsError, settings

LONDON = ZoneInfo("Europe/London")
DIVISIONS = {
    "england": BankHolidays.ENGLAND_AND_WALES,
    "wales": BankHolidays.ENGLAND_AND_WALES,
    "scotland": BankHolidays.SCOTLAND,
    "northern_ireland": BankHolidays.NORTHERN_IRELAND,
}
SATURDAY = 5
SECONDS_IN_HOUR = 3600

# The days that a record may name: before the oldest case and after the longest plan. Forms, case files and the columns
# of the database (migrations/0014) hold to them, so that no arithmetic of days ends beyond the calendar.
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
_FIRST, _LAST = EARLIEST.toordinal(), LATEST.toordinal()
OUT_OF_RANGE = f"Write a day between {EARLIEST.year} and {LATEST.year}"

_pinned: ContextVar[datetime | None] = ContextVar("pinned_clock", default=None)


def now() -> datetime:
    """Return this moment, in UTC."""
    return _pinned.get() or datetime.now(UTC)


def unpinned() -> datetime:
    """Return this moment as the machine's clock says it, also where ours is pinned: to hold two clocks together."""
    return datetime.now(UTC)


def today() -> date:
    """Return today's date in Europe/London."""
    pinned = _pinned.get()
    return day_of(pinned) if pinned else _day_in(int(time.time()) // SECONDS_IN_HOUR)


@functools.lru_cache(maxsize=1)
def _day_in(hour: int) -> date:
    """The day in Europe/London in an hour since 1970: there a day begins with an hour, and a page asks often."""
    return day_of(datetime.fromtimestamp(hour * SECONDS_IN_HOUR, UTC))


def day_of(moment: datetime) -> date:
    """Return the day in Europe/London on which a moment fell."""
    return moment.astimezone(LONDON).date()


def start_of(day: date) -> datetime:
    """Return the moment at which a day begins in Europe/London: what a moment is compared with to ask for its day."""
    return datetime.combine(day, time_of_day(), LONDON).astimezone(UTC)


def may_be_named(day: date) -> bool:
    """Say whether a record may name a day: none does before 1900 or after 2199."""
    return EARLIEST <= day <= LATEST


def spoken(day: date, *, today: date) -> str:
    """A date as it is said: "3 October", with the year where it is not this one."""
    return f"{day.day} {day:%B}" if day.year == today.year else f"{day.day} {day:%B %Y}"


def days_after(day: date, count: int) -> date:
    """Return the day so many days after another, or before it; none that a record may not name."""
    return date.fromordinal(min(max(day.toordinal() + count, _FIRST), _LAST))


@contextmanager
def at(moment: datetime | date) -> Iterator[None]:
    """Pin the clock to a moment, or to noon of a day, inside the block."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, 12, tzinfo=LONDON)
    token = _pinned.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _pinned.reset(token)


class DaysOff(NamedTuple):
    """The bank holidays of a nation that take away a working day, in order, and the working days up to each."""

    days: list[date]
    worked: list[int]


def _own_days() -> list[days_off.DayOff]:
    """The days off that the setting names; rules that run without any settings have none."""
    try:
        path = settings().days_off_file
    except SettingsError:
        return []
    return days_off.read(path) if path else []


def _bank_holidays(nation: str | None) -> list[date]:
    """The bank holidays of a nation as they are known here; none for one that is not known."""
    if nation not in DIVISIONS:
        return []
    given = BankHolidays(use_cached_holidays=True).get_holidays(DIVISIONS[nation])
    return [holiday["date"] for holiday in given]


def holidays_known_until() -> date:
    """Return the last day until which the bank holidays of every nation are known, those of the setting among them."""
    own = _own_days()
    named = {nation: [each.day for each in own if each.nation in {None, nation}] for nation in DIVISIONS}
    return min(max([*_bank_holidays(nation), *days]) for nation, days in named.items())


@functools.cache
def _days_off(nation: str | None) -> DaysOff:
    """Return what a nation has off besides weekends: its bank holidays, and the days that this installation names."""
    named = {own.day for own in _own_days() if own.nation in {None, nation}}
    days = sorted(day for day in named.union(_bank_holidays(nation)) if day.weekday() < SATURDAY)
    return DaysOff(days, [_weekdays(day) - place for place, day in enumerate(days, start=1)])


def _weekdays(day: date) -> int:
    """Count the weekdays up to a day and with it, from the first Monday of the calendar, 1 January of the year 1."""
    weeks, rest = divmod(day.toordinal() - 1, 7)
    return SATURDAY * weeks + min(rest + 1, SATURDAY)


def _working_days(day: date, nation: str | None) -> int:
    """Count the working days up to a day and with it."""
    return _weekdays(day) - bisect_right(_days_off(nation).days, day)


def is_working_day(day: date, nation: str | None) -> bool:
    """Say whether a day is neither at a weekend nor a bank holiday of the nation (none given: weekends only)."""
    if day.weekday() >= SATURDAY:
        return False
    days = _days_off(nation).days
    place = bisect_left(days, day)
    return place == len(days) or days[place] != day


def on_or_after(day: date, nation: str | None) -> date:
    """Return the first working day on or after a day."""
    return day if is_working_day(day, nation) else add_working_days(day, 1, nation)


def add_working_days(day: date, count: int, nation: str | None) -> date:
    """Return the working day that lies `count` working days after a day; the day itself is 0.

    Where the calendar ends before it does, its last day.
    """
    if count <= 0:
        return day
    wanted = _working_days(day, nation) + count
    weekday = wanted + bisect_left(_days_off(nation).worked, wanted)  # so many weekdays, those off among them
    weeks, rest = divmod(weekday - 1, SATURDAY)
    return date.fromordinal(min(7 * weeks + rest + 1, date.max.toordinal()))


def working_days_between(start: date, end: date, nation: str | None) -> int:
    """Count the working days after `start` up to and with `end`; the day of the start is 0, never negative."""
    return max(0, _working_days(end, nation) - _working_days(start, nation))
