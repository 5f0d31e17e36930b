"""A council's gate policy, the answers at a gate, the decisions and their conditions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, OfCouncil, OfIdea, one_of, points_at, points_at_member
from tracker.gate.words import Gate, Status, StopReason, Word


class PolicyVersion(OfCouncil, Base):
    """One version of a council's gate policy: which questions are needed, the level of evidence asked at each gate."""

    __tablename__ = "gate_policy"
    __table_args__ = (UniqueConstraint("council_id", "version"), points_at_member("by_id"))

    version: Mapped[int]
    rules: Mapped[dict[str, Any]]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    by_id: Mapped[UUID | None]


class GateAnswer(OfIdea, Base):
    """An answer at a gate. The newest stands; the older are its history."""

    __tablename__ = "answer"
    __table_args__ = (
        points_at("idea"),
        points_at_member("by_id"),
        Index("ix_answer_idea", "council_id", "idea_id", "gate", "question", "number"),
    )

    number: Mapped[int] = mapped_column(Identity(always=True))
    idea_id: Mapped[UUID]
    gate: Mapped[Gate] = mapped_column(one_of(Gate, "gate"))
    question: Mapped[str]
    words: Mapped[str | None]
    status: Mapped[Status | None] = mapped_column(one_of(Status, "status"))
    note: Mapped[str | None]
    by_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class PanelView(OfIdea, Base):
    """What one panel member thinks before the decision; it decides nothing."""

    __tablename__ = "panel_view"
    __table_args__ = (
        points_at("idea"),
        points_at_member("by_id"),
        Index("ix_panel_view_idea", "council_id", "idea_id", "gate"),
    )

    idea_id: Mapped[UUID]
    gate: Mapped[Gate] = mapped_column(one_of(Gate, "gate"))
    leaning: Mapped[Word] = mapped_column(one_of(Word, "leaning"))
    because: Mapped[str]
    by_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class DecisionRequest(OfIdea, Base):
    """An owner asks for a decision; it waits in the lead's queue until its due day."""

    __tablename__ = "decision_request"
    __table_args__ = (
        points_at("idea"),
        points_at_member("by_id"),
        Index("ix_decision_request_idea", "council_id", "idea_id"),
        Index("ix_decision_request_due", "council_id", "due_on", "id", postgresql_where=text("decided_at IS NULL")),
    )

    idea_id: Mapped[UUID]
    gate: Mapped[Gate] = mapped_column(one_of(Gate, "gate"))
    note: Mapped[str | None]
    by_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    due_on: Mapped[date]
    decided_at: Mapped[datetime | None]


class Decision(OfIdea, Base):
    """A decision by a named person, with reasons and a snapshot of what it rested on. Append-only."""

    __tablename__ = "decision"
    __table_args__ = (
        points_at("idea"),
        points_at_member("by_id"),
        ForeignKeyConstraint(["council_id", "reverses_id"], ["decision.council_id", "decision.id"]),
        UniqueConstraint("council_id", "idea_id", "number"),
        CheckConstraint("because <> ''", name="has_reasons"),
        CheckConstraint("word <> 'stop' OR stop_reason IS NOT NULL", name="stop_has_reason"),
        CheckConstraint("word <> 'hold' OR until IS NOT NULL", name="hold_has_date"),
    )

    idea_id: Mapped[UUID]
    number: Mapped[int]
    gate: Mapped[Gate] = mapped_column(one_of(Gate, "gate"))
    word: Mapped[Word] = mapped_column(one_of(Word, "word"))
    because: Mapped[str]
    by_id: Mapped[UUID]
    on: Mapped[date]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    until: Mapped[date | None]
    from_stage: Mapped[str]
    to_stage: Mapped[str]
    stop_reason: Mapped[StopReason | None] = mapped_column(one_of(StopReason, "stop_reason"))
    waived: Mapped[list[Any]] = mapped_column(server_default=text("'[]'::jsonb"))
    waiver_because: Mapped[str | None]
    policy_version: Mapped[int]
    snapshot: Mapped[dict[str, Any]]
    reverses_id: Mapped[UUID | None]
    archive_consent: Mapped[bool] = mapped_column(server_default=text("false"))


class Condition(OfIdea, Base):
    """A condition of a conditional go: owned, dated, met or not."""

    __tablename__ = "condition"
    __table_args__ = (
        points_at("decision"),
        points_at("idea"),
        points_at_member("owner_id"),
        Index("ix_condition_idea", "council_id", "idea_id", "due_on", "id"),
        Index("ix_condition_due", "council_id", "due_on", "id", postgresql_where=text("met_on IS NULL")),
    )

    decision_id: Mapped[UUID]
    idea_id: Mapped[UUID]
    text: Mapped[str]
    owner_id: Mapped[UUID]
    due_on: Mapped[date]
    met_on: Mapped[date | None]
    met_note: Mapped[str | None]
