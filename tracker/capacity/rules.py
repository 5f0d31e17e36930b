"""What is true of capacity: what thanks need, a team, and a note for whoever has an idea next. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator
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


def note_faults(words: str) -> Iterator[Refused]:
    """A note for whoever has an idea next says something."""
    if not words.strip():
        yield Refused("Write what whoever has it next should know", field="words")
