"""Handover: who keeps an idea beside its owner, and how it is to go from its founder to whoever runs it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from tracker import council
from tracker.capacity.models import HandoverPlan
from tracker.clock import now, today
from tracker.council import Can
from tracker.history import record
from tracker.history.events.capacity import HandoverPlanned
from tracker.idea import Idea, Refused, covers_keeper, gives_away, touch
from tracker.tenancy import session


def plan_handover(
    *, idea: Idea, by: UUID, deputy_id: UUID | None = None, plan: str = "", on: date | None = None, nobody: bool = False
) -> HandoverPlan:
    """Name a deputy, who may keep the idea as its owner does; write a plan down; or say that nobody could take over.

    What stood there before is replaced by it, and stays in the record. Raises Refused, also for another deputy named by
    who stands in: that place gives an idea away, and stays when their days are over.
    """
    _check_place(idea, deputy_id, by=by)
    deputy = _deputy(idea, deputy_id) if deputy_id else None
    _check(said=bool(deputy or plan.strip()), plan=plan, on=on, nobody=nobody)
    made = HandoverPlan(
        idea_id=idea.id,
        deputy_id=deputy_id,
        plan=plan.strip() or None,
        on=on,
        nobody=nobody,
        by_id=by,
        counts_from=today(),
        recorded_at=now(),
    )
    session().add(made)
    idea.deputy_id = deputy_id
    planned = HandoverPlanned(deputy=deputy, plan=made.plan, on=on.isoformat() if on else None, nobody=nobody)
    record(planned, idea_id=idea.id, about_id=deputy_id, by=by)
    touch(idea)
    return made


def _check_place(idea: Idea, deputy_id: UUID | None, *, by: UUID) -> None:
    who = council.reader(by)
    if deputy_id != idea.deputy_id and covers_keeper(idea, who) and not gives_away(idea, who):
        raise Refused("You stand in for somebody: a deputy is for them or a lead to choose", field="deputy_id")


def _check(*, said: bool, plan: str, on: date | None, nobody: bool) -> None:
    if nobody and said:
        raise Refused("Either somebody takes it over, or nobody: take one of them back", field="nobody")
    if not nobody and not said:
        raise Refused("Name a deputy, write the plan, or say that nobody could take it over", field="deputy_id")
    if on and not plan.strip():
        raise Refused("Say in a sentence what happens on that day", field="plan")


def _deputy(idea: Idea, deputy_id: UUID) -> str:
    """What the deputy is called. Raises Refused for the owner, and for somebody who may not keep ideas."""
    if deputy_id == idea.owner_id:
        raise Refused("Choose somebody beside the owner", field="deputy_id")
    found = council.person(deputy_id)
    if found is None or Can.KEEP_CURRENT not in found.can:
        raise Refused("Choose somebody who works here and may keep ideas", field="deputy_id")
    return found.name
