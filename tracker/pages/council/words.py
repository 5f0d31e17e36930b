"""What the pages of a council say: what a change touches, and what a new council does first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tracker import council
from tracker.council import Can, Colleague, Founding, FoundingStep
from tracker.grouping import Grouping, GroupingEntry, Standing
from tracker.web.wording import called

MOST_NAMED = 3  # owners in a sentence
ENOUGH_PEOPLE = 3


def touched(standing: Standing) -> str:
    """What stands with a service or a place, in a sentence: who is touched by a change of it."""
    if not standing.ideas:
        return "No idea stands with it."
    ideas = "1 idea stands" if standing.ideas == 1 else f"{standing.ideas:,} ideas stand"
    if not standing.in_play:
        return f"{ideas} with it, none of them in play."
    in_play = "all of them" if standing.in_play == standing.ideas > 1 else f"{standing.in_play:,}"
    return f"{ideas} with it, {in_play} in play{_looked_after(standing.owners)}."


def _looked_after(owners: Sequence[str]) -> str:
    if not owners:
        return ""
    named, more = owners[:MOST_NAMED], len(owners) - MOST_NAMED
    if more > 0:
        return f", looked after by {', '.join(named)} and {more} more"
    return f", looked after by {' and '.join(filter(None, (', '.join(named[:-1]), named[-1])))}"


class FirstStep(NamedTuple):
    """One thing that a new council does first: what it is, why, and where it is done."""

    step: FoundingStep
    words: str
    why: str
    address: str


WHERE = {
    FoundingStep.PEOPLE: "/council/invite",
    FoundingStep.SERVICES: "/council#services",
    FoundingStep.PLACES: "/council#places",
    FoundingStep.PROMISE: "/council#promise",
    FoundingStep.IMPORT: "/council/import",
}


def first_steps(
    people: Sequence[Colleague],
    groupings: Mapping[Grouping, Sequence[GroupingEntry]],
    founding: Founding,
) -> list[FirstStep]:
    """What a new council has still to do, worked out from what is there."""
    here = [person for person in people if not person.left]
    done = {
        FoundingStep.PEOPLE: len(here) >= ENOUGH_PEOPLE and any(Can.TRIAGE in person.can for person in here),
        FoundingStep.SERVICES: bool(groupings[Grouping.SERVICE]),
        FoundingStep.PLACES: bool(groupings[Grouping.PLACE]),
        FoundingStep.PROMISE: founding.promised,
        FoundingStep.IMPORT: founding.has_ideas,
    }
    return [
        FirstStep(step, called(step, "founding_step"), called(step, "founding_step", "about"), WHERE[step])
        for step in council.steps_left(done, dismissed=founding.dismissed)
    ]
