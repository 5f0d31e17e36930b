"""What money an idea stands on: in sight, covering today, carried by the mainstream budget."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.portfolio.figures import day_in_words
from tracker.portfolio.triangle.items.observation import FULL, NONE, PART, UNRECORDED, ItemRule, Observation
from tracker.portfolio.triangle.record import IdeaRecord

NO_MONEY_NEEDED = Observation(FULL, "needs no money")
ENDED = Observation(NONE, "every line has ended")


def money_shaping(record: IdeaRecord, day: date, _args: Sequence[str]) -> Observation:
    """Money in sight: granted, indicative, or ended."""
    if record.needs_no_money:
        return NO_MONEY_NEEDED
    if not record.funding:
        return UNRECORDED
    running = [line for line in record.funding if line.runs_on(day)]
    if any(line.granted for line in running):
        return Observation(FULL, "granted money that has not ended")
    return Observation(PART, "only indicative money") if running else ENDED


def money_covers(record: IdeaRecord, day: date, _args: Sequence[str]) -> Observation:
    """Whether granted money covers today."""
    if record.needs_no_money:
        return NO_MONEY_NEEDED
    if not record.funding:
        return UNRECORDED
    covering = [line for line in record.funding if line.covers(day)]
    ends = [line.ends_on for line in covering if line.granted and line.ends_on]
    if ends:
        return Observation(FULL, f"granted until {day_in_words(max(ends))}")
    if covering:
        return Observation(PART, "only indicative, or without an end date")
    return Observation(PART, "money that begins later") if any(line.runs_on(day) for line in record.funding) else ENDED


def rollout_money(record: IdeaRecord, day: date, _args: Sequence[str]) -> Observation:
    """Whether the mainstream budget carries it."""
    if record.needs_no_money:
        return NO_MONEY_NEEDED
    if not record.funding:
        return UNRECORDED
    lasting = [line for line in record.funding if line.instrument == "mainstream_budget" and line.runs_on(day)]
    if any(line.granted for line in lasting):
        return Observation(FULL, "a granted line of the mainstream budget")
    if lasting:
        return Observation(PART, "the mainstream budget, indicative")
    return Observation(NONE, "no line of the mainstream budget")


RULES: tuple[ItemRule, ...] = (money_shaping, money_covers, rollout_money)
