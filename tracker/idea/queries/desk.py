"""What waits for somebody: one's own ideas, and what moved."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from tracker.clock import start_of
from tracker.council import NAME, OWNER_NAME, Reader
from tracker.history import Event, event_of
from tracker.idea.visible import SUBMITTED, TOLD, VISIBLE, seen_by
from tracker.idea.words import Stage
from tracker.tenancy import Query

LAST_TURN = (
    "(SELECT g.kind FROM message g WHERE g.idea_id = i.id AND g.kind IN ('question', 'answer')"
    " ORDER BY g.at DESC, g.id DESC LIMIT 1)"
)
SERVICE = "coalesce((SELECT s.name FROM service s WHERE s.id = i.service_id), replace(i.service_area, '_', ' '))"


@functools.cache
def first_of(statement: str, most: int) -> str:
    """The first rows of a statement. How many stands in it as it is: a kept plan would have to do for any number."""
    return statement + f" LIMIT {int(most)}"


class OwnIdeaRow(NamedTuple):
    """An idea that somebody said, and what became of it."""

    id: UUID
    ref: str
    title: str
    stage: str
    state: str
    outcome: str | None
    submitted_on: date | None
    reply_due_on: date | None
    first_reply_on: date | None
    parked_until: date | None
    held_until: date | None
    stage_since: date | None
    changed_at: datetime
    last_turn: str | None
    owner: str | None
    merged_into: dict[str, str] | None
    because: str | None
    last_said: dict[str, str] | None


_SAID_BY = f"""
SELECT i.id, i.ref, i.title, i.stage, i.state, i.outcome, i.submitted_on, i.reply_due_on, i.first_reply_on,
 i.parked_until, i.held_until, i.stage_since, i.changed_at, {LAST_TURN} AS last_turn,
 {OWNER_NAME.format("i.owner_id")} AS owner,
 (SELECT json_build_object('ref', t.ref, 'title', t.title) FROM idea t
   WHERE t.id = i.merged_into_id AND {VISIBLE.format("t")}) AS merged_into,
 (SELECT w.because FROM idea_state w WHERE w.idea_id = i.id ORDER BY w.number DESC LIMIT 1) AS because,
 (SELECT json_build_object('text', left(g.text, 300), 'by_name', {NAME.format("g.by_id")}, 'at', g.at, 'kind', g.kind)
   FROM message g WHERE g.idea_id = i.id AND g.by_id <> i.author_id AND g.kind <> 'note'
   ORDER BY g.at DESC, g.id DESC LIMIT 1) AS last_said
FROM idea i WHERE i.author_id = CAST(:reader_id AS uuid) ORDER BY i.changed_at DESC, i.id DESC"""  # noqa: S608 - made of constants only


def said_by(*, reader: Reader, most: int = 50) -> list[OwnIdeaRow]:
    """What became of what somebody said: their ideas, those that changed last first, drafts included."""
    return said_by_query(reader=reader, most=most).answer()


def said_by_query(*, reader: Reader, most: int = 50) -> Query[list[OwnIdeaRow]]:
    """The same, to be asked together with others."""
    return Query(OwnIdeaRow, first_of(_SAID_BY, most), seen_by(reader), list)


class QuestionRow(NamedTuple):
    """A question about an idea that waits for its author: what was asked, by whom and when."""

    ref: str
    title: str
    words: str
    asker: str | None
    at: datetime


# Among the newest of what somebody said: what waits for an answer is not far back.
_QUESTIONS = f"""
SELECT i.ref, i.title, left(g.text, 300) AS words, {NAME.format("g.by_id")} AS asker, g.at
FROM (SELECT * FROM idea i WHERE i.author_id = CAST(:reader_id AS uuid) AND {SUBMITTED.format("i")}
 ORDER BY i.changed_at DESC, i.id DESC LIMIT 50) AS i
CROSS JOIN LATERAL (SELECT * FROM message m WHERE m.idea_id = i.id AND m.kind IN ('question', 'answer')
 ORDER BY m.at DESC, m.id DESC LIMIT 1) AS g
