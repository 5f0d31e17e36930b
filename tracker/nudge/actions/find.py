"""What falls due is recorded, and what has lost its reason is withdrawn."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import or_, select, text, update

from tracker import clock, council, fault
from tracker.db import any_of, new_id
from tracker.fault import FaultKind
from tracker.idea.models import Idea
from tracker.nudge.models import WANTS_HELP, Nudge
from tracker.nudge.queries import Outlook, PriorNudge, open_nudges, outlook, outlook_of
from tracker.nudge.words import ANSWERABLE, NudgeState, PlannedNudge, Reason, Reply
from tracker.tenancy import session, write


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
    return len(write(_Recorded, _RECORD, new=json.dumps(new, default=str))) if new else 0


class _Recorded(NamedTuple):
    """A nudge that is new."""

    id: UUID


# As one value, however many fell due.
_RECORD = """
INSERT INTO nudge (id, rule, subject_id, idea_id, person_id, began_on, repeat, due_on, fact, made_at, for_id,
 escalated_at)
SELECT * FROM jsonb_to_recordset(CAST(:new AS jsonb)) AS n(id uuid, rule text, subject_id uuid, idea_id uuid,
 person_id uuid, began_on date, repeat bigint, due_on date, fact text, made_at timestamptz, for_id uuid,
 escalated_at timestamptz)
ON CONFLICT DO NOTHING RETURNING id"""


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
        "for_id": reason.for_id if planned.person_id == reason.person_id else None,
        "escalated_at": clock.now() if planned.turn.to_lead else None,
    }


def _withdraw_what_lost_its_reason(found: Outlook) -> None:
    """Withdraw every open nudge whose reason is gone, whether it was sent or still waits."""
    _withdraw(open_nudges(), found)


def _withdraw(rows: Iterable[Nudge | PriorNudge], found: Outlook) -> None:
    """Withdraw those whose reason is gone, and those that were sent to somebody whom it is no longer for.

    What went to a lead after two unanswered stays with them.
    """
    reasons = {reason.key: reason for reason in found.reasons}
    gone = [row.id for row in rows if found.covers(row) and not _stands(row, reasons.get(row.reason_key))]
    if gone:
        settled = {"state": NudgeState.WITHDRAWN, "settled_at": clock.now()}
        session().execute(update(Nudge).where(Nudge.id == any_of(gone)).values(settled))


def _stands(row: Nudge | PriorNudge, reason: Reason | None) -> bool:
    """Whether a nudge is still for the person whom it asks. One that waits follows whoever holds the place."""
    if reason is None:
        return False
    return row.state == NudgeState.WAITING or row.escalated_at is not None or reason.asks(row.person_id)


def look_again(changed: Collection[UUID]) -> None:
    """Look again at what is open about ideas that changed: what lost its reason, or its person, is withdrawn at once.

    An idea that has somebody else now answers a call for somebody who takes over.
    """
    about = select(Nudge).where(Nudge.idea_id == any_of(changed))
    rows = session().scalars(about.where(or_(Nudge.state.in_(ANSWERABLE), text(WANTS_HELP)))).all()
    if rows:
        open_ones = [row for row in rows if row.state in ANSWERABLE]
        if open_ones:
            ideas, rules = {row.idea_id for row in open_ones if row.idea_id}, {row.rule for row in open_ones}
            found = outlook_of(sorted(ideas), rules=rules, day=clock.today())
            _withdraw(open_ones, found)
        _settle_calls([row for row in rows if row.reply is Reply.HAND_OVER and row.state not in ANSWERABLE])


def _settle_calls(calls: Iterable[Nudge]) -> None:
    """Settle each call for somebody to take over whose asker has neither place any more."""
    for row in calls:
        idea = session().get_one(Idea, (row.council_id, row.idea_id))
        asker = council.reader(row.person_id)
        if not (asker.stands_for(idea.owner_id) or asker.stands_for(idea.sponsor_id)):
            row.helped_at = clock.now()


def _follow(planned: list[PlannedNudge]) -> None:
    """Ask the person who holds the place now, where a waiting nudge named one who handed over or left."""
    for nudge in planned:
        if nudge.nudge_id and nudge.person_id not in {nudge.reason.person_id, nudge.reason.lead_id}:
            waiting = update(Nudge).where(Nudge.id == nudge.nudge_id)
            reason = nudge.reason
            held = {"person_id": reason.person_id, "for_id": reason.for_id, "fact": reason.fact}
            session().execute(waiting.values(held))
