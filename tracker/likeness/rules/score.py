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
from typing import NamedTuple

from tracker.likeness.rules.terms import TextMatter
from tracker.likeness.words import Closeness

TITLE, TEXT, THING = 1.25, 1.0, 2.0  # what a word of the title, one of the text, and a thing by any name weigh
OTHERS = 100  # ideas that have none of it: what all of a few ideas have is not rare among all
NEIGHBOURS = 10
USUAL_WORDS, USUAL_MEANING = 0.08, 0.25  # how near two ideas of a council are that have little to do with each other
BY_WORDS = 0.8  # what nearness by words weighs beside that by meaning
CHANCE = 0.2  # how alike two titles are by their letters alone, though they say different things

Features = Mapping[str, float]
Matrix = Sequence[Sequence[float]]


class Nearness(NamedTuple):
    """How close an idea is beyond what is usual, and by itself; and how far words and meaning agree on it.

    They agree by 0.6 at most, where it is the closest by both, and by less with each that is closer.
    """

    score: float
    plain: float
    agreement: float = 0.0


class Thresholds(NamedTuple):
    """From where on two ideas are called related, and the same."""

    related: float
    same: float
    plain: float
    agreement: float = 0.0

    def closeness(self, found: Nearness) -> Closeness | None:
        """What a nearness is called."""
        if found.score >= self.same and found.agreement >= self.agreement:
            return Closeness.SAME
        return Closeness.RELATED if found.score >= self.related and found.plain >= self.plain else None


# By words alone, and with the model (docs/decisions/0031 tells by which pairs they were set).
WORDS_ALONE, WITH_MODEL = Thresholds(-0.25, 0.05, 0.05), Thresholds(-0.40, 0.03, 0.30, 0.40)


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
    by = _beyond_usual(by_words, USUAL_WORDS)
    if meanings is None:
        return [Nearness(words, near) for words, near in zip(by, by_words[0][1:], strict=True)]
    meant = _beyond_usual(meanings, USUAL_MEANING)
    agreed = [2 / (5 + one) + 1 / (5 + other) for one, other in zip(_places(meant), _places(by), strict=True)]
    plain = [one + BY_WORDS * other for one, other in zip(meanings[0][1:], by_words[0][1:], strict=True)]
    score = [one + BY_WORDS * other for one, other in zip(meant, by, strict=True)]
    return list(map(Nearness, score, plain, agreed))


def _places(found: Sequence[float]) -> list[int]:
    """How many are nearer than each."""
    order = sorted(found, reverse=True)
    return [order.index(each) for each in found]


def _nearness_by_words(ideas: Sequence[Features]) -> list[list[float]]:
    """The cosine of each two ideas by what they speak of."""
    often = Counter(feature for idea in ideas for feature in idea)
    worth = {feature: math.log((len(ideas) + OTHERS + 1) / (count + 0.5)) for feature, count in often.items()}
    weighed = [_unit({feature: weight * worth[feature] for feature, weight in idea.items()}) for idea in ideas]
    near = [[0.0] * len(ideas) for _ in ideas]
    for i, one in enumerate(weighed):
        for j in range(i):
            fewer, more = (one, weighed[j]) if len(one) < len(weighed[j]) else (weighed[j], one)
            near[i][j] = near[j][i] = sum(weight * more[each] for each, weight in fewer.items() if each in more)
    return near


def _unit(weights: Features) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {feature: weight / length for feature, weight in weights.items()}


def _beyond_usual(near: Matrix, usual: float) -> list[float]:
    """How near the first is to each of the others, beyond what is usual for either."""
    first, *rest = near
    others = [_usual([row[j] for j in range(1, len(row)) if j != i], usual) for i, row in enumerate(rest, 1)]
    own = _usual(first[1:], usual)
    return [2 * first[i] - own - other for i, other in enumerate(others, 1)]


def _usual(near: Sequence[float], usual: float) -> float:
    """The mean of the ten nearest; where there are fewer, what is usual stands for the others."""
    nearest = sorted(near, reverse=True)[:NEIGHBOURS]
    return (sum(nearest) + usual * (NEIGHBOURS - len(nearest))) / NEIGHBOURS
