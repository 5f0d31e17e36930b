"""What the parts of a profile have in common: who is active, what a share is, when there is enough to say.

Source: domain.md, "Health of a portfolio" and its fine print. Every share is kept exact until it is rounded once, half
up, to one decimal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tracker.idea.rules import is_shielded
from tracker.idea.words import Stage, State
from tracker.portfolio.figures import half_up, number, percentage, plural
from tracker.portfolio.profile.words import CouncilOnDay, IdeaOnDay, PartItem, ProfilePart, Term, Verdict
from tracker.upkeep import days

ENOUGH = 5
ON_A_PAGE = 50
LIVE_STAGES = frozenset(Stage) - {Stage.LATENT}


def is_active(idea: IdeaOnDay, day: date) -> bool:
    """Say whether an idea is active: stage design to embedded, state active, not shielded."""
    return idea.stage in LIVE_STAGES and idea.state == State.ACTIVE and not is_shielded(idea.shielded_until, day=day)


def rounded(exact: Fraction | None, denominator: int) -> Decimal | None:
    """The value of a part, rounded once; None where it has none, or fewer than five ideas are asked."""
    return None if exact is None or denominator < ENOUGH else half_up(exact)


def share(
    name: str, day: date, ideas: Sequence[IdeaOnDay], verdict: Callable[[IdeaOnDay, date], Verdict], **more: Term
) -> ProfilePart:
    """Make a part that is the percentage of these ideas for which the verdict holds."""
    items = [PartItem(idea.ref, *verdict(idea, day)) for idea in ideas]
    counted = sum(item.counts for item in items)
    value = rounded(percentage(counted, len(items)), len(items))
    return ProfilePart(name, day, value, {"numerator": counted, "denominator": len(items), **more}, items)


def pages_of(items: Sequence[PartItem]) -> list[list[PartItem]]:
    """The ideas of a part as its page lists them, those that do not count first, fifty at a time."""
    ordered = sorted(items, key=lambda item: item.counts)
    return [ordered[first : first + ON_A_PAGE] for first in range(0, len(ordered), ON_A_PAGE)]


@dataclass(frozen=True, slots=True)
class PartDefinition:
    """One part of the profile: how it is worked out, and how it is told.

    `above` and `below` say what stands above and below its line, `yes` and `no` name its two groups of ideas, `asks`
    what is asked of those that do not count, `unsaid` what it does not say: sentences that name entries of upkeep in
    braces, until they are given `with_days`. `figures` tells its terms in a sentence; `labels` name them, in the order
    in which the value is worked out.
    """

    name: str
    compute: Callable[[CouncilOnDay], ProfilePart]
    figures: Callable[[ProfilePart], str]
    title: str
    above: str
    below: str
    yes: str
    no: str
    asks: str
    unsaid: str
    sources: tuple[str, ...]
    is_percentage: bool = True
    counts_history: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)

    def with_days(self) -> PartDefinition:
        """The same part with its sentences as they are read: the days in force stand in them."""
        with_days = days().with_days
        return replace(
            self,
            above=with_days(self.above),
            below=with_days(self.below),
            yes=with_days(self.yes),
            no=with_days(self.no),
            asks=with_days(self.asks),
            unsaid=with_days(self.unsaid),
            sources=tuple(with_days(source) for source in self.sources),
        )

    def sentence(self, part: ProfilePart) -> str:
        """The figures of the part in a sentence: what counts, of how many; and what it takes where they are too few."""
        asked_of = part.denominator
        if asked_of >= ENOUGH:
            return self.figures(part)
        figures = self.figures(part) if asked_of else ""
        return f"{plural(asked_of, 'idea')} can count; it takes {ENOUGH} to say. {figures}"

    def labelled(self, part: ProfilePart) -> list[tuple[str, str]]:
        """Every number of the part's formula by its label, in the order in which it is worked out."""
        return [
            (label, number(part.terms[term]) or "none") for term, label in self.labels.items() if term in part.terms
        ]
