"""A tag, and which ideas have it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import COUNCIL_NOW, Base, OfCouncil, points_at, points_at_member


class Tag(OfCouncil, Base):
    """A word of the council's own. One that ended, or was joined into another, keeps its ideas and is shown on none."""

    __tablename__ = "tag"
    __table_args__ = (
        points_at_member("by_id"),
        points_at("tag", "merged_into_id"),
        CheckConstraint("name <> ''", name="named"),
    )

    name: Mapped[str]
    merged_into_id: Mapped[UUID | None]
    made_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    by_id: Mapped[UUID]
    ended_at: Mapped[datetime | None]


Index(
    "uq_tag_live_name",
    Tag.council_id,
    func.lower(Tag.name),
    unique=True,
    postgresql_where=text("ended_at IS NULL"),
)


class IdeaTag(Base):
    """An idea has a tag; `from_tag_id` is the joined one with which it came, and with which it goes again."""

    __tablename__ = "idea_tag"
    __table_args__ = (
        points_at("idea"),
        points_at("tag"),
        points_at("tag", "from_tag_id"),
        Index("ix_idea_tag_tag", "council_id", "tag_id", "idea_id"),
    )

    council_id: Mapped[UUID] = mapped_column(primary_key=True, server_default=COUNCIL_NOW)
    idea_id: Mapped[UUID] = mapped_column(primary_key=True)
    tag_id: Mapped[UUID] = mapped_column(primary_key=True)
    from_tag_id: Mapped[UUID | None]
