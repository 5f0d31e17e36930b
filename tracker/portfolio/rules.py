"""What a quarter is, and which of its days a report is about. Pure, given the day."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

_WRITTEN = re.compile(r"(\d{4})-q([1-4])", re.ASCII)
MONTHS, QUARTERS = 3, 4
EARLIEST = 1901  # a year before its first day there are days, too


class Quarter(NamedTuple):
    """A quarter of a calendar year; its number runs from 1 to 4."""

    year: int
    number: int

    @property
    def word(self) -> str:
        """The quarter as an address names it: 2026-q3."""
        return f"{self.year}-q{self.number}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, MONTHS * (self.number - 1) + 1, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.later(1).first - timedelta(days=1)

    @property
    def name(self) -> str:
        """The quarter as people say it: July to September 2026."""
        return f"{self.first:%B} to {self.last:%B} {self.year}"

    def later(self, quarters: int) -> Quarter:
        """The quarter so many after it, or before it where they are negative."""
        year, place = divmod(QUARTERS * self.year + self.number - 1 + quarters, QUARTERS)
        return Quarter(year, place + 1)

    def has_ended(self, today: date) -> bool:
        """Whether its last day is over."""
        return today > self.last


def quarter_of(day: date) -> Quarter:
    """The quarter that a day lies in."""
    return Quarter(day.year, (day.month - 1) // MONTHS + 1)


def read_quarter(word: str, *, today: date) -> Quarter | None:
    """Read a quarter as an address names it; None for none, and for one that has not begun."""
    written = _WRITTEN.fullmatch(word)
    if written is None or int(written[1]) < EARLIEST:
        return None
    found = Quarter(int(written[1]), int(written[2]))
    return found if found <= quarter_of(today) else None
