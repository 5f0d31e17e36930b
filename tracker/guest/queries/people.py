"""Who is a guest of a collaborative, and what an invitation tells whom it was sent to."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, text

from tracker.clock import now
from tracker.collaborative.models import Collaborative
from tracker.council import digest_of_token
from tracker.council.models import Council
from tracker.guest.models import Guest, GuestLink
from tracker.guest.rules import standing_of
from tracker.guest.words import GuestLinkPurpose, GuestStanding
from tracker.tenancy import session

_AT_WORK = "NOT EXISTS (SELECT FROM collaborative_closing k WHERE k.collaborative_id = {0}.collaborative_id)"
READS = f"{{0}}.accepted_at IS NOT NULL AND {{0}}.ended_at IS NULL AND {_AT_WORK}"
IS_GUEST = text(READS.format("guest"))
UNANSWERED = text(
    f"guest.accepted_at IS NULL AND guest.declined_at IS NULL AND guest.ended_at IS NULL AND {_AT_WORK.format('guest')}"
)


class GuestEntry(NamedTuple):
    """A guest, or somebody who was asked to be one, as members of the collaborative read it."""

    id: UUID
    name: str
    body: str
    email: str
    at: datetime
    until: datetime
    accepted_at: datetime | None
    declined_at: datetime | None

    @property
    def standing(self) -> GuestStanding:
        """How far they are."""
        return standing_of(accepted_at=self.accepted_at, declined_at=self.declined_at, until=self.until, now=now())


def guests_of(collaborative: Collaborative) -> list[GuestEntry]:
    """Who reads a collaborative as a guest, or was asked to and nobody ended it, by name."""
    asked = (
        select(*(getattr(Guest, name) for name in GuestEntry._fields))
        .where(Guest.collaborative_id == collaborative.id, Guest.ended_at.is_(None))
        .order_by(func.lower(Guest.name), Guest.id)
    )
    return [GuestEntry(*row) for row in session().execute(asked)]


class GuestOffer(NamedTuple):
    """An open invitation as whom it was sent to reads it; of the collaborative it tells what that says of itself."""

    collaborative: str
    theme: str | None
    council: str
    name: str
    body: str
    email: str
    until: datetime


def open_invitation(token: str) -> GuestOffer | None:
    """What the invitation of a token offers, while it is open. Asked in the directory."""
    named = func.coalesce(Collaborative.name, Collaborative.code)
    asked = (
        select(named, Collaborative.theme, Council.name, Guest.name, Guest.body, Guest.email, GuestLink.until)
        .join(Guest, Guest.id == GuestLink.guest_id)
        .join(Collaborative, Collaborative.id == Guest.collaborative_id)
        .join(Council, Council.id == Guest.council_id)
        .where(*good(token, GuestLinkPurpose.INVITATION), UNANSWERED)
    )
    found = session().execute(asked).one_or_none()
    return GuestOffer(*found) if found else None


def link_leads_to(token: str) -> str | None:
    """The name of the collaborative that a link to sign in leads to, while it is good. Asked in the directory."""
    asked = (
        select(func.coalesce(Collaborative.name, Collaborative.code))
        .join(Guest, Guest.collaborative_id == Collaborative.id)
        .join(GuestLink, GuestLink.guest_id == Guest.id)
        .where(*good(token, GuestLinkPurpose.SIGN_IN), IS_GUEST)
    )
    return session().scalar(asked)


def good(token: str, purpose: GuestLinkPurpose) -> tuple[ColumnElement[bool], ...]:
    """What holds for a link of a token that was not used and has not run out."""
    return (
        GuestLink.token_digest == digest_of_token(token),
        GuestLink.purpose == purpose,
        GuestLink.used_at.is_(None),
        GuestLink.until > now(),
    )
