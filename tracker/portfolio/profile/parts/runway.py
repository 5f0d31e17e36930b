"""Runway: whether the money of ideas on their way lasts long enough."""

from __future__ import annotations

from datetime import date

from tracker.idea.words import Stage
from tracker.portfolio.figures import count_of, day_in_words
from tracker.portfolio.profile.rules import PartDefinition, share
from tracker.portfolio.profile.words import CouncilOnDay, IdeaOnDay, ProfilePart, Verdict
from tracker.upkeep import days, money_short
from tracker.value.rules import runway_months


def compute(council: CouncilOnDay) -> ProfilePart:
    """Share of active in mobilise or mainstream with money for long enough, or that need none."""
    ideas = [idea for idea in council.active if idea.stage in {Stage.MOBILISE, Stage.MAINSTREAM}]
    return share(PART.name, council.day, ideas, verdict, months_asked=days().runway)


def verdict(idea: IdeaOnDay, day: date) -> Verdict:
    """Whether the granted money of an idea lasts, and until when."""
    if idea.needs_no_money:
        return Verdict(counts=True, why="needs no money")
    months = runway_months(idea.money_until, today=day)
    if months is None or idea.money_until is None:
        return Verdict(
            counts=False, why="granted money without an end date: unknown" if idea.has_granted else "no granted money"
        )
    until = day_in_words(idea.money_until)
    if idea.money_until < day:
        return Verdict(counts=False, why=f"granted money ended on {until}")
    return Verdict(
        not money_short(idea.money_until, today=day), f"{count_of(months, 'month')}: granted money until {until}"
    )


def figures(part: ProfilePart) -> str:
    """How many have the money."""
    return f"{part.numerator} of {part.denominator} have money for {days().runway.period} or need none."


PART = PartDefinition(
    name="runway",
    compute=compute,
    figures=figures,
    title="Runway",
    above="ideas with money for {runway.period} or more, or that need none",
    below="active ideas in mobilise or mainstream",
    yes="Money for {runway.period}, or none needed",
    no="Less, or unknown",
    asks="{{n}} without {runway.possessive} money",
    unsaid="Whether the money is enough. A line without an end date is unknown, never long.",
    sources=("Essays on innovation, IDeA 2009: pilots stop when the grant stops.",),
    counts_history=True,
)
