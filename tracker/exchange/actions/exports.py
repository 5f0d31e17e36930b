"""Exports that people ask for: written at once or by the worker, kept for a day, had by whoever asked and nobody else.

An export is written by one process at a time, and is whole or not there: a killed worker leaves nothing, and the next
begins anew. Its letter is written with it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import partial
from typing import IO
from uuid import UUID

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as adding

from tracker import council, post
from tracker.clock import now
from tracker.db import new_id
from tracker.exchange.actions.council_export import export_council
from tracker.exchange.actions.person_export import export_person
from tracker.exchange.models import Export, ExportPart
from tracker.exchange.rules.exports import KEPT_FOR, MOST_ATTEMPTS, is_kept, parts
from tracker.exchange.words import ExportKind
from tracker.history import record
from tracker.history.events.exchange import TakenOut
from tracker.later import Job, ask
from tracker.tenancy import as_council, only_one, session

LONGEST = 360.0  # seconds; a task ends before


def ask_for_export(*, kind: ExportKind, by: UUID, at_once: bool = False) -> UUID:
    """Note that somebody wants something taken out, and return which export it is. Asking twice is asking once."""
    made = adding(Export).values(id=new_id(), kind=kind, by_id=by, asked_at=now()).on_conflict_do_nothing()
    if session().scalar(made.returning(Export.id)):
        record(TakenOut(kind=str(kind)), about_id=by, by=by)
    if not at_once:
        ask(Job.WRITE_EXPORTS)
    waiting = select(Export.id).where(Export.by_id == by, Export.kind == kind, *_WAITING)
    return session().scalars(waiting).one()


_WAITING = (Export.finished_at.is_(None), Export.failed_at.is_(None))


def write_exports(council_id: UUID) -> None:
    """Write what waits in a council, the oldest first, and forget what was kept for a day. Opens doors of its own."""
    with as_council(council_id):
        over = now() - KEPT_FOR
        session().execute(delete(Export).where(or_(Export.finished_at < over, Export.asked_at < over - KEPT_FOR)))
        waiting = session().scalars(select(Export.id).where(*_WAITING).order_by(Export.asked_at, Export.id)).all()
    for export_id in waiting:
        write_export(council_id, export_id)


def write_export(council_id: UUID, export_id: UUID, *, tell: bool = True) -> bool:
    """Write one export, and tell by letter that it is ready; returns whether it was this process that did.

    Opens doors of its own. Another that writes it already goes on; what was begun three times in vain is given up.
    """
    with only_one(f"export {export_id}", seconds=LONGEST) as ours:
        if not ours:
            return False
        with as_council(council_id):
            begun = _begin(export_id)
        if begun is None:
            return False
        with tempfile.TemporaryFile() as out:
            if begun.kind is ExportKind.PERSON:
                export_person(council_id, begun.by_id, out)
            else:
                export_council(council_id, out, progress=partial(_note, council_id, export_id))
            with as_council(council_id):
                return _keep(export_id, out, tell=tell)


def _begin(export_id: UUID) -> Export | None:
    """Note that an export is begun; None where nothing is left to do."""
    found = session().scalar(select(Export).where(Export.id == export_id, *_WAITING).with_for_update())
    if found is None:
        return None
    if found.attempts >= MOST_ATTEMPTS:
        found.failed_at = now()
        return None
    found.attempts += 1
    session().flush()
    return found


def _note(council_id: UUID, export_id: UUID, done: int, whole: int) -> None:
    """Note how far it is, for the page to say."""
    with as_council(council_id):
        session().execute(update(Export).where(Export.id == export_id).values(done=done, whole=whole))


def _keep(export_id: UUID, out: IO[bytes], *, tell: bool) -> bool:
    """Keep what was written, whole, unless somebody else did meanwhile."""
    found = session().scalar(select(Export).where(Export.id == export_id, *_WAITING).with_for_update())
    if found is None:
        return False
    size = 0
    for number, piece in enumerate(parts(out)):
        session().execute(insert(ExportPart).values(export_id=found.id, number=number, content=piece))
        size += len(piece)
    found.size, found.finished_at = size, now()
    if tell and (to := council.to(found.by_id)):
        post.write(
            "export_ready",
            to=to,
            kind=post.LetterKind.NOTICE,
            key=f"export:{found.id}",
            subject="What you wanted to take out is ready",
            wanted=str(found.kind),
            council=council.here().name,
            address="/account/data" if found.kind is ExportKind.PERSON else "/council/export",
        )
    return True


def pieces_of(council_id: UUID, export_id: UUID) -> Iterator[bytes]:
    """The content of an export, a piece at a time, each read behind a door of its own."""
    with as_council(council_id):
        count = session().scalar(select(func.count()).where(ExportPart.export_id == export_id)) or 0
    for number in range(count):
        with as_council(council_id):
            asked = select(ExportPart.content).where(ExportPart.export_id == export_id, ExportPart.number == number)
            piece = session().scalar(asked)
        yield piece or b""


def export_of(export_id: UUID, *, by: UUID) -> Export | None:
    """An export that can be had, for whoever asked for it; None for anybody else, and once its day is over."""
    found = session().scalar(select(Export).where(Export.id == export_id, Export.by_id == by))
    return found if found and is_kept(found.finished_at, now=now()) else None
