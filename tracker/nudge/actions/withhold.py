"""A nudge is put aside: withheld by a lead before it goes, or put off to another day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from tracker import clock
from tracker.history import record
from tracker.history.events.nudge import NudgeSnoozed, NudgeWithheld
from tracker.idea.words import Refused, refuse_all
from tracker.nudge.actions.find import row_of
from tracker.nudge.models import Nudge
from tracker.nudge.queries import plan
from tracker.nudge.words import OPEN, NudgeState, PlannedNudge
from tracker.tenancy import current_council, session

SHORTEST_REASON = 3


def withhold(*, rule: str, subject_id: UUID, day: date, because: str, by: UUID) -> None:
    """Withhold one nudge before it goes on a day, with a reason; it may come again its interval after that day.

    Raises Refused without a reason, or when nothing of the kind would go on that day.
    """
    because = because.strip()
    if len(because) < SHORTEST_REASON:
        raise Refused("Say why it should not go", field="because")
    planned = next((one for one in plan(day=day, rules=[rule]) if one.reason.subject_id == subject_id), None)
    if planned is None:
        raise Refused("This would not have gone: somebody answered, or it was sent already.")
    nudge_id = _settle_before_it_goes(planned, day=day, because=because, by=by)
    if nudge_id is None:
        raise Refused("This was sent or settled a moment ago.")
    withheld = NudgeWithheld(rule=rule, because=because)
    record(withheld, idea_id=planned.reason.idea_id, about_id=nudge_id, by=by)


def _settle_before_it_goes(planned: PlannedNudge, *, day: date, because: str, by: UUID) -> UUID | None:
    """Keep it as withheld, recorded yet or not; None where it no longer waits."""
    settled = {
        "state": NudgeState.WITHHELD,
        "due_on": day,
        "because": because,
        "settled_at": clock.now(),
        "by_id": by,
    }
    row = insert(Nudge).values({**row_of(planned), **settled})
    kept = row.on_conflict_do_update(
        index_elements=["council_id", "rule", "subject_id", "began_on", "repeat"],
        set_=settled,
        where=Nudge.state == NudgeState.WAITING,
    )
    return session().scalar(kept.returning(Nudge.id))


def snooze_faults(*, until: date | None, because: str) -> Iterator[Refused]:
    """Another day is one to come, and has a reason."""
    if until is None or until <= clock.today():
        yield Refused("Choose a day to come", field="day")
    if len(because.strip()) < SHORTEST_REASON:
        yield Refused("Say why another day is better", field="because")


def snooze(*, nudge_id: UUID, until: date, because: str, by: UUID) -> None:
    """Have one nudge rest until a day, with a reason. Raises Refused for a day not to come or a settled nudge."""
    refuse_all(snooze_faults(until=until, because=because))
    row = session().get(Nudge, (current_council(), nudge_id), with_for_update=True, populate_existing=True)
    if row is None or row.state not in OPEN:
        raise Refused("This was answered or withdrawn already.")
    row.state, row.snoozed_until, row.because = NudgeState.SNOOZED, until, because.strip()
    row.settled_at, row.by_id = clock.now(), by
    snoozed = NudgeSnoozed(rule=row.rule, until=until.isoformat(), because=row.because)
    record(snoozed, idea_id=row.idea_id, about_id=row.id, by=by)
