"""What waits for somebody: the triage desk, one's own ideas, what moved, and ideas close to one."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, TextClause, text

from tracker.clock import start_of, today, working_days_between
from tracker.council import NAME, OWNER_NAME, Reader
from tracker.history import Event, event_of
from tracker.idea.visible import OPEN, SUBMITTED, VISIBLE, seen_by
from tracker.idea.words import Stage
from tracker.tenancy import session

CLOSE_ENOUGH = 0.72
_LAST_TURN = (
    "(SELECT g.kind FROM message g WHERE g.idea_id = i.id AND g.kind IN ('question', 'answer')"
    " ORDER BY g.at DESC, g.id DESC LIMIT 1)"
)
SERVICE = "coalesce((SELECT s.name FROM service s WHERE s.id = i.service_id), i.service_area)"


@functools.cache
def _first(statement: str, most: int) -> TextClause:
    """The first rows of a statement. How many stands in it as it is: a kept plan would have to do for any number."""
    return text(statement + f" LIMIT {int(most)}")


_WAITING = f"""
SELECT i.id, i.ref, i.title, i.problem, i.submitted_on, i.reply_due_on, i.first_reply_on, i.author_id,
 {SERVICE} AS service, {NAME.format("i.author_id")} AS author, {_LAST_TURN} AS last_turn
FROM idea i WHERE i.state = 'triage' AND {VISIBLE.format("i")}
ORDER BY i.first_reply_on IS NOT NULL, i.reply_due_on NULLS LAST, i.ref"""  # noqa: S608 - made of constants only


def waiting_in_triage(*, reader: Reader, most: int = 200) -> Sequence[Row[Any]]:
    """Ideas in triage, those without a first reply first and the oldest promise at the top."""
    return session().execute(_first(_WAITING, most), seen_by(reader)).all()


def median_first_reply(*, nation: str | None, days: int) -> float | None:
    """The median of working days to a first reply over ideas sent in the last days; None for none."""
    rows = session().execute(
        text(
            "SELECT submitted_on, first_reply_on FROM idea WHERE first_reply_on IS NOT NULL"  # noqa: S608 - constants only
            f" AND {SUBMITTED.format('idea')} AND submitted_on >= CAST(:today AS date) - CAST(:days AS int)"
        ),
        {"today": today(), "days": days},
    )
    waits = sorted(working_days_between(row.submitted_on, row.first_reply_on, nation) for row in rows)
    middle = len(waits) // 2
    if not waits:
        return None
    return float(waits[middle]) if len(waits) % 2 else (waits[middle - 1] + waits[middle]) / 2


# The nearest come from the index by their distance alone: with a second term all that are as far would be read.
_NEAREST = 50
_SIMILAR = f"""
SELECT i.id, i.ref, i.title, i.stage, i.state, i.outcome, i.source IS NOT NULL AS historical, {SERVICE} AS service,
 i.title <-> CAST(:title AS text) AS distance
FROM (SELECT * FROM idea j WHERE {OPEN.format("j")} ORDER BY j.title <-> CAST(:title AS text) LIMIT {_NEAREST}) i
ORDER BY distance, i.id"""  # noqa: S608 - made of constants only


def similar(*, title: str, but: UUID | None = None, most: int = 5) -> list[Row[Any]]:
    """Ideas whose title is close to this one, nearest first, and none that only looks alike by chance."""
    if not title.strip():
        return []
    rows = session().execute(_first(_SIMILAR, most + 1), {"title": title})
    return [row for row in rows if row.id != but and row.distance <= CLOSE_ENOUGH][:most]


_SAID_BY = f"""
SELECT i.id, i.ref, i.title, i.stage, i.state, i.outcome, i.submitted_on, i.reply_due_on, i.first_reply_on,
 i.parked_until, i.stage_since, i.changed_at, {_LAST_TURN} AS last_turn, {OWNER_NAME.format("i.owner_id")} AS owner,
 (SELECT json_build_object('ref', t.ref, 'title', t.title) FROM idea t
   WHERE t.id = i.merged_into_id AND {VISIBLE.format("t")}) AS merged_into,
 (SELECT w.because FROM idea_state w WHERE w.idea_id = i.id ORDER BY w.number DESC LIMIT 1) AS because,
 (SELECT json_build_object('text', left(g.text, 300), 'by_name', {NAME.format("g.by_id")}, 'at', g.at, 'kind', g.kind)
   FROM message g WHERE g.idea_id = i.id AND g.by_id <> i.author_id ORDER BY g.at DESC, g.id DESC LIMIT 1) AS last_said
