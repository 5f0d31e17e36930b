"""What is asked about amendments: what stood on a past day, what was withdrawn, what stood in a row before."""

# ruff: noqa: S608 - statements are made of constants only

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import select, text

from tracker.amendment.models import Amendment
from tracker.amendment.words import CAN_BE_UNDONE, AmendmentAct, RecordKind
from tracker.council import FORMER, NAME
from tracker.db import Base
from tracker.idea import Aside, Idea, NotFoundError
from tracker.tenancy import current_council, rows, session

# The rows of a table on the idea `i` as they stood by the end of :day: what was changed later is read as it was. Where
# nothing was changed after that day, which is asked once, no amendment is looked up.
_LAST = '(SELECT max("on") FROM amendment)'
AS_IT_WAS = f"""(
    SELECT {{columns}} FROM {{table}} r WHERE r.idea_id = i.id
       AND (coalesce({_LAST} <= CAST(:day AS date), true)
            OR NOT EXISTS (SELECT FROM amendment a WHERE a.idea_id = i.id AND a.row_id = r.id
                            AND a."on" > CAST(:day AS date)))
    UNION ALL
    SELECT {{columns}} FROM (
        SELECT DISTINCT ON (a.row_id) a.was FROM amendment a
         WHERE {_LAST} > CAST(:day AS date) AND a."on" > CAST(:day AS date)
           AND a.idea_id = i.id AND a.kind = '{{table}}'
         ORDER BY a.row_id, a.number) AS later
     CROSS JOIN LATERAL jsonb_populate_record(NULL::{{table}}, later.was) AS r
     WHERE later.was IS NOT NULL)"""


class Recorded(Protocol):
    """A row on an idea that can be corrected or withdrawn."""

    __tablename__: str
    id: Any
    idea_id: Any


T = TypeVar("T", bound=Base)


def standing(model: type[T], *, idea: Idea, row_id: UUID) -> T:
    """One row of an idea as it stands. Raises NotFoundError for one that is another idea's, or was withdrawn."""
    found = session().get(model, (current_council(), row_id))
    if found is None or found.idea_id != idea.id:  # type: ignore[attr-defined]  # every amendable row hangs on an idea
        raise NotFoundError(idea.ref)
    return found


def newest_amendment(*, idea_id: UUID, row_id: UUID) -> Amendment | None:
    """The last change of a row."""
    asked = select(Amendment).where(Amendment.idea_id == idea_id, Amendment.row_id == row_id)
    return session().scalar(asked.order_by(Amendment.number.desc()).limit(1))


class WithdrawnEntry(NamedTuple):
    """A row that was withdrawn, with all that stood in it; `along` says that it went with another."""

    kind: RecordKind
    row_id: UUID
    was: Mapping[str, Any]
    because: str | None
    at: datetime
    by: str
    along: bool


def _withdrawn(told: Sequence[Sequence[Any]] | None) -> Sequence[WithdrawnEntry]:
    return [
        WithdrawnEntry(RecordKind(kind), UUID(row_id), was, because, datetime.fromisoformat(at), by or FORMER, along)
        for kind, row_id, was, because, at, by, along in told or ()
    ]


WITHDRAWN: Aside[Sequence[WithdrawnEntry]] = Aside(
    "withdrawn",
    f"""
    SELECT json_agg(json_build_array(w.kind, w.row_id, w.was, w.because, w.at, {NAME.format("w.by_id")},
      w.with_id IS NOT NULL) ORDER BY w.number DESC)
      FROM amendment w WHERE w.idea_id = idea.id AND w.act = 'withdrawn' AND NOT EXISTS (
        SELECT FROM amendment n WHERE n.idea_id = w.idea_id AND n.row_id = w.row_id AND n.number > w.number)""",
    _withdrawn,
)


_WITHDRAWN_ON = f"SELECT ({WITHDRAWN.sql}) AS told FROM idea WHERE idea.id = CAST(:idea AS uuid)"


class _ToldWithdrawn(NamedTuple):
    told: Sequence[Sequence[Any]] | None


def withdrawn_on(idea: Idea) -> Sequence[WithdrawnEntry]:
    """What was withdrawn of an idea, the newest first."""
    return WITHDRAWN.read(rows(_ToldWithdrawn, _WITHDRAWN_ON, idea=idea.id)[0].told)


_WITHDRAWN_KEYS = """
SELECT w.was ->> 'given_key' FROM amendment w
 WHERE w.act = 'withdrawn' AND w.was ->> 'given_key' IS NOT NULL AND NOT EXISTS (
   SELECT FROM amendment n WHERE n.idea_id = w.idea_id AND n.row_id = w.row_id AND n.number > w.number)"""


