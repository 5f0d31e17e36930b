"""What is asked of the index of words for ideas like a text: each of its words, and each thing by all of its names."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import NamedTuple

from tracker.likeness.rules.score import TEXT, THING
from tracker.likeness.rules.terms import TextMatter, synonyms

MOST_WORDS, MOST_THINGS = 30, 20


class IndexQuestion(NamedTuple):
    """Queries of the index, without a council's key, and what a hit of each weighs."""

    queries: Sequence[str]
    weights: Sequence[float]


def asked_of(telling: TextMatter) -> IndexQuestion:
    """What to ask for: the longest words, which say most, and what is named."""
    words = sorted(dict.fromkeys(telling.stems), key=lambda word: (-len(word), word))[:MOST_WORDS]
    things = sorted(telling.things)[:MOST_THINGS]
    queries = [*words, *map(_names, things)]
    return IndexQuestion(queries, [TEXT**2] * len(words) + [THING**2] * len(things))


@functools.cache
def _names(thing: str) -> str:
    """Any name of a thing; of a name of several words all of them."""
    return "|".join(f"({'&'.join(phrase)})" for phrase in synonyms().phrases[thing])
