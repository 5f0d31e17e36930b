"""What is planned on an idea: phases, with methods picked for them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, OfIdea, one_of, points_at, points_at_member
from tracker.method.words import StepState


class PlanStep(OfIdea, Base):
    """What is said of one step of a plan: its phase, the method picked for it, how it stands, and why.

    Rows are only added: those of one `step_id` tell one step, of which the newest stands; one that is withdrawn stays,
    with its reason. A row without a method names a phase that nothing is picked for yet.
    """

    __tablename__ = "plan_step"
    __table_args__ = (
        points_at("idea"),
        points_at_member("by_id"),
        CheckConstraint("phase <> ''", name="has_phase"),
        CheckConstraint("state NOT IN ('skipped', 'withdrawn') OR because IS NOT NULL", name="has_reason"),
        Index("ix_plan_step_idea", "council_id", "idea_id", "step_id", "number"),
        Index("ix_plan_step_method", "council_id", "method", "number", postgresql_where=text("method IS NOT NULL")),
    )

    number: Mapped[int] = mapped_column(Identity(always=True))
    idea_id: Mapped[UUID]
    step_id: Mapped[UUID]
    phase: Mapped[str]
    method: Mapped[str | None]
    state: Mapped[StepState] = mapped_column(one_of(StepState, "state"))
    note: Mapped[str | None]
    because: Mapped[str | None]
    by_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
