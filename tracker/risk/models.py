"""Risk notes and what is done about them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, Dated, FromCase, OfIdea, one_of, points_at, points_at_member, some
from tracker.risk.words import RiskEnd

SCORE = "COALESCE(likelihood * impact, 0::bigint)"  # as lists are ordered by it


class Risk(FromCase, Dated, OfIdea, Base):
    """What could go wrong, how likely (1-5), how bad (1-5), what is done about it, who watches it and until when.

    `owner_given` and `raised_given` are what a file says of who watches it and since when: it names no member.
    `closed_as` says how a closed one ended, where somebody said so.
    """

    __tablename__ = "risk"
    __table_args__ = (
        points_at("idea"),
        points_at_member("owner_id"),
        points_at_member("by_id"),
        CheckConstraint("likelihood BETWEEN 1 AND 5", name="likelihood"),
        CheckConstraint("impact BETWEEN 1 AND 5", name="impact"),
        Index("ix_risk_idea", "council_id", "idea_id"),
        some("ix_risk_review", "review_on", "id", where="closed_at IS NULL"),
        some("ix_risk_score", text(f"{SCORE} DESC"), "review_on", "id", where="closed_at IS NULL"),
        some("ix_risk_closed", text("closed_at DESC"), "id", where="closed_at IS NOT NULL"),
    )

    idea_id: Mapped[UUID]
    category: Mapped[str | None]
    description: Mapped[str | None]
    cause: Mapped[str | None]
    likelihood: Mapped[int | None]
    impact: Mapped[int | None]
    mitigation: Mapped[str | None]
    accepted_because: Mapped[str | None]
    raised_at_stage: Mapped[str | None]
    owner_id: Mapped[UUID | None]
    owner_given: Mapped[str | None]
    raised_given: Mapped[str | None]
    review_on: Mapped[date | None]
    closed_at: Mapped[datetime | None]
    closed_as: Mapped[RiskEnd | None] = mapped_column(one_of(RiskEnd, "closed_as"))
    by_id: Mapped[UUID | None]
