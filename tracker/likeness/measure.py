"""How well ideas that say the same are found: measured on labelled pairs, by the very scores that a look-up uses."""

from __future__ import annotations

import csv
import itertools
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from tracker.likeness.meaning import cosines, is_here, meaning_of, put_down
from tracker.likeness.rules import (
    WITH_MODEL,
    WORDS_ALONE,
    Features,
    IdeaText,
    features_of,
    scores,
    telling_of,
    without_boilerplate,
)
from tracker.likeness.rules.score import TEXT, THING
from tracker.likeness.rules.terms import words_of
from tracker.likeness.words import Closeness

COLUMNS = ("title_a", "text_a", "title_b", "text_b", "same")
BY_WORDS, BY_MEANING = 30, 40  # as many as a look-up judges
FIVE = 5


class LabelledPair(NamedTuple):
    """Two tellings, and whether they are of one idea."""

    one: IdeaText
    other: IdeaText
    same: bool


def read_pairs(path: Path) -> list[LabelledPair]:
    """Read a file of labelled pairs. Raises ValueError where a column is missing."""
    with path.open(encoding="utf-8-sig", newline="") as opened:
        found = csv.DictReader(opened)
        if missing := [column for column in COLUMNS if column not in (found.fieldnames or ())]:
            msg = f"{path.name}: the column {missing[0]} is missing"
            raise ValueError(msg)
        return [
            LabelledPair(
                IdeaText(row["title_a"] or "", row["text_a"] or "", ""),
                IdeaText(row["title_b"] or "", row["text_b"] or "", ""),
                (row["same"] or "").strip().lower() == "yes",
            )
            for row in found
        ]


@dataclass(frozen=True)
class TrialResult:
    """What was measured, each pair asked both ways: shares from 0 to 1, None where nothing was there to be found."""

    hit_at_1: float | None
    hit_at_5: float | None
    precision: float | None
    recall: float | None
    model: bool

    def as_plain(self) -> dict[str, object]:
        """The result as JSON can say it."""
        same = {"precision": self.precision, "recall": self.recall}
        return {"hit_at_1": self.hit_at_1, "hit_at_5": self.hit_at_5, "same": same, "model": self.model}

    def lines(self) -> Iterator[str]:
        """The result in words."""
        yield f"found first              {_share(self.hit_at_1)}"
        yield f"found among the first 5  {_share(self.hit_at_5)}"
        yield f"called the same          {_share(self.precision)} rightly, {_share(self.recall)} of all that are"
        yield "with the sentence model" if self.model else "by words alone"


def trial(pairs: Sequence[LabelledPair], loaded: Sequence[IdeaText]) -> TrialResult:
    """Look for each telling of a true pair from the other, among all texts of the pairs and the ideas that are loaded.

    An idea of the same name as the text that is asked about is that idea itself, and left out.
    """
    asked = [telling for pair in pairs for telling in pair[:2]]
    texts = list(dict.fromkeys([*asked, *loaded]))
    field = _Field(texts)
    found = {place: field.closest(place) for place in {texts.index(telling) for telling in asked}}
    put_down()
    ranks: list[int] = []
    labelled: list[tuple[bool, bool]] = []
    for pair in pairs:
        one, other = texts.index(pair.one), texts.index(pair.other)
        if pair.same:
            ranks += [_rank(texts, found[a], a, b) for a, b in ((one, other), (other, one))]
        labelled += [(pair.same, _called_same(found[a], b)) for a, b in ((one, other), (other, one))]
    called = [same for same, called in labelled if called]
    true = [called for same, called in labelled if same]
    at_1, at_5 = _mean([rank < 1 for rank in ranks]), _mean([rank < FIVE for rank in ranks])
    return TrialResult(at_1, at_5, _mean(called), _mean(true), field.vectors is not None)


class _Finding(NamedTuple):
    """A text that was found, and what its closeness is called."""

    place: int
    closeness: Closeness | None


class _Field:
    """All texts among which is looked, as a look-up has them from the database."""

    def __init__(self, told: Sequence[IdeaText]) -> None:
        texts = without_boilerplate(told)
        self.features = [features_of(telling_of(told.title), telling_of(*told[:3])) for told in texts]
        self.lengths = [(20 + len("".join(told[:3]))) ** 0.6 for told in texts]
        often = Counter(feature for features in self.features for feature in features)
        self.worth = {
            feature: (math.log((len(texts) + 1) / (count + 0.5)) * (THING if feature[0] == " " else TEXT)) ** 2
            for feature, count in often.items()
        }
        self.vectors: list[bytes | None] | None = None
        if is_here():
            read = [meaning_of(told) for told in texts]
            self.vectors = [meaning.vector if meaning else None for meaning in read]
            self.near = cosines(self.vectors)

    def closest(self, place: int) -> list[_Finding]:
        """What is closest to one of the texts."""
        pool = [other for other in self._pool(place) if other != place]
        others: list[Features] = [self.features[other] for other in pool]
        meanings = None
        if self.vectors is not None:
            meanings = [[self.near[a][b] for b in (place, *pool)] for a in (place, *pool)]
        found = scores(self.features[place], others, meanings=meanings)
        thresholds = WITH_MODEL if meanings else WORDS_ALONE
        order = sorted(range(len(pool)), key=lambda at: (-found[at].score, pool[at]))
        named = [_Finding(pool[at], thresholds.closeness(found[at])) for at in order]
        return [each for each in named if each.closeness]  # what is no nearer than by chance is not shown

    def _pool(self, place: int) -> list[int]:
        """Those that are judged: with most of its words and things, as the index has it, and the nearest by meaning."""
        asked = self.features[place].keys()
        common = [sum(self.worth[each] for each in asked & other.keys()) for other in self.features]
        common = [worth / length for worth, length in zip(common, self.lengths, strict=True)]
        by_words = sorted((at for at in range(len(common)) if common[at]), key=lambda at: (-common[at], at))[
            : BY_WORDS + 1
        ]
        if self.vectors is None:
            return by_words
        near = self.near[place]
        by_meaning = sorted(range(len(near)), key=lambda at: (-near[at], at))[: BY_MEANING + 1]
        return list(dict.fromkeys([*by_words, *by_meaning]))


def _rank(texts: Sequence[IdeaText], found: Sequence[_Finding], asked: int, wanted: int) -> int:
    """How many others stand before the one that is wanted."""
    itself = words_of(texts[asked].title)
    before = [each.place for each in itertools.takewhile(lambda each: each.place != wanted, found)]
    if len(before) == len(found):
        return len(texts)
    return sum(words_of(texts[place].title) != itself for place in before)


def _called_same(found: Sequence[_Finding], wanted: int) -> bool:
    return any(each.place == wanted and each.closeness is Closeness.SAME for each in found)


def _mean(found: Sequence[bool]) -> float | None:
    return round(sum(found) / len(found), 4) if found else None


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"
