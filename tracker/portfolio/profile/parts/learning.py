"""Learning: whether ideas that were closed left what was learnt."""

from __future__ import annotations

from datetime import date

from tracker.idea.words import TEACHES, State
from tracker.portfolio.figures import day_in_words, within
from tracker.portfolio.profile.rules import PartDefinition, share
from tracker.portfolio.profile.words import CouncilOnDay, IdeaOnDay, ProfilePart, Verdict
from tracker.upkeep import days
from tracker.wording import BUILT_IN


def compute(council: CouncilOnDay) -> ProfilePart:
    """Share of ideas closed lately, other than by merging, that carry a lesson."""
    ideas = [
        idea
        for idea in council.ideas
        if idea.state == State.CLOSED
        and idea.outcome in TEACHES
        and within(idea.closed_on, council.day, days().learning)
    ]
    return share(PART.name, council.day, ideas, verdict)


def verdict(idea: IdeaOnDay, _day: date) -> Verdict:
    """Whether a closed idea left a lesson, and how and when it was closed."""
    closed = f"{BUILT_IN.called(idea.outcome, 'outcome')} on {day_in_words(idea.closed_on)}"
    return Verdict(idea.has_lesson, f"{closed}, {'with a lesson' if idea.has_lesson else 'no lesson yet'}")


def figures(part: ProfilePart) -> str:
    """How many left a lesson."""
    return f"{part.numerator} of {part.denominator} closed in the last {days().learning.period} left a lesson."


PART = PartDefinition(
    name="learning",
    compute=compute,
    figures=figures,
    title="Learning",
    above="ideas that left a lesson",
    below="ideas closed in the last {learning} days: stopped, improved, resourced or declined instead",
    yes="Left a lesson",
    no="No lesson yet",
    asks="{{n}} closed without a lesson",
    unsaid="Whether anybody read the lesson.",
    sources=("Transformers, NESTA 2008: stop what brings no value, and keep what was learnt.",),
    counts_history=True,
)
