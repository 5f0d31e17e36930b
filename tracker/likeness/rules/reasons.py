"""Why two ideas look alike: in which of their parts they speak of the same."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.likeness.rules.matter import IdeaMatter
from tracker.likeness.rules.terms import TextMatter
from tracker.likeness.words import Likeness

MANY = 2  # words, or things, that two texts have in common: one alone is chance
LETTERS = 0.45  # how alike two titles are by their letters where it is told


def reasons(
    one: IdeaMatter,
    other: IdeaMatter,
    *,
    service: bool = False,
    letters: float = 0.0,
    common: frozenset[str] = frozenset(),
) -> tuple[Likeness, ...]:
    """Why two ideas look alike, the plainest reason first; that they mean the same where nothing else is found.

    `service` is whether both are about the same. What is `common` among ideas is no reason.
    """
    found = dict.fromkeys(_parts(one, other, letters, common))
    if any(thing for thing in one.things & other.things if f" {thing}" not in common) and not found:
        found[Likeness.THING] = None
    named = (Likeness.SERVICE, *found) if service else tuple(found)
    return named or (Likeness.MEANING,)


def _parts(one: IdeaMatter, other: IdeaMatter, letters: float, common: frozenset[str]) -> Iterator[Likeness]:
    if letters >= LETTERS or _share(one.title, other.title, common):
        yield Likeness.TITLE
    if _share(one.problem, other.problem, common):
        yield Likeness.PROBLEM
    if _share(one.proposal, other.proposal, common):
        yield Likeness.PROPOSAL


def _share(first: TextMatter, second: TextMatter, common: frozenset[str]) -> bool:
    words = set(first.stems).intersection(second.stems) - common
    things = [thing for thing in first.things & second.things if f" {thing}" not in common]
    return len(words) >= MANY or len(things) >= MANY
