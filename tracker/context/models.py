"""Rules that stand in the way of an idea, posts that it changes, what unions were told, what is said of it outside."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.context.words import BlockerVerdict, PostChange
from tracker.db import Base, Dated, OfIdea, one_of, points_at, points_at_member, some


class Blocker(Dated, OfIdea, Base):
    """A rule in the way: whose it is, what harm it does, what is asked of whom until when, and the answer."""

    __tablename__ = "blocker"
    __table_args__ = (
        points_at("idea"),
        points_at_member("by_id"),
        Index("ix_blocker_idea", "council_id", "idea_id"),
        some("ix_blocker_open", "needed_by", "id", where="answered_on IS NULL"),
        some("ix_blocker_answered", "answered_on", "id", where="answered_on IS NOT NULL"),
    )

    idea_id: Mapped[UUID]
    rule: Mapped[str]
    whose: Mapped[str]
    harm: Mapped[str]
    ask: Mapped[str]
    asked_of: Mapped[str]
    asked_on: Mapped[date | None]
    needed_by: Mapped[date]
    verdict: Mapped[BlockerVerdict | None] = mapped_column(one_of(BlockerVerdict, "verdict"))
    answer: Mapped[str | None]
    answered_on: Mapped[date | None]
    by_id: Mapped[UUID | None]


class WorkforceEffect(Dated, OfIdea, Base):
    """Posts that an idea changes, by their job: how many, in which way, from which grade to which, from when."""

    __tablename__ = "workforce_effect"
    __table_args__ = (
        points_at("idea"),
        points_at_member("by_id"),
        CheckConstraint("posts BETWEEN 1 AND 100000", name="posts"),
        Index("ix_workforce_effect_idea", "council_id", "idea_id"),
    )

    idea_id: Mapped[UUID]
    post: Mapped[str]
    posts: Mapped[int | None]
    change: Mapped[PostChange] = mapped_column(one_of(PostChange, "change"))
    grade_before: Mapped[str | None]
    grade_after: Mapped[str | None]
    changes_on: Mapped[date | None]
    note: Mapped[str | None]
    by_id: Mapped[UUID | None]


class UnionContact(Dated, OfIdea, Base):
    """What a union was told of an idea on a day, and what it said to that."""

    __tablename__ = "union_contact"
    __table_args__ = (
        points_at("idea"),
        points_at_member("by_id"),
        Index("ix_union_contact_idea", "council_id", "idea_id", "told_on"),
    )

    idea_id: Mapped[UUID]
    union_name: Mapped[str]
    told_on: Mapped[date]
    told: Mapped[str]
    answer: Mapped[str | None]
    by_id: Mapped[UUID | None]


class PublicLine(Dated, OfIdea, Base):
    """The one line that is said of an idea outside, who may speak for it, and what is said to who asks more."""

    __tablename__ = "public_line"
    __table_args__ = (
        points_at("idea"),
        points_at_member("by_id"),
        UniqueConstraint("council_id", "idea_id"),
    )

    idea_id: Mapped[UUID]
    line: Mapped[str]
    speaker: Mapped[str]
    if_asked: Mapped[str | None]
    by_id: Mapped[UUID | None]
