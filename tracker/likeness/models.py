"""What an idea means, as the worker reads it, and what people said of ideas that look alike."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Identity, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import COUNCIL_NOW, Base, OfIdea, one_of, points_at, points_at_member
from tracker.likeness.words import LikenessMark


class IdeaMeaning(Base):
    """The vector of an idea's words, made anew when they change: `digest` is that of the words, `edition` the model's.

    `sketch` is the sign of each of its numbers, a bit each: what is near is found by these. `number` grows with each
    change, so that who keeps sketches reads only what is new. `read_at` is when the idea had changed as it was read.
    """

    __tablename__ = "idea_meaning"
    __table_args__ = (
        ForeignKeyConstraint(["council_id", "idea_id"], ["idea.council_id", "idea.id"]),
        Index("ix_idea_meaning_number", "council_id", "number"),
    )

    council_id: Mapped[UUID] = mapped_column(primary_key=True, server_default=COUNCIL_NOW)
    idea_id: Mapped[UUID] = mapped_column(primary_key=True)
    edition: Mapped[str]
    digest: Mapped[str]
    vector: Mapped[bytes] = mapped_column(LargeBinary())
    sketch: Mapped[bytes] = mapped_column(LargeBinary())
    read_at: Mapped[datetime]
    number: Mapped[int] = mapped_column(Identity(always=True))


class KeptMatter(Base):
    """What an idea speaks of, for judging: made anew when its words change (`digest`) or the rules (`edition`)."""

    __tablename__ = "idea_matter"
    __table_args__ = (ForeignKeyConstraint(["council_id", "idea_id"], ["idea.council_id", "idea.id"]),)

    council_id: Mapped[UUID] = mapped_column(primary_key=True, server_default=COUNCIL_NOW)
    idea_id: Mapped[UUID] = mapped_column(primary_key=True)
    edition: Mapped[str]
    digest: Mapped[str]
    matter: Mapped[str]
    read_at: Mapped[datetime]


class LikenessEntry(OfIdea, Base):
    """What somebody said of two ideas that look alike, append-only: the newest of two ideas stands."""

    __tablename__ = "likeness_mark"
    __table_args__ = (
        points_at("idea"),
        points_at("idea", "other_id"),
        points_at_member("by_id"),
        CheckConstraint("idea_id < other_id", name="once"),
        Index("ix_likeness_mark_idea", "council_id", "idea_id", "number"),
        Index("ix_likeness_mark_other", "council_id", "other_id", "number"),
    )

    number: Mapped[int] = mapped_column(Identity(always=True))
    idea_id: Mapped[UUID]
    other_id: Mapped[UUID]
    mark: Mapped[LikenessMark] = mapped_column(one_of(LikenessMark, "mark"))
    by_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
