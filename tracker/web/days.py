"""A day in one field, as people write it: 18/12/2026, 18 December 2026, 18 Dec 2026, 2026-12-18."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from wtforms import StringField

from tracker.clock import OUT_OF_RANGE, may_be_named

WAYS = ("%d/%m/%Y", "%d %m %Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d", "%d/%m/%y")


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


def read_day(typed: str) -> date | None:
    """Read a day in any of the usual ways; None where it is none."""
    for way in WAYS:
        try:
            return datetime.strptime(typed, way).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return None
