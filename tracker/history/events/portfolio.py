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
class OptionsStated(Event):
    """It was said how many live options a service expects in three to five years; None where nobody knows."""

    what = "options_stated"
    service: str
    expected: int | None = None
