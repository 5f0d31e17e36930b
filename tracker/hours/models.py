"""Hours that people are given away from their day job for an idea."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, Dated, OfIdea, one_of, points_at, points_at_member
from tracker.hours.words import HoursUse


class HoursGrant(Dated, OfIdea, Base):
    """Hours a week that somebody granted to somebody, since and until when, and whether they are used."""

    __tablename__ = "hours_grant"
    __table_args__ = (
        points_at("idea"),
        points_at_member("by_id"),
        CheckConstraint("hours_a_week > 0 AND hours_a_week <= 168", name="in_a_week"),
        CheckConstraint("since <= until", name="in_order"),
        Index("ix_hours_grant_idea", "council_id", "idea_id"),
    )

    idea_id: Mapped[UUID]
    granted_by: Mapped[str]
    granted_to: Mapped[str]
    hours_a_week: Mapped[Decimal]
    since: Mapped[date | None]
    until: Mapped[date | None]
    used: Mapped[HoursUse | None] = mapped_column(one_of(HoursUse, "used"))
    note: Mapped[str | None]
    by_id: Mapped[UUID | None]
