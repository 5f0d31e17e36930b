"""A row is corrected or withdrawn, with a reason; what stood there is kept, and can be put back."""

# ruff: noqa: S608 - statements are made of names of tables and columns only

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from tracker.amendment.models import Amendment
from tracker.amendment.queries import Recorded, newest_amendment
from tracker.amendment.rules import overwrites, title_of
from tracker.amendment.words import CAN_BE_UNDONE, FIELDS, FOLLOWING, SET_BY_OTHERS, AmendmentAct, RecordKind
from tracker.clock import now, today
from tracker.db import Base, new_id
from tracker.history import Event, record
from tracker.history.events.amendment import RecordAmended
from tracker.idea import Idea, NotFoundError, Refused, SponsorContact, touch
from tracker.tenancy import session

_KEEP = """
INSERT INTO amendment (id, idea_id, kind, row_id, act, was, because, by_id, "on", at, with_id)
SELECT CAST(:id AS uuid), CAST(:idea AS uuid), CAST(:kind AS text), CAST(:row AS uuid), CAST(:act AS text),
       (SELECT to_jsonb(r) FROM {table} r WHERE r.id = CAST(:row AS uuid)), CAST(:because AS text),
       CAST(:by AS uuid), CAST(:day AS date), CAST(:now AS timestamptz), CAST(:with AS uuid)"""
_KEEP_ROWS = """
INSERT INTO amendment (id, idea_id, kind, row_id, act, was, because, by_id, "on", at)
SELECT kept.id, r.idea_id, CAST(:kind AS text), r.id, CAST(:act AS text), to_jsonb(r), CAST(:because AS text),
       CAST(:by AS uuid), CAST(:day AS date), CAST(:now AS timestamptz)
  FROM unnest(CAST(:ids AS uuid[]), CAST(:rows AS uuid[])) AS kept(id, row_id) JOIN {table} r ON r.id = kept.row_id"""
_WAS = "jsonb_populate_record(NULL::{table}, (SELECT a.was FROM amendment a WHERE a.id = CAST(:amendment AS uuid)))"
_BRING_BACK = f"INSERT INTO {{table}} ({{columns}}) SELECT {{columns}} FROM {_WAS}"
_SET_BACK = f"UPDATE {{table}} SET ({{columns}}) = (SELECT {{columns}} FROM {_WAS}) WHERE id = CAST(:row AS uuid)"
WHY = "Say why it is changed"


def amend(
    row: Recorded,
    *,
    idea: Idea,
    by: UUID,
    to: Mapping[str, Any],
    because: str = "",
    act: AmendmentAct = AmendmentAct.CORRECTED,
    event: Event | None = None,
) -> bool:
    """Say something of a row otherwise; what stood there is kept. Returns whether anything differed.

    What was empty may be filled in without a reason. Raises Refused where something is overwritten without one.
    """
    before = {name: getattr(row, name) for name in to}
    changes = {name: said for name, said in to.items() if before[name] != said}
    if not changes and act is AmendmentAct.CORRECTED:
        return False
    if act is AmendmentAct.CORRECTED and overwrites(before, changes) and not because.strip():
        raise Refused(WHY, field="because")
    session().flush()
    _keep(RecordKind(row.__tablename__), row.id, idea=idea, act=act, because=because, by=by)
    for name, said in changes.items():
        setattr(row, name, said)
    session().flush()
    _tell(row.__tablename__, plain(row), row.id, idea=idea, act=act, because=because, by=by, event=event)
    return True


def withdraw(row: Recorded, *, idea: Idea, by: UUID, because: str, along: Iterable[Recorded] = ()) -> None:
    """Take a row back: it counts nowhere from now on, and is shown apart. `along` are those that rest on it.

    Raises Refused without a reason.
    """
    if not because.strip():
        raise Refused("Say why it is withdrawn", field="because")
    act, words = AmendmentAct.WITHDRAWN, plain(row)
    session().flush()
    made = _keep(RecordKind(row.__tablename__), row.id, idea=idea, act=act, because=because, by=by)
    for one in along:
        kind = RecordKind(one.__tablename__)
        _keep(kind, one.id, idea=idea, act=act, because=because, by=by, with_id=made)
        session().delete(one)
    session().flush()
    session().delete(row)
    session().flush()
    _tell(row.__tablename__, words, row.id, idea=idea, act=act, because=because, by=by)


