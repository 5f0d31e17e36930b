"""Whom words name."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, OfIdea, points_at, points_at_member


class Mention(OfIdea, Base):
    """A colleague who is named in a message; `told` says whether they might see the idea, and so hear of it."""

    __tablename__ = "mention"
    __table_args__ = (
        points_at("idea"),
        points_at("message"),
        points_at_member("person_id"),
        UniqueConstraint("council_id", "message_id", "person_id"),
        Index("ix_mention_person", "council_id", "person_id", "at", "id"),
    )

    idea_id: Mapped[UUID]
    message_id: Mapped[UUID]
    person_id: Mapped[UUID]
    told: Mapped[bool]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
