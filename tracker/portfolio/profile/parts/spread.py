"""Spread: whether ideas work elsewhere, and those of others are taken in."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from tracker.idea.words import Stage
from tracker.portfolio.figures import half_up, percentage, plural
from tracker.portfolio.profile.rules import PartDefinition, rounded, share
from tracker.portfolio.profile.words import CouncilOnDay, IdeaOnDay, ProfilePart, Term, Verdict

ACTIVE_PER_ADAPTATION = 10


def compute(council: CouncilOnDay) -> ProfilePart:
    """Mean of two: share of mainstream and embedded ideas that worked elsewhere, adaptations in per ten active."""
    taken_in, active = council.circumstances.taken_in, len(council.active)
    ideas = [idea for idea in council.active if idea.stage in {Stage.MAINSTREAM, Stage.EMBEDDED}]
    part = share(PART.name, council.day, ideas, verdict, taken_in=taken_in, active=active)
    out = percentage(part.numerator, len(ideas))
    came = min(Fraction(100), Fraction(100 * ACTIVE_PER_ADAPTATION * taken_in, active)) if active else None
    both = None if out is None or came is None else (out + came) / 2
    halves: dict[str, Term] = {
        "adapted_out": None if out is None else half_up(out),
        "adapted_in": None if came is None else half_up(came),
    }
    return ProfilePart(part.name, part.day, rounded(both, len(ideas)), {**part.terms, **halves}, part.items)


def verdict(idea: IdeaOnDay, _day: date) -> Verdict:
    """Whether an idea worked, or worked in part, in another council."""
    if idea.worked_elsewhere:
        return Verdict(counts=True, why="adapted by another council: worked, or in part")
    tried = "adapted by another council, without a good result yet"
    return Verdict(counts=False, why=tried if idea.tried_elsewhere else "not adapted by another council")


def figures(part: ProfilePart) -> str:
    """How many worked elsewhere, and what was taken in beside what is active."""
    out = f"{part.numerator} of {part.denominator} in mainstream or embedded worked elsewhere"
    taken_in, active = plural(part.count("taken_in"), "adaptation"), plural(part.count("active"), "active idea")
    return f"{out}; {taken_in} taken in beside {active}."


PART = PartDefinition(
    name="spread",
    compute=compute,
    figures=figures,
    title="Spread",
    above="the mean of two: ideas that worked in another council; adaptations taken in, beside one for every ten"
    " active",
    below="active ideas in mainstream or embedded",
    yes="Worked elsewhere",
    no="Not adapted elsewhere, or no result yet",
    asks="Offer one to another council",
    unsaid="Whether an idea should travel. Some fit one place only.",
    sources=("Transformers, NESTA 2008: lessons reach other services and places.",),
    is_percentage=False,
    labels={
        "denominator": "Asked of",
        "numerator": "Worked elsewhere",
        "adapted_out": "Worked elsewhere, of 100",
        "active": "Active ideas",
        "taken_in": "Adaptations taken in",
        "adapted_in": "Taken in, of 100",
    },
)
