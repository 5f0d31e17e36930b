"""What many ideas of a council say word for word, a form's headings, a footer, a thank you: it makes no two alike.

Such words are found by runs of four, or by whole sentences that are shorter: those that stand under many titles.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from tracker.likeness.rules.reasons import IdeaText
from tracker.likeness.rules.terms import LONGEST, words_of

RUN = 4  # words
FEWEST, SHARE = 4, 0.25  # titles under which a run stands, and the share of all of them
_SENTENCE = re.compile(r"[^.!?:;\n]+[.!?:;\n]*")


def without_boilerplate(texts: Sequence[IdeaText], among: Sequence[IdeaText] = ()) -> list[IdeaText]:
    """The texts without what many of them, and of those `among` which they stand, say word for word.

    A text that says nothing else is left whole: it may have been sent many times.
    """
    common = _common_runs([*texts, *among])
    return [_bare(told, common) for told in texts] if common else list(texts)


def _common_runs(texts: Sequence[IdeaText]) -> frozenset[tuple[str, ...]]:
    under: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for told in texts:
        for sentence in _sentences(told):
            for run in _runs(words_of(sentence)):
                under[run].add(told.title)
    least = max(FEWEST, SHARE * len({told.title for told in texts}))
    return frozenset(run for run, titles in under.items() if len(titles) >= least)


def _sentences(told: IdeaText) -> Iterator[str]:
    for part in (told.problem, told.proposal):
        yield from _SENTENCE.findall(part[:LONGEST])


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    if words:
        yield from (tuple(words[first : first + RUN]) for first in range(max(1, len(words) - RUN + 1)))


def _bare(told: IdeaText, common: frozenset[tuple[str, ...]]) -> IdeaText:
    problem, proposal = (_stripped(part, common) for part in (told.problem, told.proposal))
    return told._replace(problem=problem, proposal=proposal) if problem or proposal else told


def _stripped(part: str, common: frozenset[tuple[str, ...]]) -> str:
    return "".join(_own_words(sentence, common) for sentence in _SENTENCE.findall(part[:LONGEST])).strip()


def _own_words(sentence: str, common: frozenset[tuple[str, ...]]) -> str:
    """A sentence as it stands where it is the text's own, else the words of it that are."""
    words = words_of(sentence)
    covered: set[int] = set()
    for first, run in enumerate(_runs(words)):
        if run in common:
            covered.update(range(first, first + len(run)))
    if not covered:
        return sentence
    left = [word for place, word in enumerate(words) if place not in covered]
    return " ".join(left) + ". " if left else ""
