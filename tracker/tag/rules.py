"""What a tag may be called, and how many an idea has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tracker.idea import Refused

LONGEST_TAG = 40
MOST_TAGS = 8


def names_in(given: str) -> list[str]:
    """The tags that somebody wrote behind each other with commas, each once, whatever its capitals."""
    parts = (" ".join(part.split()) for part in given.replace(";", ",").replace("\n", ",").split(","))
    return list({part.casefold(): part for part in reversed(list(parts)) if part}.values())[::-1]


def name_faults(name: str) -> Iterator[Refused]:
    """What speaks against the name of a tag."""
    if not name:
        yield Refused("Write what it is to be called", field="name")
    elif len(name) > LONGEST_TAG:
        yield Refused(f"A tag has at most {LONGEST_TAG} letters: make it shorter", field="name")
    elif "," in name or ";" in name:
        yield Refused("A tag has no commas: commas stand between two", field="name")


def tag_faults(names: Sequence[str]) -> Iterator[Refused]:
    """What speaks against the tags of an idea: a few short words are easier to find again than many."""
    if len(names) > MOST_TAGS:
        yield Refused(f"At most {MOST_TAGS} tags: leave some out", field="tags")
    if long := next((name for name in names if len(name) > LONGEST_TAG), None):
        yield Refused(f"“{long[:LONGEST_TAG]}...” is too long: a tag has at most {LONGEST_TAG} letters", field="tags")
