"""The daily snapshots of a profile: kept by the worker, a part written only when it changed; and read back.

Of the newest, the ideas behind each part are kept beside it, fifty in a row, in the order in which its page lists them:
those that do not count first. Those behind a past day are worked out from the dated rows (docs/decisions/0005).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import text

from tracker import fault
from tracker.clock import now, today
from tracker.db import new_id
from tracker.fault import FaultKind
from tracker.ours import Value, holding, settings
from tracker.portfolio.profile.parts import PARTS, every_part
from tracker.portfolio.profile.queries import circumstances_on
from tracker.portfolio.profile.rules import pages_of
from tracker.portfolio.profile.words import IdeaOnDay, PartShift, PartValue, ProfilePart, ProfileRecord, Term
from tracker.portfolio.standings import compute_standings, standings
from tracker.tenancy import rows, session

WEEKS = 4  # in which a part moved, until there are months to tell
KEEP = """
WITH computed AS (
 SELECT * FROM jsonb_to_recordset(CAST(:parts AS jsonb))
     AS r(id uuid, part text, value numeric, why text, terms jsonb, pages bigint)),
listed AS (
 SELECT * FROM jsonb_to_recordset(CAST(:pages AS jsonb)) AS r(part text, page bigint, items jsonb)),
kept AS (
 INSERT INTO profile_snapshot (id, day, part, value, why, terms, computed_at)
 SELECT r.id, CAST(:day AS date), r.part, r.value, r.why, r.terms, CAST(:at AS timestamptz) FROM computed r
 ON CONFLICT (council_id, day, part) DO UPDATE SET
     value = excluded.value, why = excluded.why, terms = excluded.terms, computed_at = excluded.computed_at
 WHERE (profile_snapshot.value, profile_snapshot.why, profile_snapshot.terms)
       IS DISTINCT FROM (excluded.value, excluded.why, excluded.terms)
 RETURNING part),
turned AS (
 INSERT INTO part_page (part, page, items) SELECT r.part, r.page, r.items FROM listed r
 ON CONFLICT (council_id, part, page) DO UPDATE SET items = excluded.items
 WHERE part_page.items IS DISTINCT FROM excluded.items
 RETURNING part),
gone AS (
 DELETE FROM part_page USING computed r WHERE part_page.part = r.part AND part_page.page > r.pages
 RETURNING part_page.part)
SELECT part FROM kept UNION SELECT part FROM turned UNION SELECT part FROM gone
"""


def compute_snapshot() -> int:
    """Keep today's profile, part by part. Returns how many parts were written: those that changed.

    An idea that cannot be counted is left out of all of them, and named.
    """
    compute_standings()
    day = today()
    parts = {part.name: (part, pages_of(part.items)) for part in _profile(day)}
    given = {
        "parts": json.dumps([_plain(part, len(pages)) for part, pages in parts.values()]),
        "pages": json.dumps(
            [
                {"part": name, "page": number, "items": [item.as_plain() for item in items]}
                for name, (_, pages) in parts.items()
                for number, items in enumerate(pages, start=1)
            ]
        ),
    }
    return len(session().execute(text(KEEP), {**given, "day": day, "at": now()}).all())


def _profile(day: date) -> list[ProfilePart]:
    """Today's parts, of the ideas as they stand."""
    every, circumstances, found = standings(), circumstances_on(day=day), list[ProfilePart]()

    def count(only: Sequence[IdeaOnDay] | None) -> None:
        found[:] = every_part(every if only is None else only, day, circumstances)

    faults = fault.work_out(count, lambda: every)
    if faults:
        count([idea for idea in every if idea not in faults])
    fault.keep(FaultKind.PROFILE, {idea.ref: error for idea, error in faults.items()})
    return found


def shifts(*, wanted: Mapping[str, Value | None]) -> list[PartShift]:
    """The parts that would be others today with other settings, of the ideas as they were worked out last."""
    now = _profile_of(standings())
    with holding(settings().changed(wanted)):
        then = _profile_of(standings())
    return [PartShift(*pair) for pair in zip(now, then, strict=True) if pair[0].terms != pair[1].terms]


