"""What is learnt with others and goes out to them: lessons, partners, other councils, what is published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.gate import TOOL_QUESTIONS, Gate
from tracker.portfolio.figures import day_in_words
from tracker.portfolio.triangle.items.observation import FULL, NONE, PART, UNRECORDED, ItemRule, Observation, by_age
from tracker.portfolio.triangle.record import IdeaRecord
from tracker.upkeep import days

ASKED_OF_TOOLS = tuple(f"{Gate.MOBILISE} {question}" for question in TOOL_QUESTIONS)


def outside_explored(record: IdeaRecord, _day: date, _args: Sequence[str]) -> Observation:
    """Whether somebody outside was asked."""
    if record.adapted_from_other:
        return Observation(FULL, "adapted from another council")
    if record.partners:
        return Observation(FULL, "a partner is recorded")
    given = [record.gate_answers[question] for question in ASKED_OF_TOOLS if question in record.gate_answers]
    if not given:
        return UNRECORDED
    if any(answer.in_words for answer in given):
        return Observation(PART, "answered at the mobilise gate")
    return Observation(NONE, "the questions were left without words")


def learns(record: IdeaRecord, day: date, _args: Sequence[str]) -> Observation:
    """How old the newest lesson is."""
    return by_age(record.newest_lesson, day, days().lesson, "newest lesson", recorded=record.lessons > 0)


def partners_hold(record: IdeaRecord, day: date, _args: Sequence[str]) -> Observation:
    """How old the newest activity of a partner is."""
    moved = max((acted for acted in (record.newest_partner, record.adaptation_moved_on) if acted), default=None)
    return by_age(moved, day, days().partner, "newest partner activity", recorded=record.partners > 0)


def convinced(record: IdeaRecord, _day: date, _args: Sequence[str]) -> Observation:
    """What became of it elsewhere."""
    if record.adapted_worked:
        return Observation(FULL, f"worked elsewhere: {record.adapted_worked}")
    if record.adapted_trying:
        return Observation(PART, f"being tried elsewhere: {record.adapted_trying}")
    if record.adapted_failed:
        return Observation(NONE, f"did not work elsewhere: {record.adapted_failed}")
    return UNRECORDED


def lessons_spread(record: IdeaRecord, _day: date, _args: Sequence[str]) -> Observation:
    """Whether lessons left the team."""
    if not record.lessons:
        return UNRECORDED
    if not record.lessons_shared:
        return Observation(NONE, "no lesson may be shared")
    if record.published or record.adapted_worked or record.adapted_trying or record.adapted_failed:
        return Observation(FULL, "lessons, and published or adapted elsewhere")
    return Observation(PART, "may be shared, not published")


def communicated(record: IdeaRecord, day: date, _args: Sequence[str]) -> Observation:
    """Whether a summary stands before others."""
    if not record.published:
        return Observation(NONE, "published, and withdrawn") if record.withdrawn else UNRECORDED
    refreshed = record.published_on
    recent = refreshed is not None and (day - refreshed).days <= days().publication
    return Observation(FULL if recent else PART, f"published, refreshed {day_in_words(refreshed)}")


RULES: tuple[ItemRule, ...] = (outside_explored, learns, partners_hold, convinced, lessons_spread, communicated)
