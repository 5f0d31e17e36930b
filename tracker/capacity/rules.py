"""What is true of capacity: what thanks need. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator

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
