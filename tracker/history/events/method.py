"""What is recorded of the plan of an idea."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.history.events.base import Event


@dataclass(frozen=True)
class PlanStepSaid(Event):
    """A method was put into a phase of the plan, or it was said anew how that stands."""

    what = "plan_step_said"
    phase: str
    method: str | None
    state: str
    because: str | None