def _profile_of(ideas: Sequence[IdeaOnDay]) -> list[ProfilePart]:
    return every_part(ideas, today(), circumstances_on(day=today()))


def _plain(part: ProfilePart, pages: int) -> dict[str, Any]:
    told = part.as_plain()
    return {**told, "id": str(new_id()), "part": part.name, "pages": pages, "items": None}


class SnapshotRow(NamedTuple):
    """One part of the newest snapshot, with its terms; or, without, what it was worth at the end of a month."""

    part: str
    day: date
    value: Decimal | None
    terms: dict[str, int | float | None] | None


# An index has the days of each part in their order, so that the last of a month is found and no other read.
_RECORD = """
SELECT s.part, s.day, s.value, s.terms FROM profile_snapshot s
 WHERE s.day = (SELECT max(day) FROM profile_snapshot WHERE day <= CAST(:today AS date))
   AND s.part = ANY (CAST(:parts AS text[]))
UNION
SELECT wanted.part, last.day, last.value, NULL
  FROM unnest(CAST(:parts AS text[])) AS wanted(part)
 CROSS JOIN unnest(CAST(:firsts AS date[]), CAST(:lasts AS date[])) AS month(first_day, last_day)
 CROSS JOIN LATERAL (
   SELECT s.day, s.value FROM profile_snapshot s
    WHERE s.part = wanted.part AND s.day BETWEEN month.first_day AND month.last_day ORDER BY s.day DESC LIMIT 1) AS last
"""


def profile_record(*, until: date, of: Collection[str] = tuple(PARTS)) -> ProfileRecord:
    """Some parts as the worker kept them last, without their ideas, and what each was worth at the end of each month.

    The months end with that of the day `until`, whose own last value is that of the day or before it; of the last
    four weeks it is also what each was worth at the end of a week. A part that has not come round yet is left out. One
    statement.
    """
    months, weeks = months_until(until), weeks_until(until)
    found = rows(
        SnapshotRow,
        _RECORD,
        today=today(),
        parts=list(of),
        firsts=[*months, *(week - timedelta(days=6) for week in weeks)],
        lasts=[*(month - timedelta(days=1) for month in months[1:]), until, *weeks],
    )
    newest = {row.part: row for row in found if row.terms is not None}
    past: dict[str, list[PartValue]] = {}
    for row in sorted((row for row in found if row.terms is None), key=lambda row: row.day):
        past.setdefault(row.part, []).append(PartValue(row.day, row.value))
    parts = [_part(newest[name]) for name in PARTS if name in newest]
    return ProfileRecord(parts, past)


class DaySnapshot(NamedTuple):
    """One part of the snapshot of a day, with its terms."""

    part: str
    day: date
    value: Decimal | None
    terms: dict[str, int | float | None]


_OF_SOME = "SELECT part, day, value, terms FROM profile_snapshot WHERE day = ANY (CAST(:days AS date[]))"


def snapshots_on(*, days: Sequence[date]) -> Mapping[date, list[ProfilePart]]:
    """The parts as they were kept on some days, without their ideas; none of a day without a snapshot."""
    found = {(row.day, row.part): _part(SnapshotRow(*row)) for row in rows(DaySnapshot, _OF_SOME, days=list(days))}
    return {day: [found[day, name] for name in PARTS if (day, name) in found] for day in days}


def months_until(day: date) -> list[date]:
    """The first days of the twelve months that end with this one, oldest first."""
    month = 12 * day.year + day.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(month - 11, month + 1)]


def weeks_until(day: date) -> list[date]:
    """The last days of the weeks that end with a day, oldest first."""
    return [day - timedelta(weeks=weeks) for weeks in range(WEEKS - 1, -1, -1)]


def _part(row: SnapshotRow) -> ProfilePart:
    return ProfilePart(row.part, row.day, row.value, terms_of(row.terms or {}))


def terms_of(stored: Mapping[str, int | float | None]) -> dict[str, Term]:
    """Terms as they were computed: whole numbers are counts, the others have one decimal."""
    return {name: Decimal(str(term)) if isinstance(term, float) else term for name, term in stored.items()}
