"""What would go on a day: the reasons found, with what was told about each before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select

from tracker import council
from tracker.clock import day_of
from tracker.nudge.models import Nudge
from tracker.nudge.queries.reasons import reasons
from tracker.nudge.rules import next_turn
from tracker.nudge.words import EarlierNudge, NudgeState, PlannedNudge, Reason, ReasonKey, Turn
from tracker.tenancy import session


def plan(*, day: date) -> list[PlannedNudge]:
    """Return what would go on a day in the open council: what waits already, and what falls due by then."""
    return plan_of(reasons(day), day=day)


def plan_of(causes: Sequence[Reason], *, day: date) -> list[PlannedNudge]:
    """Return what would go on a day for these reasons."""
    nation = council.here().nation
    before = _before({reason.idea_id for reason in causes})
    planned = []
    for reason in causes:
        rows = before.get(reason.key, [])
        turn = next_turn(reason.rule, reason.first_day, [_as_earlier(row) for row in rows], nation=nation)
        if turn is None:
            last = rows[-1]
            planned.append(PlannedNudge(reason, Turn(last.repeat, last.due_on, to_lead=False), last.person_id, last.id))
        elif turn.due_on <= day:
            planned.append(PlannedNudge(reason, turn, reason.lead_id if turn.to_lead else reason.person_id, None))
    return planned


def _before(ideas: Iterable[UUID]) -> dict[ReasonKey, list[Nudge]]:
    """Nudges made before about these ideas, by reason, in the order of their numbers."""
    rows = session().scalars(select(Nudge).where(Nudge.idea_id.in_(ideas)).order_by(Nudge.repeat, Nudge.id))
    before: dict[ReasonKey, list[Nudge]] = {}
    for row in rows:
        before.setdefault(row.reason_key, []).append(row)
    return before


def _as_earlier(row: Nudge) -> EarlierNudge:
    """Say what became of a nudge, and on what day its interval begins."""
    made, settled = day_of(row.made_at), day_of(row.settled_at or row.made_at)
    if row.state is NudgeState.SENT:
        return EarlierNudge(row.repeat, row.state, row.sent_on or made)
    if row.state is NudgeState.WITHDRAWN:
        return EarlierNudge(row.repeat, row.state, row.sent_on or made, until=None if row.sent_on else made)
    if row.state is NudgeState.WITHHELD:
        return EarlierNudge(row.repeat, row.state, row.due_on)
    return EarlierNudge(row.repeat, row.state, settled, until=row.snoozed_until)