FROM idea i WHERE i.author_id = :reader_id ORDER BY i.changed_at DESC, i.id DESC"""  # noqa: S608 - made of constants only


def said_by(*, reader: Reader, most: int = 50) -> Sequence[Row[Any]]:
    """What became of what somebody said: their ideas, those that changed last first, drafts included."""
    return session().execute(_first(_SAID_BY, most), seen_by(reader)).all()


_OWNED_BY = f"""
SELECT i.id, i.ref, i.title, i.stage, i.stage_since
FROM unnest(ARRAY[{{stages}}]) AS wanted(stage) CROSS JOIN LATERAL (
 SELECT * FROM idea i
  WHERE i.owner_id = :reader_id AND i.stage = wanted.stage AND i.state = 'active' AND i.source IS NULL
  AND {VISIBLE.format("i")} ORDER BY i.stage_since, i.id LIMIT {{most}}) i
ORDER BY i.stage_since, i.id LIMIT {{most}}"""  # noqa: S608 - made of constants only


@functools.cache
def _owned_by(most: int) -> TextClause:
    """The statement for so many, stage by stage: an index has those of an owner by their stage."""
    stages = ", ".join(f"'{stage}'" for stage in Stage)
    return text(_OWNED_BY.format(stages=stages, most=int(most)))


def owned_by(*, reader: Reader, most: int = 50) -> Sequence[Row[Any]]:
    """The active ideas that somebody keeps, longest in their stage first."""
    return session().execute(_owned_by(most), seen_by(reader)).all()


_SPONSORED_BY = text(
    f"""
SELECT i.id, i.ref, i.title, i.stage, i.stage_since, i.last_contact, {OWNER_NAME.format("i.owner_id")} AS owner
FROM idea i WHERE i.sponsor_id = :reader_id AND i.state = 'active' AND i.source IS NULL AND {VISIBLE.format("i")}
ORDER BY i.last_contact NULLS FIRST, i.ref LIMIT 50"""  # noqa: S608 - made of constants only
)


def sponsored_by(*, reader: Reader) -> Sequence[Row[Any]]:
    """The active ideas that somebody sponsors, those without contact for longest first."""
    return session().execute(_SPONSORED_BY, seen_by(reader)).all()


@dataclass(frozen=True)
class Headline:
    """One thing that happened to an idea, as it is shown."""

    event: Event
    at: datetime
    by_name: str | None
    ref: str
    title: str


_MOVED = f"""
SELECT e.what, e.at, e.particulars, i.ref, i.title, {NAME.format("e.by_id")} AS by_name
FROM event e CROSS JOIN LATERAL (
 SELECT * FROM idea WHERE idea.id = e.idea_id AND {SUBMITTED.format("idea")} AND {VISIBLE.format("idea")} LIMIT 1) i
WHERE e.at >= CAST(:since AS timestamptz)
 AND e.what IN ('gate_decided', 'sent_to_design_gate', 'improved_instead', 'resourced_instead', 'declined',
  'referred', 'merged', 'parked', 'idea_submitted', 'sponsor_named', 'idea_adapted', 'card_published',
  'evidence_added', 'lesson_written', 'adaptation_reported')
ORDER BY e.at DESC, e.number DESC"""  # noqa: S608 - made of constants only


def moved_since(*, reader: Reader, day: date, most: int = 8) -> Sequence[Headline]:
    """What happened to ideas since a day, newest first: moves, outcomes, sponsors named. For "what moved this week"."""
    rows = session().execute(_first(_MOVED, most), {"since": start_of(day), **seen_by(reader)})
    return [Headline(event_of(row.what, row.particulars), row.at, row.by_name, row.ref, row.title) for row in rows]
