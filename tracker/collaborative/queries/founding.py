"""What is asked about who takes part in a collaborative: other members, who is asked, how it was closed."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select, text

from tracker.collaborative.models import (
    Collaborative,
    CollaborativeClosing,
    CollaborativeInvitation,
    Member,
)
from tracker.collaborative.queries.opened import AnyCollaborative
from tracker.council.models import Council
from tracker.idea.words import NotFoundError
from tracker.tenancy import Query, current_council, session

UNANSWERED = "{0}.answer IS NULL AND {0}.withdrawn_at IS NULL"  # of what a council was asked, and can still answer
WAITING = text(UNANSWERED.format("collaborative_invitation"))


def others_in(collaborative: Collaborative) -> list[UUID]:
    """The other councils that are members of a collaborative now."""
    asked = select(Member.council_id).where(
        Member.collaborative_id == collaborative.id,
        Member.left_on.is_(None),
        Member.council_id.is_not(None),
        Member.council_id != current_council(),
    )
    return [each for each in session().scalars(asked.order_by(Member.id)) if each]


def closing_of(collaborative: AnyCollaborative) -> CollaborativeClosing | None:
    """How a collaborative was closed, if it was."""
    asked = select(CollaborativeClosing).where(CollaborativeClosing.collaborative_id == collaborative.id)
    return session().scalar(asked)


class ClosedOn(NamedTuple):
    """When a collaborative was closed."""

    at: datetime


_CLOSED = "SELECT g.at FROM collaborative_closing g WHERE g.collaborative_id = CAST(:collaborative AS uuid)"


def closed_query(collaborative: AnyCollaborative) -> Query[ClosedOn | None]:
    """When a collaborative was closed, if it was: to be asked together with others."""
    return Query(ClosedOn, _CLOSED, {"collaborative": collaborative.id}, lambda found: found[0] if found else None)


class CouncilChoice(NamedTuple):
    """A council that can be chosen, by its name."""

    id: UUID
    name: str


def councils_to_ask(collaborative: Collaborative | None = None) -> list[CouncilChoice]:
    """Councils that may be asked to join: those that are neither in it nor asked already, by name."""
    asked = select(Council.id, Council.name).where(Council.id != current_council())
    if collaborative:
        inside = select(Member.council_id).where(
            Member.collaborative_id == collaborative.id, Member.left_on.is_(None), Member.council_id.is_not(None)
        )
        waiting = select(CollaborativeInvitation.to_council_id).where(
            CollaborativeInvitation.collaborative_id == collaborative.id, WAITING
        )
        asked = asked.where(Council.id.not_in(inside), Council.id.not_in(waiting))
    return [CouncilChoice(*row) for row in session().execute(asked.order_by(func.lower(Council.name), Council.id))]


def members_to_convene(collaborative: Collaborative) -> list[CouncilChoice]:
    """The other members of a collaborative, which may be asked to convene it, by name."""
    asked = select(Council.id, Council.name).where(Council.id.in_(others_in(collaborative)))
    return [CouncilChoice(*row) for row in session().execute(asked.order_by(func.lower(Council.name), Council.id))]


class WaitingInvitation(NamedTuple):
    """A council that was asked and has not answered yet."""

    id: UUID
    council: str
    to_be: str
    at: datetime


_WAITING_IN = f"""
SELECT i.id, c.name AS council, i.to_be, i.at FROM collaborative_invitation i JOIN council c ON c.id = i.to_council_id
 WHERE i.collaborative_id = CAST(:collaborative AS uuid) AND {UNANSWERED.format("i")}
 ORDER BY i.at, i.id"""  # noqa: S608 - made of constants only


def waiting_query(collaborative: Collaborative) -> Query[list[WaitingInvitation]]:
    """Who is asked into a collaborative and has not answered, the oldest first: to be asked together with others."""
    return Query(WaitingInvitation, _WAITING_IN, {"collaborative": collaborative.id}, list)


def waiting_in(collaborative: Collaborative) -> list[WaitingInvitation]:
    """The same, asked by itself."""
    return waiting_query(collaborative).answer()


class CouncilInvitation(NamedTuple):
    """The open council is asked to be something in a collaborative, by which council and who takes part so far."""

    invitation: CollaborativeInvitation
    collaborative: Collaborative
    sender: str


def invitations(*, code: str | None = None) -> list[CouncilInvitation]:
    """What the open council is asked to be in collaboratives, or in one, the oldest first."""
    asked = (
        select(CollaborativeInvitation, Collaborative, Council.name)
        .join(Collaborative, Collaborative.id == CollaborativeInvitation.collaborative_id)
        .join(Council, Council.id == CollaborativeInvitation.council_id)
        .where(CollaborativeInvitation.to_council_id == current_council(), WAITING)
        .order_by(CollaborativeInvitation.at, CollaborativeInvitation.id)
    )
    if code is not None:
        asked = asked.where(Collaborative.code == code)
    return [CouncilInvitation(*row) for row in session().execute(asked)]


def invitation_to(code: str) -> CouncilInvitation:
    """What the open council is asked to be in a collaborative. Raises NotFoundError where it is not asked."""
    if not (found := invitations(code=code)):
        raise NotFoundError(code)
    return found[0]
