"""What an idea speaks of, part by part: made when its words change, kept, and judged by without reading them again."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Collection, Sequence
from typing import NamedTuple

from tracker.likeness.rules.boilerplate import CommonRun, bare, runs_of
from tracker.likeness.rules.score import TEXT, THING, TITLE
from tracker.likeness.rules.terms import SYNONYMS, IdeaText, TextMatter, stems_of, things_in

_RULES = 1  # another number where the same words are read otherwise than before


class IdeaMatter(NamedTuple):
    """What the parts of an idea speak of, what the whole names, and the runs of its words that many others say too."""

    title: TextMatter
    problem: TextMatter
    proposal: TextMatter
    things: frozenset[str]
    common: Collection[CommonRun] = ()

    @property
    def whole(self) -> TextMatter:
        """What all of it speaks of."""
        return TextMatter([*self.title.stems, *self.problem.stems, *self.proposal.stems], self.things)

    def features(self) -> dict[str, float]:
        """What it speaks of, weighed by where: everything, and above it what is in the title."""
        weights = dict.fromkeys(self.proposal.stems, TEXT) | dict.fromkeys(self.problem.stems, TEXT)
        weights |= dict.fromkeys(self.title.stems, TITLE)
        return weights | {f" {thing}": THING for thing in self.things}

    def as_text(self) -> str:
        """As it is kept."""
        parts = [["\t".join(part.stems), "\t".join(sorted(part.things))] for part in self[:3]]
        return json.dumps([parts, sorted(self.things), [list(run) for run in self.common]], separators=(",", ":"))


@functools.cache
def matter_edition() -> str:
    """What tells that something was read by the rules and the names of things as they are now."""
    return f"{_RULES}/{hashlib.sha256(SYNONYMS.read_bytes()).hexdigest()[:16]}"


def matters_of(texts: Sequence[IdeaText], among: Sequence[IdeaText] = ()) -> list[IdeaMatter]:
    """What texts speak of, without what many of them, and of those `among` which they stand, say word for word."""
    common = runs_of([*texts, *among])
    return [_matter(told, common) for told in texts]


def matter_of(told: IdeaText, common: Collection[CommonRun]) -> IdeaMatter:
    """What one text speaks of, without the runs that are known to be common."""
    return _matter(told, frozenset(common))


def _matter(told: IdeaText, common: frozenset[CommonRun]) -> IdeaMatter:
    text, left_out = bare(told, common)
    stems = [stems_of(part) for part in (text.title, text.problem, text.proposal)]
    title, problem, proposal = (TextMatter(part, frozenset(things_in(part))) for part in stems)
    things = frozenset(things_in([stem for part in stems for stem in part]))
    return IdeaMatter(title, problem, proposal, things, left_out)


def kept_matter(text: str) -> IdeaMatter:
    """What was kept of an idea."""
    parts, things, common = json.loads(text)
    title, problem, proposal = (TextMatter(_words(stems), frozenset(_words(named))) for stems, named in parts)
    return IdeaMatter(title, problem, proposal, frozenset(things), [tuple(run) for run in common])


def _words(text: str) -> list[str]:
    return text.split("\t") if text else []
