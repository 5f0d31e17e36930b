"""What a benefit came to, period by period."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, column, func, literal_column, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.benefit.words import CheckWord
from tracker.db import Base, Dated, OfIdea, one_of, points_at, points_at_member

SPAN = func.daterange(column("starts_on"), column("ends_on"), literal_column("'[]'"))
WAITING = "claimed_on IS NOT NULL AND checked_word IS DISTINCT FROM 'right'"


class BenefitPeriod(Dated, OfIdea, Base):
    """A benefit in one period: what was forecast, what came, why they differ, and what somebody else says of it.

    Figures are in what the benefit is counted in; what is told in words is `hoped` and `came`. Who claims the figure
    that came and who checks it are never the same person; no two periods of a benefit share a day.
    """

    __tablename__ = "benefit_period"
    __table_args__ = (
        points_at("idea"),
        points_at("benefit", ondelete="CASCADE"),
        points_at_member("claimed_by_id"),
        points_at_member("checked_by_id"),
        points_at_member("by_id"),
        CheckConstraint("starts_on <= ends_on", name="in_order"),
        CheckConstraint("claimed_by_id <> checked_by_id", name="checked_by_another"),
        ExcludeConstraint(
            (column("council_id"), "="), (column("benefit_id"), "="), (SPAN, "&&"), name="ex_benefit_period_apart"
        ),
        Index("ix_benefit_period_benefit", "council_id", "benefit_id", "starts_on", "id"),
        Index("ix_benefit_period_idea", "council_id", "idea_id"),
        Index("ix_benefit_period_starts", "council_id", "starts_on", "id"),
        Index("ix_benefit_period_waiting", "council_id", "claimed_on", "id", postgresql_where=text(WAITING)),
    )

    idea_id: Mapped[UUID]
    benefit_id: Mapped[UUID]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    forecast: Mapped[Decimal | None]
    hoped: Mapped[str | None]
    actual: Mapped[Decimal | None]
    came: Mapped[str | None]
    why: Mapped[str | None]
    source: Mapped[str | None]
    claimed_by_id: Mapped[UUID | None]
    claimed_on: Mapped[date | None]
    checked_by_id: Mapped[UUID | None]
    checked_on: Mapped[date | None]
    checked_word: Mapped[CheckWord | None] = mapped_column(one_of(CheckWord, "checked_word"))
    checked_figure: Mapped[Decimal | None]
    checked_note: Mapped[str | None]
    by_id: Mapped[UUID | None]

    @property
    def has_come(self) -> bool:
        """Whether what came is said, in a figure or in words."""
        return self.actual is not None or self.came is not None
