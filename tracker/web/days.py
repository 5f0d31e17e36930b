"""A day in one field, as people write it: 18/12/2026, 18 December 2026, 18 Dec 2026, 2026-12-18.

Where a month or a year will do, it is written in the same field: December 2026, 12/2026, 2026-12, 2026.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from wtforms import StringField

from tracker.clock import OUT_OF_RANGE, may_be_named
from tracker.web.filters import NBSP, given_day

WAYS = ("%d/%m/%Y", "%d %m %Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d", "%d/%m/%y")

GIVEN_WAYS = (
    *((way, "%Y-%m") for way in ("%B %Y", "%b %Y", "%m/%Y", "%m.%Y", "%Y-%m")),
    ("%Y", "%Y"),
)


class DayField(StringField):  # type: ignore[misc]  # WTForms ships no types
    """A day, or None where nothing was written. What is none, or none to be named, is an error and stays as typed."""

    data: date | None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data.day} {self.data:%B %Y}" if self.data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the day that was written."""
        typed = " ".join(str(valuelist[0]).replace(",", " ").split()) if valuelist else ""
        self.data = read_day(typed)
        if typed and self.data is None:
            msg = "Write a day like 18 December 2026"
            raise ValueError(msg)
        if self.data and not may_be_named(self.data):
            self.data = None
            raise ValueError(OUT_OF_RANGE)


class GivenDayField(StringField):  # type: ignore[misc]  # WTForms ships no types
    """A day, a month or a year, kept as exactly as it was given: "2026-12-18", "2026-12", "2026"; "" for nothing."""

    data: str | None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return given_day(self.data).replace(NBSP, " ")

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was written."""
        typed = " ".join(str(valuelist[0]).replace(",", " ").split()) if valuelist else ""
        self.data = read_given(typed)
        if typed and not self.data:
            msg = "Write a day like 18 December 2026, a month like December 2026, or a year"
            raise ValueError(msg)
        if self.data and not may_be_named(date(int(self.data[:4]), 1, 1)):
            self.data = None
            raise ValueError(OUT_OF_RANGE)


def read_given(typed: str) -> str:
    """Read a day, a month or a year in any of the usual ways, as exactly as it was given; "" where it is none."""
    if day := read_day(typed):
        return day.isoformat()
    for way, kept in GIVEN_WAYS:
        try:
            return datetime.strptime(typed, way).strftime(kept)  # noqa: DTZ007 - a month has no time zone
        except ValueError:
            continue
    return ""


def read_day(typed: str) -> date | None:
    """Read a day in any of the usual ways; None where it is none."""
    for way in WAYS:
        try:
            return datetime.strptime(typed, way).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return None
