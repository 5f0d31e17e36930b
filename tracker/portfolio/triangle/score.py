"""The strategic triangle of one idea: three corners and a score that depends on the stage, with the trust it deserves.

Source: domain.md, "Health of one idea". Shares are kept exact; the score is rounded once, half up, to one decimal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tracker.idea.rules import is_shielded
from tracker.idea.words import Stage, State
from tracker.portfolio.figures import day_in_words, half_up, percentage
from tracker.portfolio.reference import items_of, weights
from tracker.portfolio.triangle.flags import flags
from tracker.portfolio.triangle.items import observe
from tracker.portfolio.triangle.links import links
from tracker.portfolio.triangle.record import IdeaRecord
from tracker.portfolio.triangle.words import IdeaTriangle, ItemReading
from tracker.portfolio.words import ASKED, MOST, NOT_ENOUGH, Corner, TriangleItem
from tracker.upkeep import days

LATENT_UNSCORED = "A latent idea has no score: these items are a checklist."
HISTORICAL_UNSCORED = "A historical case has no score: it is told by a report, and nobody works on it here."
RESTING_UNSCORED = "An idea that is parked or closed has no score."
SHIELDED_UNSCORED = "Shielded until {until}: no score until then."


def triangle(record: IdeaRecord, day: date) -> IdeaTriangle:
    """Work out the triangle of an idea on a day, from what is recorded of it."""
    past = past_grace(record, day)
    items = [_reading(item, record, day, past=past) for item in items_of(record.stage)]
    means = {corner: _mean(items, corner) for corner in Corner}
    unscored = _unscored(record, day)
    exact = None if unscored else _score(record.stage, means)
    answered = sum(reading.value is not None for reading in items)
    return IdeaTriangle(
        stage=record.stage,
        corners={corner: None if unscored or mean is None else half_up(100 * mean) for corner, mean in means.items()},
        score=_rounded(exact),
        trust=_rounded(percentage(answered, len(items))),
        why=unscored or (NOT_ENOUGH if exact is None else None),
        items=items,
        links=[] if unscored else links(record, day),
        flags=flags(record, day),
    )


def _reading(item: TriangleItem, record: IdeaRecord, day: date, *, past: bool) -> ItemReading:
    """Observe an item, or take its newest answer; one that is unanswered counts only once the grace is past."""
    if item.rule == ASKED:
        value = record.answers.get(item.key)
        fact = f"answered {value} of {MOST}" if value is not None else f"not answered by the {item.asked_of} yet"
    else:
        value, fact = observe(item.rule, record, day)
    return ItemReading(item=item, value=value, fact=fact, counts=value is not None or past)


def past_grace(record: IdeaRecord, day: date) -> bool:
    """Say whether unanswered items count 0: after days of grace in the stage."""
    return record.stage_since is None or (day - record.stage_since).days > days().grace


def _mean(items: Sequence[ItemReading], corner: Corner) -> Fraction | None:
    """The mean of a corner's counted items, from 0 to 1; None where none counts."""
    counted = [reading.value or 0 for reading in items if reading.item.corner is corner and reading.counts]
    return Fraction(sum(counted), MOST * len(counted)) if counted else None


def _unscored(record: IdeaRecord, day: date) -> str | None:
    """Why an idea has no score at all; None where it may have one."""
    if record.historical:
        return HISTORICAL_UNSCORED
    if record.stage == Stage.LATENT:
        return LATENT_UNSCORED
    if record.state != State.ACTIVE:
        return RESTING_UNSCORED
    if record.shielded_until and is_shielded(record.shielded_until, day=day):
        return SHIELDED_UNSCORED.format(until=day_in_words(record.shielded_until))
    return None


def _score(stage: str, means: Mapping[Corner, Fraction | None]) -> Fraction | None:
    """100 × Σ weight × corner; embedded times 1 − (largest − smallest corner). None where a corner has no value."""
    known = {corner: mean for corner, mean in means.items() if mean is not None}
    if len(known) < len(Corner):
        return None
    total = sum((weights()[stage][corner] * mean for corner, mean in known.items()), Fraction(0))
    balance = 1 - (max(known.values()) - min(known.values())) if stage == Stage.EMBEDDED else Fraction(1)
    return 100 * total * balance


def _rounded(exact: Fraction | None) -> Decimal | None:
    return None if exact is None else half_up(exact)


def weight_of(item: TriangleItem) -> float | None:
    """An item's part of its stage's weights, in per cent: its corner's weight spread over the corner's items."""
    if item.corner is None:
        return None
    beside = sum(other.corner is item.corner for other in items_of(item.stage))
    return round(float(100 * weights()[item.stage][item.corner] / beside), 1)
