"""What is asked about hours: those granted for an idea."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from tracker.idea import Aside, Idea


class HoursEntry(NamedTuple):
    """Hours a week as they were granted: by whom, to whom, from when to when, and whether they are used."""

    id: UUID
    granted_by: str
    granted_to: str
    hours_a_week: Decimal
    since: date | None
    until: date | None
    used: str | None
    note: str | None


_TOLD = """
SELECT json_agg(json_build_array(h.id, h.granted_by, h.granted_to, CAST(h.hours_a_week AS text), h.since, h.until,
  h.used, h.note) ORDER BY h.until DESC NULLS FIRST, h.id) FROM hours_grant h WHERE h.idea_id = idea.id"""


def _entry(stored: Sequence[Any]) -> HoursEntry:
    told = HoursEntry._make(stored)
    since, until = (date.fromisoformat(day) if (day := str(each or "")) else None for each in (told.since, told.until))
    return told._replace(id=UUID(str(told.id)), hours_a_week=Decimal(told.hours_a_week), since=since, until=until)


HOURS: Aside[list[HoursEntry]] = Aside("hours", _TOLD, lambda told: [_entry(each) for each in told or ()])


def hours_on(*, idea: Idea) -> list[HoursEntry]:
    """The hours that were granted for an idea, those that last longest first."""
    return HOURS.on(idea).answer()
