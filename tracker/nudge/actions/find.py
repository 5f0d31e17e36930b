"""What is done with nudges before they are answered: found, withdrawn, withheld, snoozed, sent."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from tracker import clock
from tracker.db import new_id
from tracker.history import record
from tracker.history.events.nudge import NudgeSnoozed, NudgeWithheld
from tracker.idea.words import Refused
from tracker.nudge.models import Nudge
from tracker.nudge.planning import Key, key, plan
from tracker.nudge.watch import reasons
from tracker.nudge.words import NudgeState, Planned
from tracker.tenancy import current_council, session

OPEN = (NudgeState.WAITING, NudgeState.SENT)
SHORTEST_REASON = 3


def find_due() -> int:
    """Record what falls due today in the open council, and withdraw what has lost its reason; return how many are new.

    Safe to run at any time and twice at once: the same rule, subject, beginning and number is recorded once.
    """
    found = reasons(clock.today())
    planned = plan(day=clock.today(), found=found)
    _withdraw_all_but({key(reason) for reason in found})
    _follow(planned)
    new = [_row(one) for one in planned if one.nudge_id is None]
    if not new:
        return 0
    made = session().scalars(insert(Nudge).values(new).on_conflict_do_nothing().returning(Nudge.id))
    return len(made.all())


def _row(planned: Planned) -> dict[str, object]:
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


def _withdraw_all_but(holding: set[Key]) -> None:
    """Withdraw every open nudge whose reason is gone, whether it was sent or still waits."""
    gone = [row.id for row in session().scalars(select(Nudge).where(Nudge.state.in_(OPEN))) if key(row) not in holding]
    if gone:
        settled = {"state": NudgeState.WITHDRAWN, "settled_at": clock.now()}
        session().execute(update(Nudge).where(Nudge.id.in_(gone)).values(settled))


def _follow(planned: list[Planned]) -> None:
    """Ask the person who holds the place now, where a waiting nudge named one who handed over or left."""
    for one in planned:
        if one.nudge_id and one.person_id not in {one.reason.person_id, one.reason.lead_id}:
            moved = update(Nudge).where(Nudge.id == one.nudge_id)
            session().execute(moved.values(person_id=one.reason.person_id))


def withhold(*, rule: str, subject_id: UUID, day: date, because: str, by: UUID) -> None:
    """Withhold one nudge before it goes on a day, with a reason; it may come again its interval after that day.

    Raises Refused without a reason, or when nothing of the kind would go on that day.
    """
    if len(because.strip()) < SHORTEST_REASON:
        raise Refused("Say why it should not go", field="because")
    planned = next(
        (one for one in plan(day=day) if (one.reason.rule.code, one.reason.subject_id) == (rule, subject_id)), None
    )
    if planned is None:
        raise Refused("This would not have gone: somebody answered, or it was sent already.")
    settled = {
        "state": NudgeState.WITHHELD,
        "due_on": day,
        "because": because.strip(),
        "settled_at": clock.now(),
        "by_id": by,
    }
    row = {**_row(planned), **settled}
    done = (
        session()
        .execute(
            insert(Nudge)
            .values(row)
            .on_conflict_do_update(
                index_elements=["council_id", "rule", "subject_id", "began_on", "repeat"],
                set_=settled,
                where=Nudge.state == NudgeState.WAITING,
            )
            .returning(Nudge.id)
        )
        .scalar_one_or_none()
    )
    if done is None:
        raise Refused("This was sent or settled a moment ago.")
    withheld = NudgeWithheld(rule=rule, because=because.strip())
    record(withheld, idea_id=planned.reason.idea_id, about_id=done, by=by)


def snooze(*, nudge_id: UUID, until: date, because: str, by: UUID) -> None:
    """Have one nudge rest until a day, with a reason. Raises Refused for a day not to come or a settled nudge."""
    if until <= clock.today():
        raise Refused("Choose a day to come", field="until")
    if len(because.strip()) < SHORTEST_REASON:
        raise Refused("Say why another day is better", field="because")
    row = session().get(Nudge, (current_council(), nudge_id), with_for_update=True, populate_existing=True)
    if row is None or row.state not in OPEN:
        raise Refused("This was answered or withdrawn already.")
    row.state, row.snoozed_until, row.because = NudgeState.SNOOZED, until, because.strip()
    row.settled_at, row.by_id = clock.now(), by
    snoozed = NudgeSnoozed(rule=row.rule, until=until.isoformat(), because=row.because)
    record(snoozed, idea_id=row.idea_id, about_id=row.id, by=by)
