"""What an idea replaces, what it was recognised with, its yearly reviews; whether others take up what was stopped."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, Dated, OfIdea, points_at, points_at_member

WITH_REASON = "(withdrawn_at IS NULL) = (withdrawn_because IS NULL)"


class OldService(Dated, OfIdea, Base):
    """A service or task that an idea replaces: the day on which it is to end, who ends it, and when it did.

    Of one service, by its words, the newest row stands.
    """

    __tablename__ = "old_service"
    __table_args__ = (
        points_at("idea"),
        points_at_member("owner_id"),
        points_at_member("by_id"),
        points_at_member("withdrawn_by_id"),
        CheckConstraint("service <> ''", name="has_words"),
        CheckConstraint("ends_on IS NOT NULL OR ended_on IS NOT NULL", name="has_day"),
        CheckConstraint(WITH_REASON, name="withdrawn"),
        Index("ix_old_service_idea", "council_id", "idea_id", "number"),
    )

    number: Mapped[int] = mapped_column(Identity(always=True))
    idea_id: Mapped[UUID]
    service: Mapped[str]
    ends_on: Mapped[date | None]
    owner_id: Mapped[UUID | None]
    ended_on: Mapped[date | None]
    by_id: Mapped[UUID]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_because: Mapped[str | None]
    withdrawn_by_id: Mapped[UUID | None]


class Recognition(Dated, OfIdea, Base):
    """An award or a prize: what, from whom, on which day, and what is noted of it. It is no evidence of value."""

    __tablename__ = "recognition"
    __table_args__ = (
        points_at("idea"),
        points_at_member("by_id"),
        points_at_member("withdrawn_by_id"),
        CheckConstraint("title <> ''", name="has_title"),
        CheckConstraint(WITH_REASON, name="withdrawn"),
        Index("ix_recognition_idea", "council_id", "idea_id", "number"),
    )

    number: Mapped[int] = mapped_column(Identity(always=True))
    idea_id: Mapped[UUID]
    title: Mapped[str]
    giver: Mapped[str]
    on: Mapped[date]
    note: Mapped[str | None]
    by_id: Mapped[UUID]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_because: Mapped[str | None]
    withdrawn_by_id: Mapped[UUID | None]


class ArchiveConsent(OfIdea, Base):
    """Whether a council agrees that others take up what it stopped. The newest stands, above its decision's."""

    __tablename__ = "archive_consent"
    __table_args__ = (
        points_at("idea"),
        points_at_member("by_id"),
        Index("ix_archive_consent_idea", "council_id", "idea_id", "number"),
    )

    number: Mapped[int] = mapped_column(Identity(always=True))
    idea_id: Mapped[UUID]
    given: Mapped[bool]
    by_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class YearlyReview(OfIdea, Base):
    """The review of an embedded idea on a day: answers as they were asked, both scores (0 to 10), and the lesson."""

    __tablename__ = "yearly_review"
    __table_args__ = (
        points_at("idea"),
        points_at_member("by_id"),
        CheckConstraint("improvement BETWEEN 0 AND 10", name="improvement"),
        CheckConstraint("innovation BETWEEN 0 AND 10", name="innovation"),
        Index("ix_yearly_review_idea", "council_id", "idea_id", "number"),
    )

    number: Mapped[int] = mapped_column(Identity(always=True))
    idea_id: Mapped[UUID]
    on: Mapped[date]
    improvement: Mapped[int]
    innovation: Mapped[int]
    answers: Mapped[list[Any]]
    lesson: Mapped[str]
    by_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
