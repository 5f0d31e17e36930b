"""What a text speaks of: the stems of its words, and the things that councils call by several names.

`config/reference/synonyms.csv` names these things, one a row, each with the words and phrases that people of different
trades use for it. A text that has one of them speaks of that thing.
"""

from __future__ import annotations

import csv
import functools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tracker.likeness.rules.stem import stem

SYNONYMS = Path(__file__).parents[3] / "config/reference/synonyms.csv"
LONGEST = 4_000  # characters that are read of a text: a page and a half

_POSSESSIVE = re.compile(r"(?<=[a-z])'s\b")
_WORD = re.compile(r"[a-z0-9]{1,60}")
# What PostgreSQL's own English leaves out of an index.
_SILENT_WORDS = """
    i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers herself
    it its itself they them their theirs themselves what which who whom this that these those am is are was were be
    been being have has had having do does did doing a an the and but if or because as until while of at by for with
    about against between into through during before after above below to from up down in out on off over under again
    further then once here there when where why how all any both each few more most other some such no nor not only own
    same so than too very s t can will just don should now"""
_SILENT = frozenset(_SILENT_WORDS.split())


class IdeaText(NamedTuple):
    """An idea as it is told: what its parts say, and which service it is about."""

    title: str
    problem: str
    proposal: str
    service: str | None = None


class TextMatter(NamedTuple):
    """What a text speaks of: its stems in order, and the things that it names."""

    stems: Sequence[str]
    things: frozenset[str]

    @property
    def features(self) -> frozenset[str]:
        """Stems and things; no stem has a blank before it."""
        return frozenset(self.stems) | {f" {thing}" for thing in self.things}


def words_of(text: str, *, longest: int = LONGEST) -> list[str]:
    """The words of a text in small letters without accents: as the index of the database has them."""
    plain = text[:longest].lower()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", text[:longest]).lower().replace("\u2019", "'")
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _WORD.findall(_POSSESSIVE.sub("", plain).replace("'", ""))


def telling_words(text: str) -> list[str]:
    """The words of a text that say something, in order."""
    return [word for word in words_of(text) if word not in _SILENT]


def stems_of(text: str) -> list[str]:
    """The stems of the words of a text that say something, in order."""
    return [stem(word) for word in telling_words(text)]


def telling_of(*texts: str | None) -> TextMatter:
    """What some texts of one idea speak of."""
    stems = stems_of("\n".join(filter(None, texts)))
    return TextMatter(stems, frozenset(things_in(stems)))


def things_in(stems: Sequence[str]) -> Iterable[str]:
    """The things that words in this order name."""
    named, longest = synonyms().named, synonyms().longest
    for first, word in enumerate(stems):
        for size in range(1, longest.get(word, 0) + 1):
            yield from named.get(tuple(stems[first : first + size]), ())


class ThingNames(NamedTuple):
    """What things are called, as stems, which things a phrase names, and how long those are that a word begins."""

    phrases: Mapping[str, Sequence[tuple[str, ...]]]
    named: Mapping[tuple[str, ...], frozenset[str]]
    longest: Mapping[str, int]


@functools.cache
def synonyms() -> ThingNames:
    """The things that have several names, as the reference file has them."""
    phrases: dict[str, list[tuple[str, ...]]] = {}
    named: dict[tuple[str, ...], set[str]] = defaultdict(set)
    with SYNONYMS.open(encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened):
            stemmed = dict.fromkeys(tuple(stems_of(words)) for words in row["words"].split(";"))
            phrases[row["concept"]] = [phrase for phrase in stemmed if phrase]
            for phrase in phrases[row["concept"]]:
                named[phrase].add(row["concept"])
    longest: dict[str, int] = defaultdict(int)
    for first, *more in named:
        longest[first] = max(longest[first], 1 + len(more))
    return ThingNames(phrases, {phrase: frozenset(things) for phrase, things in named.items()}, dict(longest))
