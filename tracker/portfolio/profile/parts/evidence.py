"""Evidence: whether what ideas say of themselves was looked at again in time."""

from __future__ import annotations

from datetime import date

from tracker.idea.words import Stage
from tracker.portfolio.figures import count_of, day_in_words
from tracker.portfolio.profile.rules import LIVE_STAGES, PartDefinition, share
from tracker.portfolio.profile.words import CouncilOnDay, IdeaOnDay, ProfilePart, Verdict
from tracker.upkeep import days, evidence_stale


def compute(council: CouncilOnDay) -> ProfilePart:
    """Share of active in mobilise, mainstream or embedded whose evidence was recorded or reviewed in time."""
    ideas = [idea for idea in council.active if idea.stage in LIVE_STAGES - {Stage.DESIGN}]
    return share(PART.name, council.day, ideas, verdict)


def verdict(idea: IdeaOnDay, day: date) -> Verdict:
    """Whether the newest evidence is fresh for the extent of the idea."""
    fresh = days().evidence_of(idea.extent)
    if idea.newest_evidence is None:
        return Verdict(counts=False, why=f"no dated evidence; fresh to {fresh} days")
    age = (day - idea.newest_evidence).days
    why = f"{day_in_words(idea.newest_evidence)}, {count_of(age)} old; fresh to {fresh}"
    return Verdict(not evidence_stale(idea.newest_evidence, extent=idea.extent, today=day), why)


def figures(part: ProfilePart) -> str:
    """How many have fresh evidence."""
    return f"{part.numerator} of {part.denominator} have evidence that is fresh for their kind."


PART = PartDefinition(
    name="evidence",
    compute=compute,
    figures=figures,
    title="Evidence",
    above="ideas with evidence recorded or reviewed in the last {evidence} days, or {evidence_large} where the idea is"
    " radical or changes a whole system",
    below="active ideas in mobilise, mainstream or embedded",
    yes="Fresh",
    no="Not fresh",
    asks="{{n}} with no fresh evidence",
    unsaid="Whether the evidence is good. Fresh level 1 counts as much here as fresh level 3.",
    sources=(
        "Essays on innovation, IDeA 2009, on looking at evidence again.",
        "The {evidence} and {evidence_large} days are our own reading.",
    ),
    counts_history=True,
)
