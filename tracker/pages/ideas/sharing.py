"""With whom an idea is shared, as its page tells it: where it stands, what has changed since, where it could go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker import collaborative, portfolio
from tracker.collaborative import SharedCard
from tracker.idea import Story

MOST_OFFERED = 3


@dataclass(frozen=True)
class SharedPlace:
    """One collaborative that sees an idea; `stale` says that the health on its card differs from that of today."""

    card: SharedCard
    frozen_on: date | None
    stale: bool


@dataclass(frozen=True)
class Sharing:
    """Who sees an idea outside its council, and where it could be published; `more` where there are more than these."""

    places: Sequence[SharedPlace]
    offers: Sequence[tuple[str, str]]
    more: bool
    publishes: bool


def sharing(story: Story, *, publishes: bool) -> Sharing | None:
    """With whom an idea is shared; None of one that is not, and that its reader could not publish."""
    found = story.idea
    cards = story.told(collaborative.SHARED)
    may_go = publishes and collaborative.publishable(found)
    here = {card.code for card in cards}
    free = [place for place in story.told(collaborative.JOINED) if place.code not in here] if may_go else []
    if not cards and not may_go and not story.shared:
        return None
    return Sharing(
        places=[_place(card, story) for card in cards],
        offers=[(place.code, place.name) for place in free[:MOST_OFFERED]],
        more=len(free) > MOST_OFFERED,
        publishes=may_go,
    )


def _place(card: SharedCard, story: Story) -> SharedPlace:
    triangle = story.told(portfolio.TRIANGLE)
    found = story.idea
    differs = collaborative.health_differs(card.health, triangle.frozen if triangle else None)
    stale = differs or collaborative.moved_on(card.health, state=found.outcome or found.state)
    as_of = card.health.get("as_of")
    return SharedPlace(card, date.fromisoformat(as_of) if as_of else None, stale)
