"""The first day on which a passing date alone may change an idea's triangle: until then it need not be looked at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from tracker.portfolio.triangle.record import IdeaRecord
from tracker.upkeep import days
from tracker.value.rules import plus_months, runway_months

SHORTER = timedelta(days=3)  # by so many days at most are two months of different length apart


def due_on(record: IdeaRecord, day: date) -> date | None:
    """The first day after a day on which an item, link or flag may read otherwise, if nothing is recorded until then.

    Never too late; it may be early. None where no passing day changes anything.
    """
    turning = [*_old(record), *_ended(record), *_short(record, day)]
    return min((each for each in turning if each and each > day), default=None)


def _old(record: IdeaRecord) -> Iterator[date | None]:
    """The first days on which what is recorded is older than it may be, and than twice that."""
    limits = days()
    moved = max((acted for acted in (record.newest_partner, record.adaptation_moved_on) if acted), default=None)
    for newest, fresh in (
        (record.newest_contact, limits.sponsor),
        (record.sponsor_last_acted_on, limits.sponsor),
        (record.newest_lesson, limits.lesson),
        (moved, limits.partner),
    ):
        yield _after(newest, fresh)
        yield _after(newest, fresh.twice)
    yield _after(record.published_on, limits.publication)
    yield _after(record.stage_since, limits.grace)
    yield _after(record.recently_until, limits.people)
    yield _after(record.last_event_on, limits.idle_of(record.extent) - 1)
    for evidence in record.evidence:
        yield _after(evidence.day, limits.feedback)


def _ended(record: IdeaRecord) -> Iterator[date | None]:
    """The first days after what holds until a day."""
    yield record.shielded_until
    yield _after(record.condition_due)
    for line in record.funding:
        yield line.starts_on
        yield _after(line.ends_on)


def _short(record: IdeaRecord, day: date) -> Iterator[date | None]:
    """The day by which granted money lasts a month less, or is short."""
    until = max((line.ends_on for line in record.funding if line.granted and line.ends_on), default=None)
    months = runway_months(until, today=day)
    if until and months:
        least = min(months, days().runway)
        yield max(_after(day) or date.max, plus_months(until, -least) - SHORTER)


def _after(last: date | None, fresh: int = 0) -> date | None:
    """The first day after the last on which something still holds; None past the calendar's end."""
    try:
        return last + timedelta(days=fresh + 1) if last else None
    except OverflowError:
        return None
