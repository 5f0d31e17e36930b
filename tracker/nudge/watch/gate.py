"""Watched at the gates: conditions to be met, held decisions that come up again, decisions that were asked for."""

from __future__ import annotations

from sqlalchemy import select

from tracker.gate.models import Condition, Decision, DecisionRequest
from tracker.gate.words import Word
from tracker.nudge.watch.entry import WatchEntry

last_decision = (
    select(Decision.idea_id, Decision.id, Decision.word, Decision.until)
    .distinct(Decision.idea_id)
    .order_by(Decision.idea_id, Decision.number.desc())
    .subquery()
)

ENTRIES = (
    WatchEntry(
        code="condition_due",
        fact="A condition of its gate decision is due on {began}: {particular}",
        fact_past="A condition of its gate decision lapsed on {began}: {particular}",
        beside=Condition.__table__,
        subject=Condition.id,
        began=Condition.due_on,
        where=(Condition.met_on.is_(None), Condition.fallen_on.is_(None)),
        keeper=Condition.owner_id,
        particular=Condition.text,
    ),
    WatchEntry(
        code="hold_due",
        fact="Its decision was held until {began}.",
        beside=last_decision,
        subject=last_decision.c.id,
        began=last_decision.c.until,
        where=(last_decision.c.word == Word.HOLD,),
    ),
    WatchEntry(
        code="decision_due",
        fact="The decision that was asked for is due on {began}.",
        beside=DecisionRequest.__table__,
        subject=DecisionRequest.id,
        began=DecisionRequest.due_on,
        where=(DecisionRequest.decided_at.is_(None),),
    ),
)
