"""What has gone quiet: one fact each, true from the day after the last on which the thing was still fresh."""

from __future__ import annotations

from datetime import date

from tracker.clock import working_days_between
from tracker.idea.words import TEACHES
from tracker.upkeep.rules.ages import days
from tracker.value.rules import runway_months


def reply_late(promised: date | None, *, replied: date | None, today: date) -> bool:
    """Whether a first reply has not come although the last day that was promised is past."""
    return promised is not None and replied is None and promised < today


def days_waited(sent: date | None, *, today: date, nation: str | None) -> int:
    """For how many working days an author has waited since sending an idea; the day itself is 0."""
    return working_days_between(sent, today, nation) if sent else 0


def owes_lesson(outcome: str | None, *, lessons: int) -> bool:
    """Whether an idea was closed in a way that teaches something, and no lesson is written."""
    return outcome in TEACHES and not lessons


def sponsor_silent(last_contact: date | None, *, today: date) -> bool:
    """Whether the last contact with the sponsor is too long ago, or none is known."""
    return last_contact is None or (today - last_contact).days > days().sponsor


def evidence_stale(newest: date | None, *, extent: str | None, today: date) -> bool:
    """Whether the newest evidence or review is too old for the idea's extent, or none is dated."""
    return newest is None or (today - newest).days > days().evidence_of(extent)


def money_short(until: date | None, *, today: date) -> bool:
    """Whether granted money that ends on a day ends too soon; without an end it is unknown, never long."""
    months = runway_months(until, today=today)
    return months is None or months < days().runway


def idle(last_event_on: date, *, extent: str | None, today: date) -> bool:
    """Whether nothing happened for as long as makes an idea of its extent idle; on the last of those days it is."""
    return (today - last_event_on).days >= days().idle_of(extent)
