"""People without an account: their doors, what leads back to them, and what they were told."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.contact.rules import CODE_DAYS, CONTACT_DAYS, LONGEST_KEPT
from tracker.contact.words import DoorKind, TokenKind
from tracker.db import Base, OfCouncil, OfIdea, new_id, one_of, points_at, points_at_member


class DoorSettings(OfCouncil, Base):
    """What a council says of its doors, one row: whether residents come in, whom to ask, how long it keeps contacts."""

    __tablename__ = "door_settings"
    __table_args__ = (
        points_at_member("by_id"),
        UniqueConstraint("council_id"),
        CheckConstraint(f"contact_days BETWEEN 1 AND {LONGEST_KEPT}", name="contact_days"),
        CheckConstraint(f"code_days BETWEEN 1 AND {LONGEST_KEPT}", name="code_days"),
    )

    residents: Mapped[bool] = mapped_column(server_default=text("false"))
    ask_whom: Mapped[str | None]
    contact_centre: Mapped[str | None]
    report_link: Mapped[str | None]
    complaint_link: Mapped[str | None]
    contact_days: Mapped[int] = mapped_column(server_default=text(str(CONTACT_DAYS)))
    code_days: Mapped[int] = mapped_column(server_default=text(str(CODE_DAYS)))
    changed_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    by_id: Mapped[UUID | None]


class Poster(OfCouncil, Base):
    """A team's poster. Its address is found by `door_token`; ended, it says so kindly to whoever opens it."""

    __tablename__ = "poster"
    __table_args__ = (
        points_at("service"),
        points_at_member("by_id"),
        points_at_member("ended_by_id"),
        UniqueConstraint("council_id", "number"),
    )

    number: Mapped[int]
    team: Mapped[str]
    line: Mapped[str]
    service_id: Mapped[UUID | None]
    made_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    by_id: Mapped[UUID | None]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None]


class PosterUse(OfIdea, Base):
    """How often a poster's form was opened on a day."""

    __tablename__ = "poster_use"
    __table_args__ = (points_at("poster"), UniqueConstraint("council_id", "poster_id", "day"))

    poster_id: Mapped[UUID]
    day: Mapped[date]
    opened: Mapped[int] = mapped_column(server_default=text("1"))


class Contact(OfIdea, Base):
    """Somebody without an account who said an idea, apart from it: how they hear, until their council lets go of them.

    `sent_key` names the form that they sent, so that it is kept once. Forgotten, no name and no address is left.
    """

    __tablename__ = "contact"
    __table_args__ = (
        points_at("idea"),
        points_at("poster"),
        UniqueConstraint("council_id", "idea_id"),
        UniqueConstraint("council_id", "sent_key"),
        Index(
            "ix_contact_kept",
            "council_id",
            "answered_on",
            "id",
            postgresql_where=text("name IS NOT NULL OR email IS NOT NULL"),
        ),
        Index("ix_contact_code", "council_id", "code_until", "id", postgresql_where=text("code_until IS NOT NULL")),
        Index("ix_contact_poster", "council_id", "poster_id", "made_at", "id"),
        Index("ix_contact_made", "council_id", "made_at", "id"),
    )

    idea_id: Mapped[UUID]
    door: Mapped[DoorKind] = mapped_column(one_of(DoorKind, "door"))
    poster_id: Mapped[UUID | None]
    team: Mapped[str | None]
    name: Mapped[str | None]
    email: Mapped[str | None]
    may_show: Mapped[bool] = mapped_column(server_default=text("false"))
    sent_key: Mapped[str | None]
    made_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    answered_on: Mapped[date | None]
    code_until: Mapped[date | None]
    forgotten_at: Mapped[datetime | None]


class ContactAnswer(OfIdea, Base):
    """What a contact was told, append-only: what somebody wrote to them is named, and read as it stands."""

    __tablename__ = "contact_answer"
    __table_args__ = (
        points_at("contact"),
        points_at("message"),
        points_at_member("by_id"),
        Index("ix_contact_answer_contact", "council_id", "contact_id", "number"),
    )

    number: Mapped[int] = mapped_column(Identity(always=True))
    contact_id: Mapped[UUID]
    headline: Mapped[str]
    message_id: Mapped[UUID | None]
    words: Mapped[str | None]
    next_step: Mapped[str | None]
    by_id: Mapped[UUID | None]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class Submission(OfCouncil, Base):
    """What a resident sent and has not confirmed: nobody reads it before, and it is gone after some days."""

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("council_id", "sent_key"),
        Index("ix_submission_made", "council_id", "made_at", "id"),
    )

    problem: Mapped[str]
    proposal: Mapped[str | None]
    place: Mapped[str | None]
    email: Mapped[str]
    may_show: Mapped[bool] = mapped_column(server_default=text("false"))
    sent_key: Mapped[str | None]
    made_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class Telling(OfIdea, Base):
    """We asked, you said, we did: what became of an idea, told to anybody in words that a lead approved."""

    __tablename__ = "telling"
    __table_args__ = (
        points_at("idea"),
        points_at_member("by_id"),
        points_at_member("withdrawn_by_id"),
        Index("ix_telling_shown", "council_id", "on", "number", postgresql_where=text("withdrawn_at IS NULL")),
        Index("ix_telling_idea", "council_id", "idea_id", "number"),
    )

    number: Mapped[int] = mapped_column(Identity(always=True))
    idea_id: Mapped[UUID]
    asked: Mapped[str]
    said: Mapped[str]
    did: Mapped[str]
    stands: Mapped[str | None]
    on: Mapped[date]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    by_id: Mapped[UUID]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[UUID | None]


class DoorToken(Base):
    """Finds the council of a door's secret, and what it opens there. The secret is kept as a digest only."""

    __tablename__ = "door_token"
    __table_args__ = (Index("ix_door_token_subject", "council_id", "subject_id"),)

    token_digest: Mapped[str] = mapped_column(primary_key=True)
    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"))
    kind: Mapped[TokenKind] = mapped_column(one_of(TokenKind, "kind"))
    subject_id: Mapped[UUID]
    made_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class DoorTry(Base):
    """Something sent at a door without an account, counted here so that throttling needs no other service."""

    __tablename__ = "door_try"
    __table_args__ = (Index("ix_door_try_subject_at", "subject", "at"), Index("ix_door_try_at", "at"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    subject: Mapped[str]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
