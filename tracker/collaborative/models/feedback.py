"""What the two ends of an adaptation say to each other: what the adapter learnt, and what the origin answers."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, new_id, points_at_member


class AdaptationFeedback(Base):
    """What an adapter tells the origin beside the result; where `answers_id` says to what, how that acknowledges it.

    Either end writes its own words, both read, nobody changes them. Each is acknowledged once.
    """

    __tablename__ = "adaptation_feedback"
    __table_args__ = (
        ForeignKeyConstraint(["adaptation_id"], ["adaptation.id"]),
        ForeignKeyConstraint(
            ["answers_id", "adaptation_id"], ["adaptation_feedback.id", "adaptation_feedback.adaptation_id"]
        ),
        points_at_member("by_id"),
        UniqueConstraint("id", "adaptation_id"),
        UniqueConstraint("answers_id"),
        CheckConstraint("answers_id <> id", name="another"),
        Index("ix_adaptation_feedback_adaptation", "adaptation_id", "number"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    council_id: Mapped[UUID] = mapped_column(server_default=text("current_setting('seedbed.council')::uuid"))
    number: Mapped[int] = mapped_column(Identity(always=True))
    adaptation_id: Mapped[UUID]
    answers_id: Mapped[UUID | None]
    words: Mapped[str]
    by_id: Mapped[UUID]
    at: Mapped[datetime]
