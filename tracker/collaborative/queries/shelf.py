"""What members noted in a collaborative, and who brokers its themes."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from tracker.collaborative.models import Collaborative, CollaborativeBroker, CollaborativeNote
from tracker.collaborative.queries.opened import AnyCollaborative
from tracker.collaborative.words import ShelfKind
from tracker.council.models import Council
from tracker.idea.words import NotFoundError
from tracker.tenancy import Query, current_council, session

MOST_NOTES = 200  # of a collaborative, on one page


class ShelfEntry(NamedTuple):
    """A note as members read it, with the council that wrote it."""

    note: CollaborativeNote
    council: str


def shelf_of(collaborative: Collaborative, *, kind: ShelfKind | None = None) -> list[ShelfEntry]:
    """What members noted in a collaborative, the newest first, at most `MOST_NOTES`."""
    asked = (
        select(CollaborativeNote, Council.name)
        .join(Council, Council.id == CollaborativeNote.council_id)
        .where(CollaborativeNote.collaborative_id == collaborative.id, CollaborativeNote.withdrawn_at.is_(None))
        .order_by(CollaborativeNote.on.desc(), CollaborativeNote.at.desc(), CollaborativeNote.id.desc())
        .limit(MOST_NOTES)
    )
    if kind:
        asked = asked.where(CollaborativeNote.kind == kind)
    return [ShelfEntry(*row) for row in session().execute(asked)]


def own_note(collaborative: Collaborative, note_id: UUID) -> CollaborativeNote:
    """A note of the open council that stands. Raises NotFoundError for any other."""
    found = session().get(CollaborativeNote, note_id)
    ours = found and found.council_id == current_council() and found.collaborative_id == collaborative.id
    if found is None or not ours or found.withdrawn_at:
        raise NotFoundError(str(note_id))
    return found


class StrandLine(NamedTuple):
    """A strand of a collaborative by its name."""

    id: UUID
    title: str


_STRANDS = f"""
SELECT n.id, n.title FROM collaborative_note n
 WHERE n.collaborative_id = CAST(:collaborative AS uuid) AND n.kind = '{ShelfKind.STRAND}' AND n.withdrawn_at IS NULL
 ORDER BY lower(n.title), n.id LIMIT {MOST_NOTES}"""  # noqa: S608 - made of constants only


def strands_query(collaborative: AnyCollaborative) -> Query[list[StrandLine]]:
    """The strands that stand in a collaborative, by name: to be asked together with others."""
    return Query(StrandLine, _STRANDS, {"collaborative": collaborative.id}, list)


class ThemeBroker(NamedTuple):
    """Who brokers a theme, in which council."""

    id: UUID
    theme: str
    name: str
    council: str
    council_id: UUID


_BROKERS = """
SELECT b.id, b.theme, b.name, c.name AS council, b.council_id
  FROM collaborative_broker b JOIN council c ON c.id = b.council_id
 WHERE b.collaborative_id = CAST(:collaborative AS uuid) AND b.withdrawn_at IS NULL
 ORDER BY lower(b.theme), lower(b.name), b.id"""


def brokers_query(collaborative: Collaborative) -> Query[list[ThemeBroker]]:
    """Who brokers the themes of a collaborative, by theme and name: to be asked together with others."""
    return Query(ThemeBroker, _BROKERS, {"collaborative": collaborative.id}, list)


def own_broker(collaborative: Collaborative, broker_id: UUID) -> CollaborativeBroker:
    """A broker whom the open council named and who still is. Raises NotFoundError for any other."""
    found = session().get(CollaborativeBroker, broker_id)
    ours = found and found.council_id == current_council() and found.collaborative_id == collaborative.id
    if found is None or not ours or found.withdrawn_at:
        raise NotFoundError(str(broker_id))
    return found
