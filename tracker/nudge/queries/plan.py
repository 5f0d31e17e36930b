"""What would go on a day: the reasons found, with what was told about each before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import select

from tracker import council
from tracker.clock import day_of
from tracker.nudge.models import Nudge
from tracker.nudge.rules import next_turn
from tracker.nudge.watch import reasons
from tracker.nudge.words import Earlier, NudgeState, Planned, Reason, Turn
from tracker.tenancy import session

Key = tuple[str, UUID, date]


def key(told: Reason | Nudge) -> Key:
    """Return what names a reason over its repeats: the rule, the subject and the day the reason began."""
    rule = told.rule if isinstance(told, Nudge) else told.rule.code
    return rule, told.subject_id, told.began_on


def plan(*, day: date, found: list[Reason] | None = None) -> list[Planned]:
    """Return what would go on a day in the open council: what waits already, and what falls due by then."""
    found = reasons(day) if found is None else found
    nation = council.here().nation
    before = _before({reason.idea_id for reason in found})
    planned = []
    for reason in found:
        rows = before.get(key(reason), [])
        turn = next_turn(reason.rule, reason.first_day, [_as_earlier(row) for row in rows], nation=nation)
        if turn is None:
            last = rows[-1]
            planned.append(Planned(reason, Turn(last.repeat, last.due_on, to_lead=False), last.person_id, last.id))
        elif turn.due_on <= day:
            planned.append(Planned(reason, turn, reason.lead_id if turn.to_lead else reason.person_id, None))
    return planned


def _before(ideas: Iterable[UUID]) -> dict[Key, list[Nudge]]:
    """Nudges made before about these ideas, by reason, in the order of their numbers."""
    asked = select(Nudge).where(Nudge.idea_id.in_(ideas)).order_by(Nudge.repeat, Nudge.id)
    found: dict[Key, list[Nudge]] = {}
    for row in session().scalars(asked):
        found.setdefault(key(row), []).append(row)
    return found


def _as_earlier(row: Nudge) -> Earlier:
    """Say what became of a nudge, and on what day its interval begins."""
    made, settled = day_of(row.made_at), day_of(row.settled_at or row.made_at)
    if row.state is NudgeState.SENT:
        return Earlier(row.repeat, row.state, row.sent_on or made)
    if row.state is NudgeState.WITHDRAWN:
        return Earlier(row.repeat, row.state, row.sent_on or made, until=None if row.sent_on else made)
    if row.state is NudgeState.WITHHELD:
        return Earlier(row.repeat, row.state, row.due_on)
    return Earlier(row.repeat, row.state, settled, until=row.snoozed_until)
