"""The places of a council, and which of them an idea names."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import COUNCIL_NOW, Base, OfCouncil, points_at, points_at_member


class Place(OfCouncil, Base):
    """A ward or area. `ended_at` set: offered no more; `into_id` then names the place that it went into, if any."""

    __tablename__ = "place"
    __table_args__ = (
        points_at("place", "into_id"),
        Index(
            "uq_place_name",
            "council_id",
            func.lower(text("name")),
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    name: Mapped[str]
    since: Mapped[datetime] = mapped_column(server_default=text("now()"))
    ended_at: Mapped[datetime | None]
    into_id: Mapped[UUID | None]


class IdeaPlace(Base):
    """An idea names a place. What it named before stands in its history."""

    __tablename__ = "idea_place"
    __table_args__ = (
        points_at("idea"),
        points_at("place"),
        points_at_member("by_id"),
        Index("ix_idea_place_place", "council_id", "place_id", "idea_id"),
    )

    council_id: Mapped[UUID] = mapped_column(primary_key=True, server_default=COUNCIL_NOW)
    idea_id: Mapped[UUID] = mapped_column(primary_key=True)
    place_id: Mapped[UUID] = mapped_column(primary_key=True)
    since: Mapped[datetime] = mapped_column(server_default=text("now()"))
    by_id: Mapped[UUID | None]
