"""Mix: whether small steps, breaks with the usual and changes of a whole system have the shares that we aim at."""

from __future__ import annotations

from fractions import Fraction

from tracker.idea.words import Extent
from tracker.portfolio.figures import half_up, percentage
from tracker.portfolio.profile.rules import PartDefinition, rounded
from tracker.portfolio.profile.words import CouncilOnDay, PartItem, ProfilePart, Term
from tracker.portfolio.reference import targets


def compute(council: CouncilOnDay) -> ProfilePart:
    """100 × (1 − ½ Σ |share of active − target|) over the three extents, of the active ideas that have one."""
    ideas = [idea for idea in council.active if idea.extent]
    target = targets().mix
    terms: dict[str, Term] = {"denominator": len(ideas)}
    apart = Fraction(0)
    for extent in Extent:
        count = sum(idea.extent == extent for idea in ideas)
        share = percentage(count, len(ideas))
        apart += abs((share or Fraction(0)) - target[extent])
        terms |= {
            str(extent): count,
            f"{extent}_share": None if share is None else half_up(share),
            f"{extent}_target": target[extent],
        }
    items = [PartItem(ref=idea.ref, counts=True, why=f"{idea.extent}") for idea in ideas]
    return ProfilePart(PART.name, council.day, rounded(100 - apart / 2, len(ideas)), terms, items)


def figures(part: ProfilePart) -> str:
    """How many of each extent, and the target."""
    count, target = part.count, ", ".join(str(part.count(f"{extent}_target")) for extent in Extent)
    kinds = f"{count('incremental')} incremental, {count('radical')} radical and {count('system')} system"
    return f"{kinds} of {part.denominator}. The target is {target} per cent."


PART = PartDefinition(
    name="mix",
    compute=compute,
    figures=figures,
    title="Mix",
    above="100, less half of how far the shares of incremental, radical and system ideas lie from their target",
    below="active ideas that say how big a change they are",
    yes="Counted",
    no="Not counted",
    asks="Say how big a change the others are",
    unsaid="Whether the ideas are good. A council that must mend its basics may want another target.",
    sources=("Essays on innovation, IDeA 2009: money goes to safe small changes.", "The target is our own reading."),
    is_percentage=False,
    counts_history=True,
    labels={"denominator": "Asked of"},
)
