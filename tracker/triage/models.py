"""What the desk of triage keeps: replies to begin from, outcomes given to several ideas at once, assessments."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, OfCouncil, OfIdea, points_at, points_at_member, some


class ReplyTemplate(OfCouncil, Base):
    """One version of a reply to begin from; the newest of its code counts, unless that ended it.

    A letter that was sent keeps its own words: they are those of its message.
    """

    __tablename__ = "reply_template"
    __table_args__ = (points_at_member("by_id"), Index("ix_reply_template_code", "council_id", "code", "number"))

    number: Mapped[int] = mapped_column(Identity(always=True))
    code: Mapped[str]
    name: Mapped[str]
    outcome: Mapped[str | None]
    words: Mapped[str]
    ended: Mapped[bool] = mapped_column(server_default=text("false"))
    by_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class OutcomeBatch(OfCouncil, Base):
    """An outcome that was given to several ideas at once, and until when it can be undone."""

    __tablename__ = "outcome_batch"
    __table_args__ = (
        points_at_member("by_id"),
        points_at_member("undone_by_id"),
        Index("ix_outcome_batch_until", "council_id", "until"),
    )

    outcome: Mapped[str]
    by_id: Mapped[UUID]
    at: Mapped[datetime]
    until: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[UUID | None]


class BatchIdea(OfIdea, Base):
    """One idea of a batch: how it stood `before`, what was `added` beside it, when it had changed last by then."""

    __tablename__ = "batch_idea"
    __table_args__ = (
        points_at("idea"),
        points_at("outcome_batch", "batch_id"),
        Index("ix_batch_idea_batch", "council_id", "batch_id"),
    )

    idea_id: Mapped[UUID]
    batch_id: Mapped[UUID]
    before: Mapped[dict[str, Any]]
    added: Mapped[dict[str, Any]]
    left_at: Mapped[datetime]


class Assessor(OfIdea, Base):
    """Somebody who is asked what they think of an idea in triage, by a day; released where it is no longer wanted."""

    __tablename__ = "assessor"
    __table_args__ = (
        points_at("idea"),
        points_at_member("person_id"),
        points_at_member("by_id"),
        UniqueConstraint("council_id", "idea_id", "person_id"),
        some("ix_assessor_asked", "person_id", "due_on", where="given_at IS NULL AND released_at IS NULL"),
    )

    idea_id: Mapped[UUID]
    person_id: Mapped[UUID]
    by_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    due_on: Mapped[date]
    given_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]


class Assessment(OfIdea, Base):
    """What an assessor says: a judgement for each criterion, and a private note. The newest of each counts."""

    __tablename__ = "assessment"
    __table_args__ = (
        points_at("idea"),
        points_at_member("by_id"),
        Index("ix_assessment_idea", "council_id", "idea_id", "by_id", "number"),
    )

    number: Mapped[int] = mapped_column(Identity(always=True))
    idea_id: Mapped[UUID]
    by_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    judgements: Mapped[dict[str, str]]
    note: Mapped[str | None]
