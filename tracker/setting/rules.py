"""What is true of every change of a setting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from tracker.ours import Value, settings

SHORTEST_REASON = 3
LONGEST_REASON = 500


def reason_faults(because: str) -> Iterator[str]:
    """A change has a reason that colleagues can read."""
    if len(because.strip()) < SHORTEST_REASON:
        yield "Say why you change it, for your colleagues"
    elif len(because.strip()) > LONGEST_REASON:
        yield f"Use {LONGEST_REASON} characters or fewer"


BEFORE_ELECTION = timedelta(weeks=6)
ELECTION, LAST_ELECTION = "election", "election.last"


def _elections() -> list[date]:
    """The election days that the council at hand named: the next, and the one before it."""
    held = settings()
    return sorted(date.fromisoformat(str(held[name])) for name in (ELECTION, LAST_ELECTION) if name in held)


def next_election(day: date) -> date | None:
    """The next election day that is named, seen from a day; the day itself is still to come."""
    return next((each for each in _elections() if each >= day), None)


def last_election(day: date) -> date | None:
    """The last election day that was named and is over on a day."""
    return next((each for each in reversed(_elections()) if each < day), None)


def election_after(day: date) -> date | None:
    """The election in whose six weeks before it a day falls; None where it falls in none."""
    return next((each for each in _elections() if day <= each <= day + BEFORE_ELECTION), None)


def election_named(day: date | None, *, today: date) -> dict[str, Value | None]:
    """The settings by which a day is the next election; one that is over stays known beside it."""
    over = last_election(today)
    last = {LAST_ELECTION: over.isoformat()} if over else {}
    return {ELECTION: day.isoformat() if day else None, **last}
