"""What is true of what an idea replaces and of what it was recognised with. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tracker.idea.words import Refused

LONGEST_LINE = 300


def old_service_faults(*, service: str, ends_on: date | None, ended_on: date | None, today: date) -> Iterator[Refused]:
    """An old service has words and a day on which it ends, or on which it did: that is not to come."""
    if not service.strip():
        yield Refused("Say which service or task stops", field="service")
    if ends_on is None and ended_on is None:
        yield Refused("Give the day on which it is to end: a day like 18 December 2026", field="ends_on")
    if ended_on and ended_on > today:
        yield Refused("Give the day on which it ended, not one to come", field="ended_on")


def recognition_faults(*, title: str, giver: str, on: date | None, today: date) -> Iterator[Refused]:
    """Recognition says what it was, from whom, and on which day, which is not to come."""
    if not title.strip():
        yield Refused("Say what it was: the name of the award", field="title")
    if not giver.strip():
        yield Refused("Say who gave it", field="giver")
    if on is None:
        yield Refused("Give the day on which it was given: a day like 18 December 2026", field="on")
    elif on > today:
        yield Refused("Give the day on which it was given, not one to come", field="on")
