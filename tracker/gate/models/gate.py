"""A council's gate policy, the answers at a gate, the decisions, what they reverse, and their conditions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, OfCouncil, OfIdea, one_of, points_at, points_at_member
from tracker.gate.words import Gate, Status, StopReason, Word

WAITING = "answered_at IS NULL"


class PolicyVersion(OfCouncil, Base):
    """One version of a council's gate policy: which questions are needed, the level of evidence asked at each gate."""

    __tablename__ = "gate_policy"
    __table_args__ = (UniqueConstraint("council_id", "version"), points_at_member("by_id"))

    version: Mapped[int]
    rules: Mapped[dict[str, Any]]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    by_id: Mapped[UUID | None]
    because: Mapped[str | None]


class PolicyDraft(OfCouncil, Base):
    """The next version of a council's gate policy while it is drafted: one at most, and it changes nothing."""

    __tablename__ = "gate_policy_draft"
    __table_args__ = (UniqueConstraint("council_id"), points_at_member("by_id"))

    rules: Mapped[dict[str, Any]]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    by_id: Mapped[UUID]


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


class AnswerEvidence(Base):
    """A record of evidence that an answer points at: it shows what was ticked, while that stands.

    No key holds it: what was withdrawn is not in its table (docs/decisions/0026).
    """

    __tablename__ = "answer_evidence"
    __table_args__ = (points_at("answer"),)

    council_id: Mapped[UUID] = mapped_column(
        primary_key=True, server_default=text("current_setting('seedbed.council')::uuid")
    )
    answer_id: Mapped[UUID] = mapped_column(primary_key=True)
    evidence_id: Mapped[UUID] = mapped_column(primary_key=True)


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
    """An owner asks for a decision: it waits in the lead's queue, some before a panel, one for each idea.

    `decided_at` is when it left the queue: decided on, or its idea parked, closed or moved to another stage. The
    database sees to the latter whatever moves an idea (migrations/0039), so that what waits can be answered.
    """

    __tablename__ = "decision_request"
    __table_args__ = (
        points_at("idea"),
        points_at_member("by_id"),
        Index("ix_decision_request_idea", "council_id", "idea_id"),
        Index(
            "uq_decision_request_waiting",
            "council_id",
            "idea_id",
            unique=True,
            postgresql_where=text("decided_at IS NULL"),
        ),
        Index("ix_decision_request_due", "council_id", "due_on", "id", postgresql_where=text("decided_at IS NULL")),
        points_at("panel"),
        Index(
            "ix_decision_request_panel",
            "council_id",
            "panel_id",
            "decided_at",
            postgresql_where=text("panel_id IS NOT NULL"),
        ),
        Index(  # what waits before a panel, or before none, in the order of a table
            "ix_decision_request_table",
            "council_id",
            "panel_id",
            "due_on",
            "id",
            postgresql_where=text("decided_at IS NULL"),
        ),
    )

    idea_id: Mapped[UUID]
    gate: Mapped[Gate] = mapped_column(one_of(Gate, "gate"))
    note: Mapped[str | None]
    by_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    due_on: Mapped[date]
    decided_at: Mapped[datetime | None]
    panel_id: Mapped[UUID | None]


class Decision(OfIdea, Base):
    """A decision by a named person, with reasons and a snapshot of what it rested on. Append-only."""

    __tablename__ = "decision"
    __table_args__ = (
        points_at("idea"),
        points_at_member("by_id"),
        UniqueConstraint("council_id", "idea_id", "number"),
        Index("ix_decision_on", "council_id", "on", "id"),
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
    archive_consent: Mapped[bool] = mapped_column(server_default=text("false"))


class Reversal(Base):
    """That a return reverses an earlier decision, which had let the idea on: one row for each that it reverses."""

    __tablename__ = "reversal"
    __table_args__ = (points_at("decision"), points_at("decision", "reversed_id"))

    council_id: Mapped[UUID] = mapped_column(
        primary_key=True, server_default=text("current_setting('seedbed.council')::uuid")
    )
    decision_id: Mapped[UUID] = mapped_column(primary_key=True)
    reversed_id: Mapped[UUID] = mapped_column(primary_key=True)


class Condition(OfIdea, Base):
    """A condition of a conditional go: owned, dated, met or not; it falls away when its decision is reversed."""

    __tablename__ = "condition"
    __table_args__ = (
        points_at("decision"),
        points_at("idea"),
        points_at_member("owner_id"),
        Index("ix_condition_idea", "council_id", "idea_id", "due_on", "id"),
        Index(
            "ix_condition_due",
            "council_id",
            "due_on",
            "id",
            postgresql_where=text("met_on IS NULL AND fallen_on IS NULL"),
        ),
    )

    decision_id: Mapped[UUID]
    idea_id: Mapped[UUID]
    text: Mapped[str]
    owner_id: Mapped[UUID]
    due_on: Mapped[date]
    met_on: Mapped[date | None]
    met_note: Mapped[str | None]
    fallen_on: Mapped[date | None]

    @property
    def is_open(self) -> bool:
        """Whether it is still to be met."""
        return self.met_on is None and self.fallen_on is None


class Extension(OfIdea, Base):
    """Another date for a condition: asked for with a reason, granted or not by a lead. `due_on` is the day before it.

    The newest that nobody answered waits; what was granted is the history of the condition's day.
    """

    __tablename__ = "extension"
    __table_args__ = (
        points_at("condition"),
        points_at("idea"),
        points_at_member("by_id"),
        points_at_member("answered_by_id"),
        CheckConstraint("because <> ''", name="has_reason"),
        CheckConstraint("(answered_at IS NULL) = (granted IS NULL)", name="answered"),
        Index("ix_extension_idea", "council_id", "idea_id", "at", "id"),
        Index("uq_extension_waiting", "council_id", "condition_id", unique=True, postgresql_where=text(WAITING)),
        Index("ix_extension_waiting", "council_id", "at", "id", postgresql_where=text(WAITING)),
    )

    condition_id: Mapped[UUID]
    idea_id: Mapped[UUID]
    due_on: Mapped[date]
    wanted_on: Mapped[date]
    because: Mapped[str]
    by_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    granted: Mapped[bool | None]
    answer: Mapped[str | None]
    answered_by_id: Mapped[UUID | None]
    answered_at: Mapped[datetime | None]
