"""What is true of capacity: thanks, a team, a partner, a note for whoever has an idea next. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from tracker.idea.words import Refused

LONGEST_THANKS = 500


def thanks_faults(*, name: str, words: str, themselves: bool) -> Iterator[Refused]:
    """Thanks are said to somebody else, by name, in a sentence."""
    if themselves:
        yield Refused("Choose somebody else: thanks are for others", field="person_id")
    elif not name:
        yield Refused("Choose a colleague, or write whom you thank", field="name")
    if not words.strip():
        yield Refused("Say in a sentence what you thank them for", field="words")
    elif len(words) > LONGEST_THANKS:
        yield Refused(f"Use {LONGEST_THANKS} characters or fewer", field="words")


def team_faults(*, person_id: UUID | None, name: str) -> Iterator[Refused]:
    """Somebody is named: a colleague, or by name, and not both."""
    if not person_id and not name.strip():
        yield Refused("Choose somebody, or write a name", field="person_id")
    elif person_id and name.strip():
        yield Refused("Choose somebody, or write a name: take one of them back", field="name")


def activity_faults(
    *, what: str, on: date, due_on: date | None, today: date, kept: bool | None = None
) -> Iterator[Refused]:
    """What a partner did has words and a day that has come; a promise has a day after that, and may be kept."""
    if not what.strip():
        yield Refused("Say what they did or promised", field="what")
    if on > today:
        yield Refused("Give the day on which it was done or promised, not one to come", field="on")
    if due_on and due_on < on:
        yield Refused("They cannot promise until a day before they did", field="due_on")
    if kept is not None and due_on is None:
        yield Refused("Only a promise is kept or not: give its day", field="kept")


def note_faults(words: str) -> Iterator[Refused]:
    """A note for whoever has an idea next says something."""
    if not words.strip():
        yield Refused("Write what whoever has it next should know", field="words")
