"""How cards spread: adaptations, the time to a second adapter, and what is stuck where it began. Pure."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from uuid import UUID

from tracker.idea.words import Stage, State
from tracker.portfolio.figures import half_up
from tracker.portfolio.joint.parts import WORKED
from tracker.portfolio.joint.words import CardAdaptation, CardOnDay, Spread, StuckCard
from tracker.upkeep import days
from tracker.value import plus_months


def spread_of(cards: Sequence[CardOnDay], adaptations: Sequence[CardAdaptation], *, day: date) -> Spread:
    """How the cards that stand on a day have spread by it."""
    made: dict[UUID, list[CardAdaptation]] = {}
    for one in sorted(adaptations, key=lambda each: each.begun_on):
        if one.begun_on <= day:
            made.setdefault(one.card_id, []).append(one)
    every = [one for some in made.values() for one in some]
    seconds = [wait for card in cards if (wait := _second(card, made.get(card.id, ()))) is not None]
    mainstream = [card for card in cards if _is_mainstream(card)]
    stuck = [StuckCard(card.number, _since(card)) for card in mainstream if is_stuck(card, made.get(card.id, ()), day)]
    return Spread(
        cards=len(cards),
        adaptations=len(every),
        adapted=len(made),
        trying=sum(one.status == "trying" for one in every),
        worked=sum(one.status in WORKED for one in every),
        seconds=len(seconds),
        second_days=half_up(Fraction(statistics.median(map(Fraction, seconds)))) if seconds else None,
        mainstream=len(mainstream),
        stuck=sorted(stuck, key=lambda one: (one.since, one.number)),
    )


def _is_mainstream(card: CardOnDay) -> bool:
    return card.stage == Stage.MAINSTREAM and card.state == State.ACTIVE and not card.historical


def _since(card: CardOnDay) -> date:
    """From when others could take it in as everyday practice: in mainstream, and published."""
    return max(card.stage_since or card.published_on, card.published_on)


def is_stuck(card: CardOnDay, made: Sequence[CardAdaptation], day: date) -> bool:
    """Whether it has stood in mainstream for so many months, and in as many nobody took it in."""
    longest = days().stuck
    recently = any(plus_months(one.begun_on, longest) > day for one in made)
    return _is_mainstream(card) and plus_months(_since(card), longest) <= day and not recently


def _second(card: CardOnDay, made: Sequence[CardAdaptation]) -> int | None:
    """In how many days after it was published a second council took it in; None where none did."""
    first_of: dict[int, date] = {}
    for one in made:
        first_of.setdefault(one.adopter, one.begun_on)
    begun = sorted(first_of.values())
    return max(0, (begun[1] - card.published_on).days) if len(begun) > 1 else None
