"""Flow: whether authors hear from us within the days that the council promises."""

from __future__ import annotations

import statistics
from datetime import date
from fractions import Fraction

from tracker.clock import working_days_between
from tracker.idea.words import Outcome
from tracker.portfolio.figures import count_of, half_up, number, plural, within
from tracker.portfolio.profile.rules import PartDefinition, rounded
from tracker.portfolio.profile.words import CouncilOnDay, PartItem, ProfilePart, Term
from tracker.upkeep import days


def compute(council: CouncilOnDay) -> ProfilePart:
    """100 × min(1, promise ÷ median working days to first reply), of ideas submitted lately.

    The day of submission is 0. An unanswered idea counts, with its age so far, once it is past the promise. One that
    its author joined with another asks for no reply of its own: that one is answered.
    """
    promise = council.circumstances.promise_days
    items, waits = [], []
    for idea in council.ideas:
        if idea.submitted_on is None or not within(idea.submitted_on, council.day, days().flow):
            continue
        wait, replied = _wait(idea.submitted_on, idea.replied_on, council)
        if idea.outcome == Outcome.MERGED and not replied:
            continue
        counts = replied or wait > promise
        items.append(PartItem(idea.ref, counts, _why(wait, replied=replied, counts=counts)))
        waits += [Fraction(wait)] * counts
    median = statistics.median(waits) if waits else None
    terms: dict[str, Term] = {
        "denominator": len(items),
        "counted": len(waits),
        "promise": promise,
        "median": None if median is None else half_up(median),
    }
    value = rounded(_promise_kept(promise, median), len(items))
    return ProfilePart(PART.name, council.day, value, terms, items)


def _wait(submitted_on: date, replied_on: date | None, council: CouncilOnDay) -> tuple[int, bool]:
    """How many working days the author waited by the day, and whether they were answered by then."""
    replied = replied_on is not None and replied_on <= council.day
    end = replied_on if replied and replied_on else council.day
    return working_days_between(submitted_on, end, council.circumstances.nation), replied


def _why(wait: int, *, replied: bool, counts: bool) -> str:
    working_days = count_of(wait, "working day")
    if replied:
        return f"first reply after {working_days}"
    return f"no reply yet, {working_days}: {'past' if counts else 'within'} the promise"


def _promise_kept(promise: int, median: Fraction | None) -> Fraction | None:
    if median is None:
        return None
    return min(Fraction(100), 100 * promise / median) if median else Fraction(100)


def figures(part: ProfilePart) -> str:
    """When half of the authors had heard, and the promise."""
    median = part.terms["median"]
    if median is None:
        return "Nobody has waited past the promise, and nobody was answered yet."
    half = f"Half of {plural(part.count('counted'), 'author')} heard within {number(median)} working days."
    return f"{half} The promise is {part.count('promise')}."


PART = PartDefinition(
    name="flow",
    compute=compute,
    figures=figures,
    title="Flow",
    above="the promised working days, over the median of working days to the first reply",
    below="ideas submitted in the last {flow} days",
    yes="Counted",
    no="Not counted yet: within the promise",
    asks="Reply to those who wait",
    unsaid="Whether the reply was a good one.",
    sources=("Essays on innovation, IDeA 2009: tell people what became of what they said.",),
    is_percentage=False,
    labels={
        "denominator": "Asked of",
        "counted": "Counted",
        "median": "Median working days to the first reply",
        "promise": "Promised working days",
    },
)
