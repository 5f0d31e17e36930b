"""Sponsorship: whether teams are in contact with those who have the authority to act."""

from __future__ import annotations

from datetime import date

from tracker.idea.words import Stage
from tracker.portfolio.figures import count_of, day_in_words
from tracker.portfolio.profile.rules import PartDefinition, share
from tracker.portfolio.profile.words import CouncilOnDay, IdeaOnDay, ProfilePart, Verdict
from tracker.upkeep import days, sponsor_silent


def compute(council: CouncilOnDay) -> ProfilePart:
    """Share of active in design to mainstream whose sponsor was in contact lately."""
    ideas = [idea for idea in council.active if idea.stage != Stage.EMBEDDED]
    return share(PART.name, council.day, ideas, verdict)


def verdict(idea: IdeaOnDay, day: date) -> Verdict:
    """Whether the last contact with the sponsor is recent enough."""
    if idea.newest_contact is None:
        return Verdict(counts=False, why="no sponsor contact recorded")
    age = (day - idea.newest_contact).days
    why = f"last contact {day_in_words(idea.newest_contact)}, {count_of(age)} ago"
    return Verdict(not sponsor_silent(idea.newest_contact, today=day), why)


def figures(part: ProfilePart) -> str:
    """How many were in contact."""
    counts = f"{part.numerator} of {part.denominator}"
    return f"{counts} were in contact with their sponsor in the last {days().sponsor} days."


PART = PartDefinition(
    name="sponsorship",
    compute=compute,
    figures=figures,
    title="Sponsorship",
    above="ideas whose team was in contact with their sponsor in the last {sponsor} days",
    below="active ideas from design to mainstream",
    yes="In contact",
    no="Not in contact",
    asks="{{n}} with no sponsor contact for {sponsor} days",
    unsaid="Whether the sponsor helps. A short conversation counts as much as a long one.",
    sources=(
        "Transformers, NESTA 2008: sponsor and team in contact.",
        "The {sponsor} days are our own reading.",
    ),
)
