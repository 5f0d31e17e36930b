"""What is asked about shields: every one that an idea had, who set it, when and why."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from tracker.council import NAME
from tracker.tenancy import rows


class ShieldEntry(NamedTuple):
    """That a shield was set until a day, or ended where it names none: since when it counts, by whom and why."""

    on: date
    until: date | None
    by: str | None
    because: str | None


# Until when an idea was shielded on a day, by what was stated by then; and that no shield stood: performance reports
# leave out all others.
SHIELD_THEN = """(SELECT CAST(nullif(f.value, '') AS date) FROM idea_fact f
 WHERE f.idea_id = {0}.id AND f.fact = 'shielded_until'
   AND (f.counts_from IS NULL OR f.counts_from <= CAST(:day AS date))
 ORDER BY f.number DESC LIMIT 1)"""
UNSHIELDED = f"coalesce({SHIELD_THEN} <= CAST(:day AS date), true)"
_SHIELDS = f"""
SELECT f.counts_from AS "on", CAST(nullif(f.value, '') AS date) AS until, {NAME.format("f.by_id")} AS by, f.because
  FROM idea_fact f WHERE f.idea_id = CAST(:idea AS uuid) AND f.fact = 'shielded_until'
 ORDER BY f.number DESC LIMIT 50"""  # noqa: S608 - made of constants only


def shields_on(idea_id: UUID) -> list[ShieldEntry]:
    """The shields that an idea had, the newest first, at most 50."""
    return rows(ShieldEntry, _SHIELDS, idea=idea_id)
