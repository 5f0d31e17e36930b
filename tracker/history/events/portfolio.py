"""What is answered for the triangle of an idea."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.history.events.base import Event


@dataclass(frozen=True)
class ItemAnswered(Event):
    """An item was answered from 0 to 4."""

    what = "item_answered"
    item: str
    value: int
