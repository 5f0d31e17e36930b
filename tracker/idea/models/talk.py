"""Who is joined with whom, whom words name and what they said before, and who hears of an idea."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, OfIdea, points_at, points_at_member

STANDING = text("undone_at IS NULL")


class IdeaMerge(OfIdea, Base):
    """One joining of an idea into another, with what stood before and is not told by its states; until it is undone.

    `woken_on` is the day on which the idea had come back by itself.
    """

    __tablename__ = "idea_merge"
    __table_args__ = (
        points_at("idea"),
        points_at("idea", "into_id"),
        points_at_member("by_id"),
        points_at_member("undone_by_id"),
        Index(
            "uq_idea_merge_standing", "council_id", "idea_id", unique=True, postgresql_where=text("undone_at IS NULL")
        ),
        Index("ix_idea_merge_into", "council_id", "into_id"),
    )

    idea_id: Mapped[UUID]
    into_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    by_id: Mapped[UUID | None]
    woken_on: Mapped[date | None]
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[UUID | None]


class MessageVersion(OfIdea, Base):
    """What a message said before its writer changed it, and since when."""

    __tablename__ = "message_version"
    __table_args__ = (
        points_at("message"),
        Index("ix_message_version_message", "council_id", "message_id", "number"),
    )

    number: Mapped[int] = mapped_column(Identity(always=True))
    message_id: Mapped[UUID]
    text: Mapped[str]
    at: Mapped[datetime]


class QuestionLink(Base):
    """Finds the council of a question that a letter asks. The link's secret is kept as a digest only."""

    __tablename__ = "question_link"

    token_digest: Mapped[str] = mapped_column(primary_key=True)
    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"))
    message_id: Mapped[UUID]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class Follower(Base):
    """A person who hears what becomes of an idea; `from_idea_id` is the joined idea with which they came along."""

    __tablename__ = "follower"
    __table_args__ = (
        ForeignKeyConstraint(["council_id", "idea_id"], ["idea.council_id", "idea.id"]),
        points_at("idea", "from_idea_id"),
        points_at_member("person_id"),
        Index("ix_follower_person", "council_id", "person_id", "idea_id"),
    )

    council_id: Mapped[UUID] = mapped_column(
        primary_key=True, server_default=text("current_setting('seedbed.council')::uuid")
    )
    idea_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    since: Mapped[datetime] = mapped_column(server_default=text("now()"))
    from_idea_id: Mapped[UUID | None]


class Confidant(Base):
    """A person who was named to see an idea that not everybody sees."""

    __tablename__ = "confidant"
    __table_args__ = (
        ForeignKeyConstraint(["council_id", "idea_id"], ["idea.council_id", "idea.id"]),
        points_at_member("person_id"),
        points_at_member("by_id"),
    )

    council_id: Mapped[UUID] = mapped_column(
        primary_key=True, server_default=text("current_setting('seedbed.council')::uuid")
    )
    idea_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    since: Mapped[datetime] = mapped_column(server_default=text("now()"))
    by_id: Mapped[UUID]
