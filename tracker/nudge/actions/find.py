"""What falls due is recorded, and what has lost its reason is withdrawn."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from tracker import clock, fault
from tracker.db import new_id
from tracker.fault import FaultKind
from tracker.nudge.models import Nudge
from tracker.nudge.queries import Outlook, outlook
from tracker.nudge.words import OPEN, NudgeState, PlannedNudge
from tracker.tenancy import session


def find_due() -> int:
    """Record what falls due today in the open council, and withdraw what has lost its reason; return how many are new.

    Safe to run at any time and twice at once: the same rule, subject, beginning and number is recorded once.
    What a rule could not look at is set aside and named: nothing about it is found, and nothing withdrawn.
    """
    found = outlook(day=clock.today())
    fault.keep(FaultKind.NUDGE, {faulty.name: error for faulty, error in found.faults.items()})
    _withdraw_what_lost_its_reason(found)
    _follow(found.planned)
    new = [row_of(nudge) for nudge in found.planned if nudge.nudge_id is None]
    if not new:
        return 0
    recorded = session().scalars(insert(Nudge).values(new).on_conflict_do_nothing().returning(Nudge.id))
    return len(recorded.all())


def row_of(planned: PlannedNudge) -> dict[str, object]:
    """Return what is stored of a planned nudge."""
    reason = planned.reason
    return {
        "id": new_id(),
        "rule": reason.rule.code,
        "subject_id": reason.subject_id,
        "idea_id": reason.idea_id,
        "person_id": planned.person_id,
        "began_on": reason.began_on,
        "repeat": planned.turn.repeat,
        "due_on": planned.turn.due_on,
        "fact": reason.fact,
        "made_at": clock.now(),
        "escalated_at": clock.now() if planned.turn.to_lead else None,
    }


def _withdraw_what_lost_its_reason(found: Outlook) -> None:
    """Withdraw every open nudge whose reason is gone, whether it was sent or still waits."""
    standing = {reason.key for reason in found.reasons}
    rows = session().scalars(select(Nudge).where(Nudge.state.in_(OPEN)))
    gone = [row.id for row in rows if row.reason_key not in standing and found.covers(row)]
    if gone:
        settled = {"state": NudgeState.WITHDRAWN, "settled_at": clock.now()}
        session().execute(update(Nudge).where(Nudge.id.in_(gone)).values(settled))


def _follow(planned: list[PlannedNudge]) -> None:
    """Ask the person who holds the place now, where a waiting nudge named one who handed over or left."""
    for nudge in planned:
        if nudge.nudge_id and nudge.person_id not in {nudge.reason.person_id, nudge.reason.lead_id}:
            waiting = update(Nudge).where(Nudge.id == nudge.nudge_id)
            session().execute(waiting.values(person_id=nudge.reason.person_id))
