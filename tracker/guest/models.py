"""Guests, the links that let them in and their signed-in browsers. None of it is a person or a member of a council."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.collaborative.models.founding import OfCollaborative, by_a_member
from tracker.db import Base, new_id, one_of
from tracker.guest.words import GuestLinkPurpose

STANDING = text("declined_at IS NULL AND ended_at IS NULL")
UNANSWERED = text("accepted_at IS NULL AND declined_at IS NULL AND ended_at IS NULL")


class Guest(OfCollaborative, Base):
    """Somebody of another body who was asked to read the cards of a collaborative, by the council that convenes it.

    A guest once they accept, until the convenor ends it or the collaborative closes.
    """

    __tablename__ = "guest"
    __table_args__ = (
        by_a_member(),
        CheckConstraint("num_nonnulls(accepted_at, declined_at) <= 1", name="one_answer"),
        Index(
            "uq_guest_standing", "collaborative_id", func.lower(text("email")), unique=True, postgresql_where=STANDING
        ),
        Index("ix_guest_email", func.lower(text("email")), "at"),
        Index("ix_guest_by", "council_id", "by_id", "at"),
        Index("ix_guest_unanswered", "until", postgresql_where=UNANSWERED),
        Index("ix_guest_listed", "collaborative_id", "at"),
    )

    name: Mapped[str]
    body: Mapped[str]
    email: Mapped[str]
    until: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class GuestLink(Base):
    """A link sent to a guest: to answer the invitation, or to sign in. Good once, until it runs out."""

    __tablename__ = "guest_link"
    __table_args__ = (Index("ix_guest_link_guest_id", "guest_id", "made_at"),)

    token_digest: Mapped[str] = mapped_column(primary_key=True)
    guest_id: Mapped[UUID] = mapped_column(ForeignKey("guest.id", ondelete="CASCADE"))
    purpose: Mapped[GuestLinkPurpose] = mapped_column(one_of(GuestLinkPurpose, "purpose"))
    made_at: Mapped[datetime]
    until: Mapped[datetime]
    used_at: Mapped[datetime | None]


class GuestSignIn(Base):
    """A browser in which a guest is signed in: its token's digest, and when it was last used."""

    __tablename__ = "guest_sign_in"
    __table_args__ = (Index("ix_guest_sign_in_guest_id", "guest_id"),)

    token_digest: Mapped[str] = mapped_column(primary_key=True)
    guest_id: Mapped[UUID] = mapped_column(ForeignKey("guest.id", ondelete="CASCADE"))
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class GuestRequest(Base):
    """Somebody asked for a link to sign in as a guest, known or not: the worker finds out, and forgets it then."""

    __tablename__ = "guest_request"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str]
    asked_at: Mapped[datetime]
