"""What is answered for the triangle of an idea, and what is said of a portfolio."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.history.events.base import Event


@dataclass(frozen=True)
class ItemAnswered(Event):
    """An item was answered from 0 to 4."""

    what = "item_answered"
    item: str
    value: int


@dataclass(frozen=True)
class ReportWorded(Event):
    """What is said above the report of a quarter was written, or written anew; the words stand with the report."""

    what = "report_worded"
    quarter: str


@dataclass(frozen=True)
class OptionsStated(Event):
    """It was said how many live options a service expects in three to five years; None where nobody knows."""

    what = "options_stated"
    service: str
    expected: int | None = None
