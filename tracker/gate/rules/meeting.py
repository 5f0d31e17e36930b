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


def is_held(on: date, *, off: bool, settled: bool, today: date) -> bool:
    """Whether a meeting has taken place: its day is past, or has come and something was settled at its table."""
    return not off and (on < today or (on == today and settled))


def change_faults(*, held: bool) -> Iterator[Refused]:
    """What was decided at the table of a meeting stays there: one that was held is neither moved nor called off."""
    if held:
        yield Refused("This meeting was held: what was decided at its table stays there. Call another meeting instead")


def minutes_faults(words: str, *, on: date, off: bool, today: date) -> Iterator[Refused]:
    """Minutes are of a meeting whose day has come, and say something."""
    if off:
        yield Refused("This meeting was called off: there is nothing to say of it")
    elif on > today:
        yield Refused("Its day is still to come: minutes are written when it was held")
    if not words.strip():
        yield Refused("Say in a few sentences what was said", field="words")


def letter_faults(*, on: date, off: bool, members: int, today: date) -> Iterator[Refused]:
    """A panel on which somebody sits is told of a meeting that is still to come."""
    if off or on < today:
        yield Refused("Only of a meeting that is still to come is the panel told")
    elif not members:
        yield Refused("Nobody sits on this panel yet. Say who does first")


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
