"""Files on an idea."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.history.events.base import Event


@dataclass(frozen=True)
class FileAttached(Event):
    """A file was attached, of a kind."""

    what = "file_attached"
    name: str
    kind: str


@dataclass(frozen=True)
class FileRemoved(Event):
    """A file was removed, with a reason."""

    what = "file_removed"
    name: str
    because: str
