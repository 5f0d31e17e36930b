"""Involvement: whether users design or deliver with us."""

from __future__ import annotations

from datetime import date

from tracker.idea.words import Involvement
from tracker.portfolio.profile.rules import PartDefinition, share
from tracker.portfolio.profile.words import CouncilOnDay, IdeaOnDay, ProfilePart, Verdict
from tracker.wording import BUILT_IN

TAKES_PART = frozenset({Involvement.DESIGNS, Involvement.DELIVERS})


def compute(council: CouncilOnDay) -> ProfilePart:
    """Share of active whose users are recorded as designing with us or delivering with us."""
    return share(PART.name, council.day, council.active, verdict)


def verdict(idea: IdeaOnDay, _day: date) -> Verdict:
    """Whether users take part, and how."""
    how = BUILT_IN.called(idea.involvement, "involvement") if idea.involvement else "not recorded"
    return Verdict(idea.involvement in TAKES_PART, f"users: {how}")


def figures(part: ProfilePart) -> str:
    """In how many users take part."""
    return f"In {part.numerator} of {part.denominator}, users design or deliver with us."


PART = PartDefinition(
    name="involvement",
    compute=compute,
    figures=figures,
    title="Involvement",
    above="ideas whose users design with us or deliver with us",
    below="active ideas",
    yes="Users take part",
    no="Users are told, asked, or it is not recorded",
    asks="{{n}} in which users take no part yet",
    unsaid="Which users. Who was not heard is asked at every gate.",
    sources=("Creating greater innovation in public services, CLES 2009.",),
)
