"""Trials of a collaborative, the variants that councils try, their figures and what they learnt."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from tracker.db import Base, new_id, points_at_member

HERE_NOW = text("current_setting('seedbed.council')::uuid")


class WrittenByCouncil:
    """A row that members of a collaborative read and one council writes: which, who of it, and when."""

    @declared_attr
    def council_id(cls) -> Mapped[UUID]:  # noqa: N805 - SQLAlchemy calls this on the class
        """The council that writes it."""
        return mapped_column(ForeignKey("council.id"), server_default=HERE_NOW)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    by_id: Mapped[UUID]
    at: Mapped[datetime]


class OfTrial(WrittenByCouncil):
    """The same of one trial; `number` gives the order in which a council wrote them."""

    @declared_attr
    def trial_id(cls) -> Mapped[UUID]:  # noqa: N805 - SQLAlchemy calls this on the class
        """The trial that it belongs to."""
        return mapped_column(ForeignKey("trial.id"))

    number: Mapped[int] = mapped_column(Identity(always=True))


class Trial(WrittenByCouncil, Base):
    """One target that several councils try to reach, each in its own way, over the same days."""

    __tablename__ = "trial"
    __table_args__ = (
        points_at_member("by_id"),
        UniqueConstraint("collaborative_id", "number"),
        CheckConstraint("ends_on >= starts_on", name="ends_after"),
    )

    collaborative_id: Mapped[UUID] = mapped_column(ForeignKey("collaborative.id"))
    number: Mapped[int]
    title: Mapped[str]
    target: Mapped[str]
    indicator: Mapped[str]
    unit: Mapped[str | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date]


class TrialVariant(OfTrial, Base):
    """What a council tries, and what it does otherwise than the others. The newest stands, the older can be read."""

    __tablename__ = "trial_variant"
    __table_args__ = (
        points_at_member("by_id"),
        ForeignKeyConstraint(["council_id", "idea_id"], ["idea.council_id", "idea.id"]),
        Index("ix_trial_variant_trial", "trial_id", "council_id", "number"),
    )

    name: Mapped[str]
    differs: Mapped[str]
    measured: Mapped[str | None]
    idea_id: Mapped[UUID | None]


class TrialFigure(OfTrial, Base):
    """A figure of a council on a day, of its baseline or after it. One that was wrong is withdrawn, with the reason."""

    __tablename__ = "trial_figure"
    __table_args__ = (
        points_at_member("by_id"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_because IS NULL)", name="withdrawn_because"),
        Index("ix_trial_figure_trial", "trial_id", "council_id", "number"),
    )

    baseline: Mapped[bool]
    on: Mapped[date]
    value: Mapped[Decimal]
    note: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_because: Mapped[str | None]


class TrialLesson(OfTrial, Base):
    """What a council learnt in a trial."""

    __tablename__ = "trial_lesson"
    __table_args__ = (
        points_at_member("by_id"),
        Index("ix_trial_lesson_trial", "trial_id", "council_id", "number"),
    )

    words: Mapped[str]
