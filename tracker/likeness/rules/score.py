"""How close an idea is to each of those that may be like it, and from where on that is called related or the same.

Two ideas are close by their words (the cosine of what they speak of, what is rare among them counting more) and, where
the model is there, by what they mean (the cosine of their vectors). Some ideas are near to everything: so each is
measured by how near it is beyond what is usual for either of the two, the mean of their ten nearest (Conneau and
others, "Word translation without parallel data", 2018, call it CSLS).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from tracker.likeness.rules.terms import TextMatter, synonyms
from tracker.likeness.words import Closeness

TITLE, TEXT, THING = 1.25, 1.0, 2.0  # what a word of the title, one of the text, and a thing by any name weigh
OTHERS = 100  # ideas that have none of it: what all of a few ideas have is not rare among all
SEVERAL = 12  # ideas: what more than half of so many have says less, what all of them have nothing
NEIGHBOURS = 10
USUAL_WORDS, USUAL_MEANING = 0.08, 0.25  # how near two ideas of a council are that have little to do with each other
BY_WORDS = 0.6  # what nearness by words weighs beside that by meaning
COMMON, MUCH = 0.03, 6  # what each word or thing in common adds to how far all agree, and how many of them count
CHANCE = 0.2  # how alike two titles are by their letters alone, though they say different things

Features = Mapping[str, float]
Matrix = Sequence[Sequence[float]]


class Nearness(NamedTuple):
    """How close an idea is beyond what is usual, and by itself; what they have in common; and how far all agree on it.

    They agree by 0.6 at most, where each is the closest to the other by both, and by less with each that is closer.
    """

    score: float
    plain: float
    shared: int
    agreement: float = 0.0


class Thresholds(NamedTuple):
    """From where on two ideas are called related, and the same, and are `close` enough to be looked at before sending.

    Being nearer than all others is not enough for the same: in a small council something always is. Two that are the
    same are near by themselves, and have several words or things in common; with the model these add to how far all
    agree, so that who says much the same need not be the very first.
    """

    related: float
    related_plain: float
    same: float
    same_plain: float
    shared: int = 0
    agreement: float = 0.0
    close: float = 0.0

    def is_close(self, found: Nearness) -> bool:
        """Whether two are nearer than usual, and near by themselves: who sends one looks at the other first."""
        return found.score >= 0 and found.plain >= self.close

    def closeness(self, found: Nearness) -> Closeness | None:
        """What a nearness is called."""
        if found.score >= self.same and found.plain >= self.same_plain and self._several(found):
            return Closeness.SAME
        return Closeness.RELATED if found.score >= self.related and found.plain >= self.related_plain else None

    def _several(self, found: Nearness) -> bool:
        agreed = found.agreement + COMMON * min(found.shared, MUCH)
        return found.shared >= self.shared and agreed >= self.agreement


# By words alone, and with the model (docs/decisions/0031 tells by which pairs they were set).
WORDS_ALONE = Thresholds(-0.25, 0.05, same=0.05, same_plain=0.15, shared=3, close=0.20)
WITH_MODEL = Thresholds(-0.20, 0.30, same=0.0, same_plain=0.66, agreement=0.46, close=0.50)


def features_of(title: TextMatter, text: TextMatter) -> dict[str, float]:
    """What an idea speaks of, weighed by where: everything, and above it what is in the title."""
    weights = dict.fromkeys(text.stems, TEXT) | dict.fromkeys(title.stems, TITLE)
    return weights | {f" {thing}": THING for thing in text.things | title.things}


def scores(
    asked: Features,
    others: Sequence[Features],
    *,
    titles: Sequence[float] | None = None,
    meanings: Matrix | None = None,
) -> list[Nearness]:
    """How close one idea is to each of the others, each by words and, where `meanings` are given, by these too.

    `titles` are how alike its title is to theirs by letters; `meanings` the cosines of all, the one itself first.
    """
    by_words = _nearness_by_words([asked, *others])
    if titles is not None:
        by_words[0][1:] = [max(near, like - CHANCE) for near, like in zip(by_words[0][1:], titles, strict=True)]
    words = _NearnessField(by_words, USUAL_WORDS)
    by = words.beyond_usual()
    shared = [_in_common(asked.keys() & other.keys()) for other in others]
    if meanings is None:
        return list(map(Nearness, by, by_words[0][1:], shared))
    meaning = _NearnessField(meanings, USUAL_MEANING)
    meant = meaning.beyond_usual()
    agreed = [2 * one + other for one, other in zip(meaning.firstness(meant), words.firstness(by), strict=True)]
    plain = [one + BY_WORDS * other for one, other in zip(meanings[0][1:], by_words[0][1:], strict=True)]
    score = [one + BY_WORDS * other for one, other in zip(meant, by, strict=True)]
    return list(map(Nearness, score, plain, shared, agreed))


def _nearness_by_words(ideas: Sequence[Features]) -> list[list[float]]:
    """The cosine of each two ideas by what they speak of."""
    often = Counter(feature for idea in ideas for feature in idea)
    worth = {feature: _worth(count, len(ideas)) for feature, count in often.items()}
    near = [[0.0] * len(ideas) for _ in ideas]
    holders: dict[str, list[tuple[int, float]]] = {feature: [] for feature, count in often.items() if count > 1}
    for i, idea in enumerate(ideas):
        row = near[i]
        for feature, weight in _unit({feature: weight * worth[feature] for feature, weight in idea.items()}).items():
            if weight and feature in holders:
                for j, other in holders[feature]:
                    row[j] += weight * other
                holders[feature].append((i, weight))
    for i, row in enumerate(near):
        for j in range(i):
            near[j][i] = row[j]
    return near


def _in_common(features: AbstractSet[str]) -> int:
    """How many words and things there are, a word and the things that it names counted once."""
    named = synonyms().named
    by_words = {f" {thing}" for word in features for thing in named.get((word,), ())}
    return len(features - by_words)


def _worth(count: int, all_of_them: int) -> float:
    """What a word says that so many of all ideas have: nothing at all where nearly all do, unless these are few."""
    fading = 2 - 2 * count / all_of_them if all_of_them >= SEVERAL else 1.0
    return math.log((all_of_them + OTHERS + 1) / (count + 0.5)) * min(1.0, fading)


def common_words(ideas: Sequence[Features]) -> frozenset[str]:
    """What more than half of several ideas speak of: that two of them have it in common is no reason."""
    often = Counter(feature for idea in ideas for feature in idea)
    return frozenset(each for each, count in often.items() if len(ideas) >= SEVERAL and 2 * count > len(ideas))


def _unit(weights: Features) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {feature: weight / length for feature, weight in weights.items()}


class _NearnessField:
    """How near all ideas that are judged are to each other, the one that is asked about first."""

    def __init__(self, near: Matrix, usual: float) -> None:
        self.near = near
        places = range(1, len(near))
        own = _usual(near[0][1:], usual)
        self.usual = [own, *(_usual([near[i][j] for j in places if j != i], usual) for i in places)]

    def beyond_usual(self) -> list[float]:
        """How near the first is to each of the others, beyond what is usual for either."""
        own, *others = self.usual
        return [2 * self.near[0][i] - own - other for i, other in enumerate(others, 1)]

    def firstness(self, beyond: Sequence[float]) -> list[float]:
        """A fifth where none is nearer to either of the two, less with each that is: the mean of both sides."""
        order = sorted(beyond, reverse=True)
        ours = [order.index(each) for each in beyond]
        return [(1 / (5 + place) + 1 / (5 + self._nearer(i))) / 2 for i, place in enumerate(ours, 1)]

    def _nearer(self, other: int) -> int:
        """How many are nearer to one of the others than the first is."""
        row, limit = self.near[other], 2 * self.near[other][0] - self.usual[0]
        nearer = [place for place, near in enumerate(row) if 2 * near - self.usual[place] > limit]
        return len(nearer) - (other in nearer)


def _usual(near: Sequence[float], usual: float) -> float:
    """The mean of the ten nearest; where there are fewer, what is usual stands for the others."""
    nearest = sorted(near, reverse=True)[:NEIGHBOURS]
    return (sum(nearest) + usual * (NEIGHBOURS - len(nearest))) / NEIGHBOURS
