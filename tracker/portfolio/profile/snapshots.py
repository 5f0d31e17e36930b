"""The daily snapshots of a profile: kept by the worker, a part written only when it changed; and read back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ScalarSelect, func, select, text

from tracker.clock import now, today
from tracker.db import new_id
from tracker.portfolio.models import Snapshot
from tracker.portfolio.profile.parts import PARTS
from tracker.portfolio.profile.queries import profile_on
from tracker.portfolio.profile.words import PartItem, PartValue, ProfilePart, Term
from tracker.tenancy import session

YEAR_DAYS = 366
MONTHS = 12

KEEP = """
INSERT INTO profile_snapshot (id, day, part, value, why, terms, items, computed_at)
SELECT r.id, CAST(:day AS date), r.part, r.value, r.why, r.terms, r.items, CAST(:at AS timestamptz)
  FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(id uuid, part text, value numeric, why text, terms jsonb,
       items jsonb)
ON CONFLICT (council_id, day, part) DO UPDATE SET
    value = excluded.value, why = excluded.why, terms = excluded.terms, items = excluded.items,
    computed_at = excluded.computed_at
WHERE (profile_snapshot.value, profile_snapshot.why, profile_snapshot.terms, profile_snapshot.items)
      IS DISTINCT FROM (excluded.value, excluded.why, excluded.terms, excluded.items)
"""


def compute_snapshot() -> int:
    """Keep today's profile, part by part. Returns how many parts were written: those that changed."""
    day = today()
    rows = [{"id": str(new_id()), "part": part.name, **part.as_plain()} for part in profile_on(day=day)]
    kept = session().execute(text(KEEP), {"rows": json.dumps(rows), "day": day, "at": now()})
    written: int = kept.rowcount  # type: ignore[attr-defined]
    return written


def latest_profile() -> list[ProfilePart]:
    """The parts of the newest day that the worker computed, in their order, without their items; empty if none is."""
    columns = (Snapshot.part, Snapshot.day, Snapshot.value, Snapshot.terms)
    rows = {row.part: row for row in session().execute(select(*columns).where(Snapshot.day == _newest_day()))}
    stored = [rows[name] for name in PARTS if name in rows]
    return [ProfilePart(row.part, row.day, row.value, _terms(row.terms)) for row in stored]


def latest_part(*, name: str) -> ProfilePart | None:
    """One part of the newest day that the worker computed, with its items; None where it has not come round yet."""
    columns = (Snapshot.part, Snapshot.day, Snapshot.value, Snapshot.terms, Snapshot.items)
    stored = select(*columns).where(Snapshot.day == _newest_day(), Snapshot.part == name)
    row = session().execute(stored).one_or_none()
    if row is None:
        return None
    return ProfilePart(row.part, row.day, row.value, _terms(row.terms), [PartItem(**item) for item in row.items])


def _newest_day() -> ScalarSelect[Any]:
    return select(func.max(Snapshot.day)).where(Snapshot.day <= today()).scalar_subquery()


def _terms(stored: Mapping[str, int | float | None]) -> dict[str, Term]:
    """Terms as they were computed: whole numbers are counts, the others have one decimal."""
    return {name: Decimal(str(term)) if isinstance(term, float) else term for name, term in stored.items()}


def past_values(*, until: date) -> dict[str, list[PartValue]]:
    """The last value of each part in each month of the year up to a day, oldest first; the day's own last."""
    month = func.date_trunc("month", Snapshot.day)
    newest = (
        select(Snapshot.part, Snapshot.day, Snapshot.value)
        .distinct(Snapshot.part, month)
        .where(Snapshot.day <= until, Snapshot.day > until - timedelta(days=YEAR_DAYS))
        .order_by(Snapshot.part, month, Snapshot.day.desc())
    )
    values: dict[str, list[PartValue]] = {}
    for row in session().execute(newest):
        values.setdefault(row.part, []).append(PartValue(row.day, row.value))
    return {part: months[-MONTHS:] for part, months in values.items()}
