"""Why two ideas look alike: in which of their parts they speak of the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tracker.likeness.rules.terms import telling_of
from tracker.likeness.words import Likeness

MANY = 2  # words, or things, that two texts have in common: one alone is chance
LETTERS = 0.45  # how alike two titles are by their letters where it is told


class IdeaText(NamedTuple):
    """An idea as it is told: what its parts say, and which service it is about."""

    title: str
    problem: str
    proposal: str
    service: str | None = None


def reasons(
    one: IdeaText, other: IdeaText, *, letters: float = 0.0, common: frozenset[str] = frozenset()
) -> tuple[Likeness, ...]:
    """Why two ideas look alike, the plainest reason first; that they mean the same where nothing else is found.

    What is `common` among ideas is no reason.
    """
    found = dict.fromkeys(_parts(one, other, letters, common))
    shared = telling_of(*one[:3]).features & telling_of(*other[:3]).features
    if any(each.startswith(" ") for each in shared - common) and not found.keys() - {Likeness.SERVICE}:
        found[Likeness.THING] = None
    return tuple(found) or (Likeness.MEANING,)


def _parts(one: IdeaText, other: IdeaText, letters: float, common: frozenset[str]) -> Iterator[Likeness]:
    if one.service and one.service == other.service:
        yield Likeness.SERVICE
    if letters >= LETTERS or _share(one.title, other.title, common):
        yield Likeness.TITLE
    if _share(one.problem, other.problem, common):
        yield Likeness.PROBLEM
    if _share(one.proposal, other.proposal, common):
        yield Likeness.PROPOSAL


def _share(one: str, other: str, common: frozenset[str]) -> bool:
    first, second = telling_of(one), telling_of(other)
    words = set(first.stems) & set(second.stems) - common
    things = first.features & second.features - common - words
    return len(words) >= MANY or len([each for each in things if each.startswith(" ")]) >= MANY
