"""Who convenes a collaborative asks somebody of another body to read its cards, and ends that."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select, update

from tracker.clock import now
from tracker.collaborative import Collaborative, convenes
from tracker.collaborative.words import MembershipAct
from tracker.council import clean_email
from tracker.council.rules import INVITATION_LASTS, INVITATIONS_WINDOW
from tracker.guest.models import Guest
from tracker.guest.queries.people import IS_GUEST
from tracker.guest.rules import check_guest, check_how_many
from tracker.history import record
from tracker.history.events.sharing import CollaborativeChanged
from tracker.idea.words import NotFoundError, Refused
from tracker.later import Job, ask
from tracker.tenancy import session, take_turn


def invite(*, collaborative: Collaborative, name: str, body: str, email: str, by: UUID) -> None:
    """Ask somebody of another body to read the cards of a collaborative; a newer invitation replaces an older.

    The worker writes the letter, so that no council holds the secret of its link. Raises Refused, and PersonError for
    what can be no address.
    """
    _take_turn_of(collaborative)
    check_guest(name=name, body=body)
    email = clean_email(email)
    _refuse_guest(collaborative, email)
    _refuse_too_many(collaborative, email, by)
    to_them = (Guest.collaborative_id == collaborative.id, func.lower(Guest.email) == email.lower())
    session().execute(update(Guest).where(*to_them, Guest.ended_at.is_(None)).values(ended_at=now()))
    made = Guest(collaborative_id=collaborative.id, name=name.strip(), body=body.strip(), email=email, by_id=by)
    made.at, made.until = now(), now() + INVITATION_LASTS
    session().add(made)
    session().flush()
    _record(MembershipAct.ASKED_GUEST, collaborative, made.body, by)
    ask(Job.DELIVER_LETTERS)


def _take_turn_of(collaborative: Collaborative) -> None:
    """Hold what joining, leaving and closing hold."""
    take_turn(str(collaborative.id))
    if not convenes(collaborative):
        raise Refused("The council that convenes it asks guests in, while it is not closed.")


def _refuse_guest(collaborative: Collaborative, email: str) -> None:
    here = select(Guest.name).where(
        Guest.collaborative_id == collaborative.id,
        func.lower(Guest.email) == email.lower(),
        IS_GUEST,
    )
    if name := session().scalar(here):
        raise Refused(f"{name} reads it as a guest already, and nothing is changed.", field="email")


def _refuse_too_many(collaborative: Collaborative, email: str, by: UUID) -> None:
    made = func.count().filter
    to_them = (Guest.collaborative_id == collaborative.id) & (func.lower(Guest.email) == email.lower())
    counted = select(made(to_them), made(Guest.by_id == by)).where(
        Guest.at > now() - INVITATIONS_WINDOW, to_them | (Guest.by_id == by)
    )
    found, by_inviter = session().execute(counted).one()
    check_how_many(to_them=found, by_inviter=by_inviter)


def end(*, collaborative: Collaborative, guest_id: UUID, by: UUID) -> str:
    """End that somebody is a guest, or was asked to be: they read nothing from the next request on. Returns who it was.

    Raises NotFoundError for who is none here, Refused where the council does not convene it.
    """
    _take_turn_of(collaborative)
    asked = select(Guest).where(
        Guest.id == guest_id, Guest.collaborative_id == collaborative.id, Guest.ended_at.is_(None)
    )
    if (found := session().scalar(asked)) is None:
        raise NotFoundError(str(guest_id))
    found.ended_at = now()
    session().flush()
    _record(MembershipAct.ENDED_GUEST, collaborative, found.body, by)
    return found.name


def _record(act: MembershipAct, collaborative: Collaborative, body: str, by: UUID) -> None:
    """Note it in the history of the council, with the body and nobody's name: no history of ours tells of a guest."""
    changed = CollaborativeChanged(act=act, collaborative=collaborative.called, code=collaborative.code, council=body)
    record(changed, about_id=collaborative.id, by=by)
