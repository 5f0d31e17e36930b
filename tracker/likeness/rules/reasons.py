"""Why two ideas look alike: in which of their parts they speak of the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tracker.likeness.rules.terms import TextMatter, telling_of
from tracker.likeness.words import Likeness

MANY = 2  # words, or things, that two texts have in common: one alone is chance
LETTERS = 0.45  # how alike two titles are by their letters where it is told


class IdeaText(NamedTuple):
    """An idea as it is told: what its parts say, and which service it is about."""

    title: str
    problem: str
    proposal: str
    service: str | None = None


def reasons(one: IdeaText, other: IdeaText, *, letters: float = 0.0) -> tuple[Likeness, ...]:
    """Why two ideas look alike, the plainest reason first; that they mean the same where nothing else is found."""
    found = dict.fromkeys(_parts(one, other, letters))
    things = telling_of(*one[:3]).things & telling_of(*other[:3]).things
    if things and not found.keys() - {Likeness.SERVICE}:
        found[Likeness.THING] = None
    return tuple(found) or (Likeness.MEANING,)


def _parts(one: IdeaText, other: IdeaText, letters: float) -> Iterator[Likeness]:
    if one.service and one.service == other.service:
        yield Likeness.SERVICE
    if letters >= LETTERS or _common(telling_of(one.title), telling_of(other.title)):
        yield Likeness.TITLE
    if _common(telling_of(one.problem), telling_of(other.problem)):
        yield Likeness.PROBLEM
    if _common(telling_of(one.proposal), telling_of(other.proposal)):
        yield Likeness.PROPOSAL


def _common(one: TextMatter, other: TextMatter) -> bool:
    return _several(set(one.stems) & set(other.stems)) or _several(one.things & other.things)


def _several(found: Iterable[str]) -> bool:
    return len(list(found)) >= MANY
