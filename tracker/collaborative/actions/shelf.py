"""Members note strands, research, links and support in a collaborative, and name brokers of its themes."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import update

from tracker import council
from tracker.clock import now, today
from tracker.collaborative.models import Collaborative, CollaborativeBroker, CollaborativeNote
from tracker.collaborative.permissions import refuse_unless_at_work
from tracker.collaborative.queries.shelf import strands_query
from tracker.collaborative.rules import check_note
from tracker.collaborative.words import ShelfKind
from tracker.council import Can
from tracker.history import StoredEvent
from tracker.history.events.council import MembershipEnded
from tracker.idea.words import Refused, refuse_all
from tracker.tenancy import current_council, session


def note_down(
    *,
    collaborative: Collaborative,
    kind: ShelfKind,
    title: str,
    words: str = "",
    address: str = "",
    on: date | None = None,
    strand_id: UUID | None = None,
    by: UUID,
) -> CollaborativeNote:
    """Note something for all members: a strand, research, a link, support asked or given. Raises Refused."""
    refuse_unless_at_work(collaborative)
    check_note(kind=kind, title=title, address=address, on=on, today=today())
    strands = {one.id for one in strands_query(collaborative).answer()}
    made = CollaborativeNote(
        collaborative_id=collaborative.id,
        kind=kind,
        title=title.strip(),
        words=words.strip() or None,
        address=address.strip() or None,
        on=on or today(),
        strand_id=strand_id if strand_id in strands and kind is not ShelfKind.STRAND else None,
        by_id=by,
        at=now(),
    )
    session().add(made)
    return made


def take_off(*, note: CollaborativeNote) -> None:
    """Take a note of the open council back: members see it no more from their next page on."""
    note.withdrawn_at = now()


def name_broker(*, collaborative: Collaborative, person_id: UUID | None, theme: str, by: UUID) -> CollaborativeBroker:
    """Name somebody of the open council as broker of a theme: every member reads their name. Raises Refused."""
    refuse_unless_at_work(collaborative)
    chosen = [one for one in may_broker() if one.id == person_id]
    refuse_all(
        [] if chosen else [Refused("Choose who is asked first", field="person")],
        [] if theme.strip() else [Refused("Say which theme it is", field="theme")],
    )
    [who] = chosen
    named = CollaborativeBroker(
        collaborative_id=collaborative.id, person_id=who.id, name=who.name, theme=theme.strip(), by_id=by, at=now()
    )
    session().add(named)
    return named


def may_broker() -> list[council.Colleague]:
    """Who of the open council may be named as broker: those who may take an idea of another council in."""
    return [one for one in council.people() if Can.ADAPT in one.can]


def end_broker(*, broker: CollaborativeBroker) -> None:
    """Have somebody be broker no more: members see their name no more from their next page on."""
    broker.withdrawn_at = now()


def hear_of_goodbye(_event: MembershipEnded, stored: StoredEvent) -> None:
    """Whoever works here no more brokers nothing for the council."""
    brokers = (CollaborativeBroker.council_id == current_council()) & (CollaborativeBroker.person_id == stored.about_id)
    standing = CollaborativeBroker.withdrawn_at.is_(None)
    session().execute(update(CollaborativeBroker).where(brokers, standing).values(withdrawn_at=now()))


def take_all_off(collaborative: Collaborative) -> None:
    """Take back all that the open council noted in a collaborative, and whom it named."""
    for table in (CollaborativeNote, CollaborativeBroker):
        mine = (table.collaborative_id == collaborative.id) & (table.council_id == current_council())
        session().execute(update(table).where(mine, table.withdrawn_at.is_(None)).values(withdrawn_at=now()))
