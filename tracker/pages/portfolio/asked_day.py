"""The past day that a page of the portfolio is asked for."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from flask import request

from tracker import clock
from tracker.web.days import read_day


class AskedDay(NamedTuple):
    """The past day that was asked for, None for today; what is wrong with what was typed, and what that was."""

    day: date | None
    wrong: str
    typed: str

    @property
    def until(self) -> date:
        """The day that is looked at."""
        return self.day or clock.today()


def asked_day() -> AskedDay:
    """Read the past day that an address asks for."""
    typed = " ".join(request.args.get("day", "").split())
    day = read_day(typed)
    if typed and (day is None or day < clock.EARLIEST):
        return AskedDay(None, "Write a day like 18 December 2025. Until then here is today.", typed)
    if day and day > clock.today():
        return AskedDay(None, "That day has not come yet: here is today.", typed)
    return AskedDay(None if day == clock.today() else day, "", typed)
