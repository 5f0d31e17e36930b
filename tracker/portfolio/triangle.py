"""The strategic triangle of one idea: three corners, three links, a score that depends on the stage, and its trust.

Source: domain.md, "Health of one idea". Shares are kept exact; the score is rounded once, half up, to one decimal.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tracker.idea.words import Stage, State
from tracker.portfolio.figures import half_up, percentage, told
from tracker.portfolio.flags import flags
from tracker.portfolio.observing import observe
from tracker.portfolio.reference import days, items_of, weights
from tracker.portfolio.seen import Seen
from tracker.portfolio.words import NOT_ENOUGH, Corner, ItemSeen, Link, TriangleItem, TriangleOf

MOST = 4
ASKED = "asked"

LATENT_UNSCORED = "A latent idea has no score: these items are a checklist."
HISTORICAL_UNSCORED = "A historical case has no score: it is told by a report, and nobody works on it here."
RESTING_UNSCORED = "An idea that is parked or closed has no score."
SHIELDED_UNSCORED = "Shielded until {until}: no score until then."


def triangle(seen: Seen, day: date) -> TriangleOf:
    """Work out the triangle of an idea on a day, from what is recorded of it."""
    items = [_look_at(item, seen, day) for item in items_of(seen.stage)]
    means = {corner: _mean(items, corner) for corner in Corner}
    unscored = _unscored(seen, day)
    exact = None if unscored else _score(seen.stage, means)
    answered = sum(one.value is not None for one in items)
    trust = percentage(answered, len(items))
    return TriangleOf(
        stage=seen.stage,
        corners={corner: None if unscored or mean is None else half_up(100 * mean) for corner, mean in means.items()},
        score=_rounded(exact),
        trust=_rounded(trust),
        why=unscored or (NOT_ENOUGH if exact is None else None),
        items=items,
        links=[] if unscored else _links(seen, day),
        flags=flags(seen, day),
    )


def _rounded(exact: Fraction | None) -> Decimal | None:
    return None if exact is None else half_up(exact)


def _unscored(seen: Seen, day: date) -> str | None:
    """Why an idea has no score at all; None where it may have one."""
    if seen.historical:
        return HISTORICAL_UNSCORED
    if seen.stage == Stage.LATENT:
        return LATENT_UNSCORED
    if seen.state != State.ACTIVE:
        return RESTING_UNSCORED
    if seen.shielded_until and day < seen.shielded_until:
        return SHIELDED_UNSCORED.format(until=told(seen.shielded_until))
    return None


def past_grace(seen: Seen, day: date) -> bool:
    """Say whether unanswered items count 0: after a grace of 30 days (default) in the stage."""
    return seen.stage_since is None or (day - seen.stage_since).days > days("grace_days")


def _look_at(item: TriangleItem, seen: Seen, day: date) -> ItemSeen:
    """Observe an item, or take its newest answer; one that is unanswered counts only once the grace is past."""
    if item.rule == ASKED:
        value = seen.answers.get(item.key)
        fact = f"answered {value} of {MOST}" if value is not None else f"not answered by the {item.asked_of} yet"
    else:
        value, fact = observe(item.rule, seen, day)
    return ItemSeen(item=item, value=value, fact=fact, counts=value is not None or past_grace(seen, day))


def _mean(items: Sequence[ItemSeen], corner: Corner) -> Fraction | None:
    """The mean of a corner's counted items, from 0 to 1; None where none counts."""
    counted = [one.value or 0 for one in items if one.item.corner is corner and one.counts]
    return Fraction(sum(counted), MOST * len(counted)) if counted else None


def _score(stage: str, means: dict[Corner, Fraction | None]) -> Fraction | None:
    """100 × Σ weight × corner; embedded times 1 − (largest − smallest corner). None where a corner has no value."""
    known = {corner: mean for corner, mean in means.items() if mean is not None}
    if len(known) < len(Corner):
        return None
    total = sum((weights()[stage][corner] * mean for corner, mean in known.items()), Fraction(0))
    balance = 1 - (max(known.values()) - min(known.values())) if stage == Stage.EMBEDDED else Fraction(1)
    return 100 * total * balance


def _links(seen: Seen, day: date) -> list[Link]:
    """Authority gives capacity, capacity makes value, value raises authority; each weak by one recorded fact."""
    return [
        Link(Corner.AUTHORITY, Corner.CAPACITY, *_sponsor_link(seen, day)),
        Link(Corner.CAPACITY, Corner.VALUE, *_work_link(seen)),
        Link(Corner.VALUE, Corner.AUTHORITY, *_sight_link(seen)),
    ]


def _sponsor_link(seen: Seen, day: date) -> tuple[bool, str]:
    if seen.newest_contact is None:
        return True, "no contact with a sponsor is recorded"
    age = (day - seen.newest_contact).days
    return age > days("sponsor_days"), f"last contact with the sponsor {told(seen.newest_contact)}"


def _work_link(seen: Seen) -> tuple[bool, str]:
    under_way = seen.stage in {Stage.MOBILISE, Stage.MAINSTREAM, Stage.EMBEDDED}
    if not under_way:
        return False, "work is not under way yet"
    if seen.level <= 1:
        return True, "work is under way and no evidence is above level 1"
    return False, f"the evidence supports level {seen.level}"


def _sight_link(seen: Seen) -> tuple[bool, str]:
    if not seen.evidence:
        return False, "no evidence to be seen yet"
    if seen.evidence[-1].seen_on:
        return False, f"the sponsor saw the newest evidence on {told(seen.evidence[-1].seen_on)}"
    return True, "the sponsor has not seen the newest evidence"
