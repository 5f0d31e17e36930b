"""What is done about a plan: a step is put into it, said anew, skipped or taken back."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from tracker.clock import now
from tracker.db import new_id
from tracker.history import record
from tracker.history.events.method import PlanStepSaid
from tracker.idea import Idea, Refused, refuse_all, touch
from tracker.method.models import PlanStep
from tracker.method.queries import PlanPhase, plan_of
from tracker.method.rules import methods, step_faults
from tracker.method.words import StepState
from tracker.tenancy import session


def say_step(
    *,
    idea: Idea,
    by: UUID,
    phase: str,
    method: str = "",
    state: StepState = StepState.PLANNED,
    note: str = "",
    because: str = "",
    step_id: UUID | None = None,
) -> UUID:
    """Put a method into a phase of an idea's plan, or say anew what stands of a step; what was said before stays.

    To skip a method, or to take a step back, needs a reason. Raises Refused.
    """
    refuse_all(step_faults(phase=phase, method=method, state=state, because=because))
    plan = plan_of(idea=idea)
    if step_id is None:
        _refuse_twice(plan.phases, phase.strip(), method)
    elif plan.step(step_id) is None:
        raise Refused("That step was withdrawn a moment ago. Put it in again.")
    made = PlanStep(
        idea_id=idea.id,
        step_id=step_id or new_id(),
        phase=phase.strip(),
        method=method or None,
        state=state,
        note=note.strip() or None,
        because=because.strip() or None,
        by_id=by,
        at=now(),
    )
    session().add(made)
    session().flush()
    named = methods()[method].name if method else None
    told = PlanStepSaid(phase=made.phase, method=named, state=state, because=made.because)
    record(told, idea_id=idea.id, about_id=made.id, by=by)
    touch(idea)
    return made.step_id


def _refuse_twice(phases: Sequence[PlanPhase], phase: str, method: str) -> None:
    for each in phases:
        if each.name == phase and any((one.now.method or "") == method for one in each.steps):
            field = "method" if method else "phase"
            raise Refused("That stands in this phase already. Change it there.", field=field)
