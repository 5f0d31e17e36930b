"""Why an idea should work, who evaluates it, its procedure, links to what is said of it, and sums for scale."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, Dated, OfIdea, one_of, points_at, points_at_member
from tracker.study.words import Agreement


class Theory(Dated, OfIdea, Base):
    """Why an idea should work: its steps from what is done to what gets better, one to a line. One for each idea."""

    __tablename__ = "theory"
    __table_args__ = (
        points_at("idea"),
        points_at_member("by_id"),
        UniqueConstraint("council_id", "idea_id"),
        Index("ix_theory_idea", "council_id", "idea_id", "id"),
    )

    idea_id: Mapped[UUID]
    steps: Mapped[str]
    by_id: Mapped[UUID | None]


class Evaluation(Dated, OfIdea, Base):
    """Who evaluates an idea, since when, whether they may have the data, when the report is due and when it came."""

    __tablename__ = "evaluation"
    __table_args__ = (
        points_at("idea"),
        points_at_member("by_id"),
        Index("ix_evaluation_idea", "council_id", "idea_id", "id"),
    )

    idea_id: Mapped[UUID]
    evaluator: Mapped[str]
    since: Mapped[date | None]
    agreement: Mapped[Agreement | None] = mapped_column(one_of(Agreement, "agreement"))
    agreement_note: Mapped[str | None]
    due_on: Mapped[date | None]
    reported_on: Mapped[date | None]
    note: Mapped[str | None]
    by_id: Mapped[UUID | None]


class ScaleSum(Dated, OfIdea, Base):
    """What an idea costs and who needs it: pounds spent for so many results, and how many there would be in all."""

    __tablename__ = "scale_sum"
    __table_args__ = (
        points_at("idea"),
        points_at_member("by_id"),
        CheckConstraint(
            "results > 0 AND spent_least <= spent_most AND 0 < wanted_least AND wanted_least <= wanted_most",
            name="range",
        ),
        Index("ix_scale_sum_idea", "council_id", "idea_id", "id"),
    )

    idea_id: Mapped[UUID]
    unit: Mapped[str]
    spent_least: Mapped[Decimal]
    spent_most: Mapped[Decimal]
    results: Mapped[int]
    wanted_least: Mapped[int]
    wanted_most: Mapped[int]
    assumptions: Mapped[str]
    by_id: Mapped[UUID | None]


class Manual(Dated, OfIdea, Base):
    """A manual or procedure by which others can do it again, and where it can be read."""

    __tablename__ = "manual"
    __table_args__ = (
        points_at("idea"),
        points_at_member("by_id"),
        Index("ix_manual_idea", "council_id", "idea_id", "id"),
    )

    idea_id: Mapped[UUID]
    title: Mapped[str]
    place: Mapped[str]
    written_on: Mapped[date | None]
    by_id: Mapped[UUID | None]


class SourceLink(Dated, OfIdea, Base):
    """A page outside on an idea, of one of its claims where one is named; `looked_on`: it was there on that day."""

    __tablename__ = "source_link"
    __table_args__ = (
        points_at("idea"),
        points_at_member("by_id"),
        Index("ix_source_link_idea", "council_id", "idea_id", "id"),
    )

    idea_id: Mapped[UUID]
    claim_id: Mapped[UUID | None]
    title: Mapped[str]
    address: Mapped[str]
    looked_on: Mapped[date]
    by_id: Mapped[UUID | None]
