"""The one place that asks the time, and what a working day is.

Today is the day in Europe/London. `at` pins the clock, for tests and for telling a demonstration's past.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from govuk_bank_holidays.bank_holidays import BankHolidays

LONDON = ZoneInfo("Europe/London")
DIVISIONS = {
    "england": BankHolidays.ENGLAND_AND_WALES,
    "wales": BankHolidays.ENGLAND_AND_WALES,
    "scotland": BankHolidays.SCOTLAND,
    "northern_ireland": BankHolidays.NORTHERN_IRELAND,
}
SATURDAY = 5

_pinned: ContextVar[datetime | None] = ContextVar("pinned_clock", default=None)


def now() -> datetime:
    """Return this moment, in UTC."""
    return _pinned.get() or datetime.now(UTC)


def today() -> date:
    """Return today's date in Europe/London."""
    return now().astimezone(LONDON).date()


def day_of(moment: datetime) -> date:
    """Return the day in Europe/London on which a moment fell."""
    return moment.astimezone(LONDON).date()


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


@functools.cache
def _holidays(nation: str) -> frozenset[date]:
    days = BankHolidays(use_cached_holidays=True).get_holidays(DIVISIONS[nation])
    return frozenset(day["date"] for day in days)


def is_working_day(day: date, nation: str | None) -> bool:
    """Say whether a day is neither at a weekend nor a bank holiday of the nation (none given: weekends only)."""
    return day.weekday() < SATURDAY and not (nation in DIVISIONS and day in _holidays(nation))


def on_or_after(day: date, nation: str | None) -> date:
    """Return the first working day on or after a day."""
    while not is_working_day(day, nation):
        day += timedelta(days=1)
    return day


def add_working_days(day: date, count: int, nation: str | None) -> date:
    """Return the working day that lies `count` working days after a day; the day itself is 0."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day, nation)
    return day


def working_days_between(start: date, end: date, nation: str | None) -> int:
    """Count the working days after `start` up to and with `end`; the day of the start is 0, never negative."""
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(is_working_day(day, nation) for day in days)
