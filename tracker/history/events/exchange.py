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
class RowsBrought(Event):
    """Rows of a spreadsheet came to an idea that was here: so many risks or lines of money."""

    what = "rows_brought"
    file: str
    rows: int


@dataclass(frozen=True)
class RegisterBrought(Event):
    """A council brought a spreadsheet: how many ideas and rows came in, and how many did not."""

    what = "register_brought"
    file: str
    ideas: int
    rows: int
    not_in: int


@dataclass(frozen=True)
class RegisterUndone(Event):
    """What a spreadsheet had brought was taken back, all of it or some rows, and why."""

    what = "register_undone"
    file: str
    rows: int
    because: str


@dataclass(frozen=True)
class TakenOut(Event):
    """Somebody asked to take out everything of the council, or their own data."""

    what = "taken_out"
    kind: str
