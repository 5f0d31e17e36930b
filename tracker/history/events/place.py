"""The places of a council, and of an idea."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.history.events.base import Event


@dataclass(frozen=True)
class PlaceAdded(Event):
    """A place was added."""

    what = "place_added"
    name: str


@dataclass(frozen=True)
class IdeaPlaced(Event):
    """An idea names other places than before, by name."""

    what = "idea_placed"
    before: Sequence[str]
    after: Sequence[str]