WHERE i.state = 'triage' AND g.kind = 'question' ORDER BY g.at, i.ref"""  # noqa: S608 - made of constants only


def questions_query(*, reader: Reader) -> Query[list[QuestionRow]]:
    """The questions that wait for somebody as the author, the longest waiting first."""
    return Query(QuestionRow, _QUESTIONS, {"reader_id": reader.person_id}, list)


class KeptIdea(NamedTuple):
    """An active idea that somebody keeps."""

    id: UUID
    ref: str
    title: str
    stage: str
    stage_since: date | None
    held_until: date | None


# Each by an index of its own; nobody is owner and deputy of the same.
_OWNED_BY = f"""
SELECT i.id, i.ref, i.title, i.stage, i.stage_since, i.held_until
FROM (
 SELECT own.* FROM unnest(ARRAY[{{stages}}]) AS wanted(stage) CROSS JOIN LATERAL (
  SELECT * FROM idea i
   WHERE i.owner_id = CAST(:holder_id AS uuid) AND i.stage = wanted.stage AND i.state = 'active' AND i.source IS NULL
   AND {VISIBLE.format("i")} ORDER BY i.stage_since, i.id LIMIT {{most}}) AS own
 UNION ALL
 (SELECT * FROM idea i
   WHERE i.deputy_id = CAST(:holder_id AS uuid) AND i.state = 'active' AND i.source IS NULL AND {VISIBLE.format("i")}
   ORDER BY i.stage_since, i.id LIMIT {{most}})) AS i
ORDER BY i.stage_since, i.id LIMIT {{most}}"""  # noqa: S608 - made of constants only


@functools.cache
def owned_by_statement(most: int) -> str:
    """The statement for so many: an index has those of an owner by their stage, another those of a deputy."""
    stages = ", ".join(f"'{stage}'" for stage in Stage)
    return _OWNED_BY.format(stages=stages, most=int(most))


def owned_by(*, reader: Reader, most: int = 50) -> list[KeptIdea]:
    """The active ideas that somebody keeps, as owner or deputy, longest in their stage first."""
    return owned_by_query(reader=reader, most=most).answer()


def owned_by_query(*, reader: Reader, most: int = 50) -> Query[list[KeptIdea]]:
    """The same, to be asked together with others."""
    return Query(KeptIdea, owned_by_statement(most), held_by(reader), list)


def held_by(reader: Reader, holder_id: UUID | None = None) -> dict[str, Any]:
    """The parameters of what somebody holds, or another for whom they stand in, as far as the reader may see it."""
    return {"holder_id": holder_id or reader.person_id, **seen_by(reader)}


class SponsoredIdea(NamedTuple):
    """An active idea that somebody sponsors, and when they were last in contact with its team."""

    id: UUID
    ref: str
    title: str
    stage: str
    stage_since: date | None
    last_contact: date | None
    held_until: date | None
    owner: str | None


_SPONSORED_BY = f"""
SELECT i.id, i.ref, i.title, i.stage, i.stage_since, i.last_contact, i.held_until,
 {OWNER_NAME.format("i.owner_id")} AS owner
FROM idea i
WHERE i.sponsor_id = CAST(:holder_id AS uuid) AND i.state = 'active' AND i.source IS NULL AND {VISIBLE.format("i")}
ORDER BY i.last_contact NULLS FIRST, i.ref LIMIT 50"""  # noqa: S608 - made of constants only


def sponsored_by_query(*, reader: Reader, holder_id: UUID | None = None) -> Query[list[SponsoredIdea]]:
    """Ideas that somebody answers for as their sponsor, silent longest first, at most 50; or another, as they see."""
    return Query(SponsoredIdea, _SPONSORED_BY, held_by(reader, holder_id), list)


@dataclass(frozen=True)
class Headline:
    """One thing that happened to an idea, as it is shown."""

    event: Event
    at: datetime
    by_name: str | None
    ref: str
    title: str


class HeadlineRow(NamedTuple):
    """The same as it is read."""

    what: str
    at: datetime
    particulars: dict[str, Any]
    ref: str
    title: str
    by_name: str | None


_MOVED = f"""
SELECT e.what, e.at, {TOLD.format("e")} AS particulars, i.ref, i.title, {NAME.format("e.by_id")} AS by_name
FROM event e CROSS JOIN LATERAL (
 SELECT * FROM idea WHERE idea.id = e.idea_id AND {SUBMITTED.format("idea")} AND {VISIBLE.format("idea")} LIMIT 1) i
WHERE e.at >= CAST(:since AS timestamptz)
 AND e.what IN ('gate_decided', 'sent_to_design_gate', 'improved_instead', 'resourced_instead', 'declined',
  'referred', 'merged', 'parked', 'idea_woken', 'idea_reopened', 'idea_submitted', 'sponsor_named', 'idea_adapted',
  'card_published', 'evidence_added', 'lesson_written', 'adaptation_reported')
ORDER BY e.at DESC, e.number DESC"""  # noqa: S608 - made of constants only


def moved_query(*, reader: Reader, day: date, most: int = 8) -> Query[Sequence[Headline]]:
    """What happened to ideas since a day, newest first: moves, outcomes, sponsors named. For "what moved this week"."""
    return Query(HeadlineRow, first_of(_MOVED, most), {"since": start_of(day), **seen_by(reader)}, _headlines)


def _headlines(found: Sequence[HeadlineRow]) -> Sequence[Headline]:
    return [Headline(event_of(row.what, row.particulars), row.at, row.by_name, row.ref, row.title) for row in found]
