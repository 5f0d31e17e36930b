"""What many ideas of a council say word for word, a form's headings, a footer, a thank you: it makes no two alike.

Such words are found by runs of four, or by whole sentences that are shorter: those that stand under many titles.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tracker.likeness.rules.reasons import IdeaText
from tracker.likeness.rules.terms import LONGEST, words_of

RUN = 4  # words
FEWEST, SHARE = 4, 0.25  # titles under which a run stands, and the share of all of them
Run = tuple[str, ...]
_SENTENCE = re.compile(r"[^.!?:;\n]+[.!?:;\n]*")


class _Sentence(NamedTuple):
    """A sentence as it stands, and its words."""

    text: str
    words: Sequence[str]


def without_boilerplate(texts: Sequence[IdeaText], among: Sequence[IdeaText] = ()) -> list[IdeaText]:
    """The texts without what many of them, and of those `among` which they stand, say word for word.

    A text that says nothing else is left whole: it may have been sent many times.
    """
    parts = [(_sentences(told.problem), _sentences(told.proposal)) for told in (*texts, *among)]
    titles = [told.title for told in (*texts, *among)]
    common = _common_runs(titles, parts)
    return [_bare(told, both, common) for told, both in zip(texts, parts, strict=False)] if common else list(texts)


def _sentences(part: str) -> list[_Sentence]:
    return [_Sentence(found, words_of(found)) for found in _SENTENCE.findall(part[:LONGEST])]


def _common_runs(titles: Sequence[str], parts: Sequence[tuple[list[_Sentence], list[_Sentence]]]) -> frozenset[Run]:
    least = max(FEWEST, SHARE * len(set(titles)))
    under: dict[Run, set[str]] = defaultdict(set)
    for title, (problem, proposal) in zip(titles, parts, strict=True):
        for sentence in (*problem, *proposal):
            for run in _runs(sentence.words):
                under[run].add(title)
    return frozenset(run for run, found in under.items() if len(found) >= least)


def _runs(words: Sequence[str]) -> Iterator[Run]:
    if len(words) > RUN:
        return zip(*(words[first:] for first in range(RUN)), strict=False)
    return iter([tuple(words)] if words else [])


def _bare(told: IdeaText, parts: tuple[list[_Sentence], list[_Sentence]], common: frozenset[Run]) -> IdeaText:
    problem, proposal = ("".join(_own_words(each, common) for each in part).strip() for part in parts)
    return told._replace(problem=problem, proposal=proposal) if problem or proposal else told


def _own_words(sentence: _Sentence, common: frozenset[Run]) -> str:
    """A sentence as it stands where it is the text's own, else the words of it that are."""
    covered: set[int] = set()
    for first, run in enumerate(_runs(sentence.words)):
        if run in common:
            covered.update(range(first, first + len(run)))
    left = [word for place, word in enumerate(sentence.words) if place not in covered]
    return sentence.text if not covered else " ".join(left) + ". " if left else ""
