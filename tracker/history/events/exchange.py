"""What came in from case files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.history.events.base import Event


@dataclass(frozen=True)
class CaseImported(Event):
    """A case came in; `placed` are the gaps between stages that were filled, each from and to."""

    what = "imported"
    source: str
    historical: bool
    placed: Sequence[Sequence[str]]


@dataclass(frozen=True)
class TakenOut(Event):
    """Somebody asked to take out everything of the council, or their own data."""

    what = "taken_out"
    kind: str
