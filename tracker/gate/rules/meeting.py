"""What is true of panels and their meetings: pure functions, the day given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from tracker.idea.words import Refused

LONGEST_NAME = 120


def panel_faults(name: str, *, taken: Iterable[str]) -> Iterator[Refused]:
    """A panel has a name that no other has."""
    if not name.strip():
        yield Refused("Say what the panel is called", field="name")
    elif _plain(name) in map(_plain, taken):
        yield Refused("Another panel is called that. Choose another name", field="name")


def meeting_faults(on: date | None, *, today: date) -> Iterator[Refused]:
    """A meeting is called for a day that is not past."""
    if on is None:
        yield Refused("Say on which day: a day like 18 December 2026", field="on")
    elif on < today:
        yield Refused("Choose today, or a day that is still to come", field="on")


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