def withdrawn_keys() -> set[str]:
    """What rows of the open council are known by that came from a file and were withdrawn since."""
    return set(session().scalars(text(_WITHDRAWN_KEYS)))


class ChangeEntry(NamedTuple):
    """One change of a row or of one that rests on it, with what stood there before."""

    kind: RecordKind
    row_id: UUID
    act: AmendmentAct
    was: Mapping[str, Any] | None
    because: str | None
    at: datetime
    by: str


class _ChangeRow(NamedTuple):
    kind: str
    row_id: UUID
    act: str
    was: Mapping[str, Any] | None
    because: str | None
    at: datetime
    by: str | None


_CHANGES = f"""
SELECT a.kind, a.row_id, a.act, a.was, a.because, a.at, {NAME.format("a.by_id")} AS by
  FROM amendment a
 WHERE a.idea_id = CAST(:idea AS uuid)
   AND (a.row_id = CAST(:row AS uuid) OR (a.kind = 'evidence' AND a.was ->> 'claim_id' = CAST(:row AS text)))
 ORDER BY a.number DESC"""


def changes_of_claim(*, idea: Idea, claim_id: UUID) -> list[ChangeEntry]:
    """Every change of a claim and of the evidence on it, the newest first; one statement."""
    return [
        ChangeEntry(
            RecordKind(told.kind),
            told.row_id,
            AmendmentAct(told.act),
            told.was,
            told.because,
            told.at,
            told.by or FORMER,
        )
        for told in rows(_ChangeRow, _CHANGES, idea=idea.id, row=str(claim_id))
    ]


class AmendmentEntry(NamedTuple):
    """One change of a row: what was done, what stood there before (nothing where it is empty), who, when and why."""

    act: AmendmentAct
    was: Mapping[str, Any] | None
    because: str | None
    at: datetime
    by: str


@dataclass(frozen=True)
class RecordHistory:
    """A row as it stands, None once it was withdrawn, and every change of it, the newest first."""

    kind: RecordKind
    now: Mapping[str, Any] | None
    entries: Sequence[AmendmentEntry]
    made_by: str | None

    @property
    def first(self) -> Mapping[str, Any]:
        """The row as it was recorded first."""
        told = [entry.was for entry in reversed(self.entries) if entry.was]
        return next(iter(told), None) or self.now or {}

    @property
    def newest(self) -> Mapping[str, Any]:
        """The row as it stands, or stood last."""
        return self.now or next((entry.was for entry in self.entries if entry.was), {})

    @property
    def recorded_at(self) -> datetime:
        """When it was recorded first."""
        return datetime.fromisoformat(self.first["recorded_at"])

    @property
    def reviews(self) -> Sequence[AmendmentEntry]:
        """The changes by which it was looked at again, the newest first."""
        return [entry for entry in self.entries if entry.act is AmendmentAct.REVIEWED]

    @property
    def can_be_undone(self) -> bool:
        """Whether the newest change can be undone."""
        return bool(self.entries) and self.entries[0].act in CAN_BE_UNDONE


class _ToldRow(NamedTuple):
    now: Mapping[str, Any] | None
    entries: Sequence[Sequence[Any]] | None
    made_by: str | None


_AUTHOR = "coalesce(told.row ->> 'by_id', told.row ->> 'claimed_by_id')::uuid"
_HISTORY = f"""
SELECT r.now, e.entries, {NAME.format(_AUTHOR)} AS made_by
  FROM (SELECT (SELECT to_jsonb(t) FROM {{table}} t
                 WHERE t.id = CAST(:row AS uuid) AND t.idea_id = CAST(:idea AS uuid)) AS now) AS r
 CROSS JOIN (SELECT json_agg(json_build_array(a.act, a.was, a.because, a.at, {NAME.format("a.by_id")})
                    ORDER BY a.number DESC) AS entries
               FROM amendment a WHERE a.idea_id = CAST(:idea AS uuid) AND a.row_id = CAST(:row AS uuid)
                AND a.kind = CAST(:kind AS text)) AS e
 CROSS JOIN LATERAL (SELECT coalesce(r.now, (e.entries -> 0 ->> 1)::jsonb) AS row) AS told"""


def record_history(*, idea: Idea, kind: RecordKind, row_id: UUID) -> RecordHistory:
    """A row with every change of it. Raises NotFoundError where none ever stood there."""
    found = rows(_ToldRow, _HISTORY.format(table=kind), row=row_id, idea=idea.id, kind=kind)[0]
    if found.now is None and not found.entries:
        raise NotFoundError(idea.ref)
    entries = [
        AmendmentEntry(AmendmentAct(act), was, because, datetime.fromisoformat(at), by or FORMER)
        for act, was, because, at, by in found.entries or ()
    ]
    return RecordHistory(kind, found.now, entries, found.made_by)
