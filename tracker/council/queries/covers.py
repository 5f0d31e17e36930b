"""Who is asked in place of whom: read from the memberships, where it is worked out, and from the covers themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from tracker.clock import today
from tracker.council.permissions import Can, Covers
from tracker.tenancy import rows

# Who is asked for somebody who is away, and until when, each with its days: the newest covers (council/models.py).
AWAY = """CASE WHEN m.away IS NOT NULL AND m.ended_at IS NULL THEN (
 SELECT json_agg(json_build_array(w.value ->> 0, w.value ->> 1, w.value ->> 2, w.value ->> 3, c.name))
 FROM jsonb_array_elements(m.away) AS w JOIN membership c ON c.council_id = m.council_id
  AND c.person_id = CAST(w.value ->> 0 AS uuid) AND c.ended_at IS NULL) END"""


# What a cover does as the person who is away, and only while that person may.
COVERED = (Can.KEEP_CURRENT, Can.RECORD_CONTACT)


class Absence(NamedTuple):
    """That somebody is away now: until when, and who is asked instead."""

    until: date
    cover_id: UUID
    cover: str


def absence_now(stored: Sequence[Sequence[str]] | None) -> Absence | None:
    """Who is asked for somebody today, and until when, as their membership has it; None while they are there."""
    for cover_id, since, until, back, name in stored or ():
        if date.fromisoformat(since) <= today() <= date.fromisoformat(until):
            return Absence(date.fromisoformat(back), UUID(cover_id), name)
    return None


def away_until(day: date, stored: Sequence[Sequence[str]] | None) -> date | None:
    """The last day away of somebody who is away on a day, as their membership has it; None while they are there."""
    found = (
        back for _, since, until, back in stored or () if date.fromisoformat(since) <= day <= date.fromisoformat(until)
    )
    return next(map(date.fromisoformat, found), None)


def covers_on(day: date, stored: Sequence[Sequence[Any]] | None) -> Covers:
    """For whom somebody is asked on a day, as their membership has it: who, since and until when, what they may do.

    What was kept before it said the last is as it was then: of somebody who may.
    """
    found = [
        (UUID(who), *(told or [list(COVERED)]))
        for who, since, until, *told in stored or ()
        if date.fromisoformat(since) <= day <= date.fromisoformat(until)
    ]
    return Covers(
        frozenset(who for who, _ in found),
        frozenset(who for who, may in found if Can.KEEP_CURRENT in may),
        frozenset(who for who, may in found if Can.RECORD_CONTACT in may),
    )


class CoverEntry(NamedTuple):
    """That somebody is or will be away, who is asked instead, and what that person is to know."""

    person_id: UUID
    person: str
    cover_id: UUID
    cover: str
    since: date
    until: date
    note: str | None

    @property
    def begun(self) -> bool:
        """Whether it holds now, and is not still to come."""
        return self.since <= today()


_STANDING = """
SELECT v.person_id, p.name AS person, v.cover_id, c.name AS cover, v.since, v.until, v.note
FROM cover v
JOIN membership p ON p.council_id = v.council_id AND p.person_id = v.person_id
JOIN membership c ON c.council_id = v.council_id AND c.person_id = v.cover_id
WHERE v.ended_at IS NULL AND v.until >= CAST(:today AS date) ORDER BY v.since, lower(p.name), v.person_id"""


def covers_standing() -> list[CoverEntry]:
    """Who is away in the open council or will be, and who is asked instead, the first away first."""
    return rows(CoverEntry, _STANDING, today=today())


def cover_of(person_id: UUID) -> CoverEntry | None:
    """Who is or will be asked in place of somebody; None where nobody is."""
    return next((each for each in covers_standing() if each.person_id == person_id), None)