def undo(*, idea: Idea, kind: RecordKind, row_id: UUID, by: UUID) -> None:
    """Put back what stood before the newest change of a row, with what went along. That, too, is an amendment.

    Raises NotFoundError for a row that nobody changed; Refused where it cannot be put back.
    """
    newest = newest_amendment(idea_id=idea.id, row_id=row_id)
    if newest is None or newest.kind is not kind:
        raise NotFoundError(idea.ref)
    if newest.act not in CAN_BE_UNDONE:
        raise Refused("That is undone already. Correct it instead.")
    act = AmendmentAct.RESTORED if newest.act is AmendmentAct.WITHDRAWN else AmendmentAct.UNDONE
    _put_back(newest, idea=idea, act=act, by=by)
    if act is AmendmentAct.RESTORED:
        went = select(Amendment).where(Amendment.idea_id == idea.id, Amendment.with_id == newest.id)
        for one in session().scalars(went.order_by(Amendment.number)).all():
            if newest_amendment(idea_id=idea.id, row_id=one.row_id) is one:
                _put_back(one, idea=idea, act=act, by=by)
    _tell(kind, newest.was or {}, row_id, idea=idea, act=act, because="", by=by)


def correct_contact(*, idea: Idea, contact: SponsorContact, by: UUID, because: str, on: date, note: str = "") -> None:
    """Put right when the sponsor and the team spoke, or about what. Raises Refused for a day to come."""
    if on > today():
        raise Refused("Give the day on which you last spoke, not one to come", field="on")
    amend(contact, idea=idea, by=by, because=because, to={"on": on, "note": note.strip() or None})


def _keep(
    kind: RecordKind,
    row_id: UUID,
    *,
    idea: Idea,
    act: AmendmentAct,
    because: str,
    by: UUID,
    with_id: UUID | None = None,
) -> UUID:
    """Keep what stands in a row, as it is stored, and return the amendment."""
    made = new_id()
    given = {"id": made, "idea": idea.id, "kind": kind, "row": row_id, "act": act, "by": by, "with": with_id}
    when = {"because": because.strip() or None, "day": today(), "now": now()}
    session().execute(text(_KEEP.format(table=kind)), given | when)
    return made


def keep_rows(kind: RecordKind, row_ids: Sequence[UUID], *, act: AmendmentAct, because: str, by: UUID) -> None:
    """Keep what stands in several rows that are changed at once; whoever changes them records and tells it."""
    given = {"kind": kind, "act": act, "because": because, "by": by, "day": today(), "now": now()}
    kept = {"ids": [new_id() for _ in row_ids], "rows": list(row_ids)}
    session().execute(text(_KEEP_ROWS.format(table=kind)), given | kept)


def _put_back(amendment: Amendment, *, idea: Idea, act: AmendmentAct, by: UUID) -> None:
    """Store a row as it was before an amendment. Raises Refused where something else stands in its place."""
    kind, was = amendment.kind, amendment.was or {}
    said = {*FIELDS[kind], *FOLLOWING.get(kind, ())} - SET_BY_OTHERS
    wanted = was.keys() if act is AmendmentAct.RESTORED else was.keys() & said
    columns = ", ".join(f'"{one.name}"' for one in Base.metadata.tables[kind].columns if one.name in wanted)
    _keep(kind, amendment.row_id, idea=idea, act=act, because="", by=by)
    statement = _BRING_BACK if act is AmendmentAct.RESTORED else _SET_BACK
    put = text(statement.format(table=kind, columns=columns))
    try:
        with session().begin_nested():
            session().execute(put, {"amendment": amendment.id, "row": amendment.row_id})
    except IntegrityError as why:
        raise Refused("Something else stands in its place now, or what it was about is withdrawn.") from why
    session().expire_all()


def _tell(
    table: str,
    words: Mapping[str, Any],
    row_id: UUID,
    *,
    idea: Idea,
    act: AmendmentAct,
    because: str,
    by: UUID,
    event: Event | None = None,
) -> None:
    """Record what was done, and have the idea keep in step."""
    kind = RecordKind(table)
    told = event or RecordAmended(kind=kind, act=act, title=title_of(kind, words), because=because.strip())
    record(told, idea_id=idea.id, about_id=row_id, by=by)
    if kind is RecordKind.CONTACT:
        spoken = select(func.max(SponsorContact.on)).where(SponsorContact.idea_id == idea.id)
        idea.last_contact = session().scalar(spoken)
    touch(idea)


def plain(row: Recorded) -> dict[str, Any]:
    """All that stands in a row, by column."""
    return {column.name: getattr(row, column.name) for column in Base.metadata.tables[row.__tablename__].columns}
