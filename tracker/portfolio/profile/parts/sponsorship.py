"""Sponsorship: whether teams are in contact with those who have the authority to act."""

from __future__ import annotations

from datetime import date

from tracker.idea.words import Stage
from tracker.portfolio.figures import count_of, day_in_words
from tracker.portfolio.profile.rules import PartDefinition, share
from tracker.portfolio.profile.words import CouncilOnDay, IdeaOnDay, ProfilePart, Verdict
from tracker.portfolio.reference import SPONSOR_DAYS


def compute(council: CouncilOnDay) -> ProfilePart:
    """Share of active in design to mainstream with sponsor contact in the last 60 days."""
    ideas = [idea for idea in council.active if idea.stage != Stage.EMBEDDED]
    return share(PART.name, council.day, ideas, verdict)


def verdict(idea: IdeaOnDay, day: date) -> Verdict:
    """Whether the last contact with the sponsor is recent enough."""
    if idea.newest_contact is None:
        return Verdict(counts=False, why="no sponsor contact recorded")
    age = (day - idea.newest_contact).days
    return Verdict(age <= SPONSOR_DAYS, f"last contact {day_in_words(idea.newest_contact)}, {count_of(age)} ago")


def figures(part: ProfilePart) -> str:
    """How many were in contact."""
    counts = f"{part.numerator} of {part.denominator}"
    return f"{counts} were in contact with their sponsor in the last {SPONSOR_DAYS} days."


PART = PartDefinition(
    name="sponsorship",
    compute=compute,
    figures=figures,
    title="Sponsorship",
    above=f"ideas whose team was in contact with their sponsor in the last {SPONSOR_DAYS} days",
    below="active ideas from design to mainstream",
    yes="In contact",
    no="Not in contact",
    asks=f"{{n}} with no sponsor contact for {SPONSOR_DAYS} days",
    unsaid="Whether the sponsor helps. A short conversation counts as much as a long one.",
    sources=(
        "Transformers, NESTA 2008: sponsor and team in contact.",
        f"The {SPONSOR_DAYS} days are our own reading.",
    ),
)
