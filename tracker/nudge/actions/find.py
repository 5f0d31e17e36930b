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
from tracker.nudge.models import IS_OPEN, WANTS_HELP, Nudge
from tracker.nudge.queries import Outlook, names_of, outlook, outlook_of
from tracker.nudge.words import ANSWERABLE, NudgeState, PlannedNudge, Reply
from tracker.tenancy import run, session, write


def find_due() -> int:
    """Record what falls due today in the open council, and withdraw what has lost its reason; return how many are new.

    Safe to run at any time and twice at once: the same rule, subject, beginning and number is recorded once.
    What a rule could not look at is set aside and named: nothing about it is found, and nothing withdrawn.
    """
    found = outlook(day=clock.today())
    fault.keep(FaultKind.NUDGE, {faulty.name: error for faulty, error in found.faults.items()})
    _withdraw(_WITHDRAW_OPEN, found)
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


# What waits stays while its reason does, whoever holds the place by then; what was sent, while it asks the same person.
# What went to a lead after two unanswered stays with them; and what a rule could not look at, with whom it is.
_WITHDRAW = f"""
WITH reason AS MATERIALIZED (
 SELECT * FROM unnest(CAST(:rules AS text[]), CAST(:subjects AS uuid[]), CAST(:begun AS date[]),
  CAST(:people AS uuid[]), CAST(:others AS uuid[])) AS given (rule, subject_id, began_on, person_id, other_id))
UPDATE nudge n SET state = '{NudgeState.WITHDRAWN}', settled_at = CAST(:at AS timestamptz)
 WHERE {{those}}
 AND ((n.rule, n.subject_id, n.began_on) NOT IN (SELECT rule, subject_id, began_on FROM reason)
  OR n.state <> '{NudgeState.WAITING}' AND n.escalated_at IS NULL
   AND (n.rule, n.subject_id, n.began_on, n.person_id) NOT IN (
    SELECT rule, subject_id, began_on, person_id FROM reason
    UNION ALL SELECT rule, subject_id, began_on, other_id FROM reason))
 AND NOT EXISTS (
  SELECT FROM unnest(CAST(:faulty AS text[]), CAST(:ideas AS uuid[])) AS faulty (rule, idea_id)
   WHERE faulty.rule = n.rule AND (faulty.idea_id IS NULL OR faulty.idea_id = n.idea_id))"""  # noqa: S608 - made of constants only
_WITHDRAW_OPEN = _WITHDRAW.format(those=IS_OPEN)
_WITHDRAW_SOME = _WITHDRAW.format(those="n.id = ANY (CAST(:some AS uuid[]))")


def _withdraw(statement: str, found: Outlook, **those: object) -> None:
    """Withdraw the nudges that have lost their reason, and those sent to somebody whom it is no longer for."""
    run(
        statement,
        at=clock.now(),
        people=[reason.person_id for reason in found.reasons],
        others=[reason.other_id for reason in found.reasons],
        faulty=[faulty.rule for faulty in found.faults],
        ideas=[faulty.idea and faulty.idea.id for faulty in found.faults],
        **names_of(found.reasons),
        **those,
    )


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
            _withdraw(_WITHDRAW_SOME, found, some=[row.id for row in open_ones])
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
