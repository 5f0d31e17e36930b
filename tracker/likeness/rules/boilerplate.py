"""What many ideas of a council say word for word, a form's headings, a footer, a thank you: it makes no two alike.

Such words are found by runs of four, or by whole sentences that are shorter: those that stand under many titles.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from tracker.likeness.rules.terms import LONGEST, IdeaText, words_of

RUN = 4  # words
FEWEST, SHARE = 4, 0.25  # titles under which a run stands, and the share of all of them
CommonRun = tuple[str, ...]
_SENTENCE = re.compile(r"[^.!?:;\n]+[.!?:;\n]*")


class _Sentence(NamedTuple):
    """A sentence as it stands, and its words."""

    text: str
    words: Sequence[str]


def without_boilerplate(texts: Sequence[IdeaText], among: Sequence[IdeaText] = ()) -> list[IdeaText]:
    """The texts without what many of them, and of those `among` which they stand, say word for word.

    A text that says nothing else is left whole: it may have been sent many times.
    """
    common = runs_of([*texts, *among])
    return [bare(told, common).text for told in texts]


class BareText(NamedTuple):
    """A text without what many say, and the runs of words that were left out of it."""

    text: IdeaText
    left_out: Collection[CommonRun]


def runs_of(texts: Sequence[IdeaText]) -> frozenset[CommonRun]:
    """The runs of words that many of the texts have."""
    parts = [(_sentences(told.problem), _sentences(told.proposal)) for told in texts]
    return _common_runs([told.title for told in texts], parts)


def bare(told: IdeaText, common: Collection[CommonRun]) -> BareText:
    """A text without the runs of words that are common."""
    if not common:
        return BareText(told, ())
    parts = [_sentences(told.problem), _sentences(told.proposal)]
    problem, proposal = ("".join(_own_words(each, common) for each in part).strip() for part in parts)
    if not (problem or proposal):
        return BareText(told, ())
    left_out = {run for part in parts for sentence in part for run in _runs(sentence.words) if run in common}
    return BareText(told._replace(problem=problem, proposal=proposal), sorted(left_out))


def _sentences(part: str) -> list[_Sentence]:
    return [_Sentence(found, words_of(found)) for found in _SENTENCE.findall(part[:LONGEST])]


def _common_runs(
    titles: Sequence[str], parts: Sequence[tuple[list[_Sentence], list[_Sentence]]]
) -> frozenset[CommonRun]:
    least = max(FEWEST, SHARE * len(set(titles)))
    under: dict[CommonRun, set[str]] = defaultdict(set)
    for title, (problem, proposal) in zip(titles, parts, strict=True):
        for sentence in (*problem, *proposal):
            for run in _runs(sentence.words):
                under[run].add(title)
    return frozenset(run for run, found in under.items() if len(found) >= least)


def _runs(words: Sequence[str]) -> Iterator[CommonRun]:
    if len(words) > RUN:
        return zip(*(words[first:] for first in range(RUN)), strict=False)
    return iter([tuple(words)] if words else [])


def _own_words(sentence: _Sentence, common: Collection[CommonRun]) -> str:
    """A sentence as it stands where it is the text's own, else the words of it that are."""
    covered: set[int] = set()
    for first, run in enumerate(_runs(sentence.words)):
        if run in common:
            covered.update(range(first, first + len(run)))
    left = [word for place, word in enumerate(sentence.words) if place not in covered]
    return sentence.text if not covered else " ".join(left) + ". " if left else ""
