"""A guest answers, signs in by a link that is good once, and signs out. All of it is asked in the directory."""

from __future__ import annotations

import secrets
from uuid import UUID

from sqlalchemy import TextClause, delete, select, update

from tracker.clock import now
from tracker.council import digest_of_token
from tracker.council.rules import ENDS_AFTER
from tracker.guest.models import Guest, GuestLink, GuestSignIn
from tracker.guest.queries.people import IS_GUEST, UNANSWERED, good
from tracker.guest.rules import KEPT_FOR
from tracker.guest.words import GuestLinkPurpose
from tracker.tenancy import session


def accept(token: str) -> str | None:
    """Have whom an open invitation was sent to be a guest. Returns the token of a signed-in browser; None otherwise."""
    if (found := _used(token, GuestLinkPurpose.INVITATION, UNANSWERED)) is None:
        return None
    found.accepted_at = now()
    session().flush()
    return start(found.id)


def decline(token: str) -> bool:
    """Decline an invitation: its link is good for nothing from now on. Returns whether it was still open."""
    if (found := _used(token, GuestLinkPurpose.INVITATION, UNANSWERED)) is None:
        return False
    found.declined_at = now()
    return True


def sign_in(token: str) -> str | None:
    """Sign a guest in by a link. Returns the token of their browser; None where it is good no more."""
    found = _used(token, GuestLinkPurpose.SIGN_IN, IS_GUEST)
    return start(found.id) if found else None


def _used(token: str, purpose: GuestLinkPurpose, holds: TextClause) -> Guest | None:
    """Use a link, and return whose it is; of two who use it at once the second finds none."""
    link = session().scalar(select(GuestLink).where(*good(token, purpose)).with_for_update())
    if link is None:
        return None
    found = session().scalar(select(Guest).where(Guest.id == link.guest_id, holds).with_for_update())
    if found:
        link.used_at = now()
    return found


def start(guest_id: UUID) -> str:
    """Start a signed-in browser of a guest. Returns its token."""
    token = secrets.token_urlsafe(32)
    session().add(GuestSignIn(token_digest=digest_of_token(token), guest_id=guest_id, started_at=now(), seen_at=now()))
    session().flush()
    return token


def note_use(token: str) -> None:
    """Note that a guest's browser is used: what rests for too long has to sign in again."""
    used = update(GuestSignIn).where(GuestSignIn.token_digest == digest_of_token(token))
    session().execute(used.values(seen_at=now()))


def sign_out(token: str) -> None:
    """End one signed-in browser of a guest."""
    session().execute(delete(GuestSignIn).where(GuestSignIn.token_digest == digest_of_token(token)))


def forget() -> None:
    """Forget sign-ins that ended by themselves, and who is no guest: 30 days after they were, or could have been."""
    before = now() - KEPT_FOR
    session().execute(delete(GuestSignIn).where(GuestSignIn.started_at < now() - 2 * ENDS_AFTER))
    never = Guest.accepted_at.is_(None) & (Guest.until < before)
    session().execute(delete(Guest).where(never | (Guest.ended_at < before)))
