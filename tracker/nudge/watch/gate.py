"""Watched at the gates: conditions to be met, held decisions that come up again, decisions that were asked for."""

from __future__ import annotations

from sqlalchemy import exists, func, select, tuple_, union_all

from tracker.gate.models import Condition, Decision, DecisionRequest, PanelMember, PanelView
from tracker.gate.rules.asked import MANY
from tracker.gate.rules.policy import next_gate
from tracker.gate.words import Word
from tracker.idea.models import Idea
from tracker.idea.words import Stage
from tracker.nudge.watch.entry import WatchEntry, day_of

last_decision = (
    select(Decision.idea_id, Decision.id, Decision.word, Decision.until)
    .distinct(Decision.idea_id)
    .order_by(Decision.idea_id, Decision.number.desc())
    .subquery()
)

# A decision at a gate ends a round there: who said something before it is asked anew.
_decided_since = exists().where(
    Decision.idea_id == PanelView.idea_id,
    Decision.gate == PanelView.gate,
    tuple_(Decision.at, Decision.id) > tuple_(PanelView.at, PanelView.id),
)
# At each gate of an idea, whom is asked and since when: who said what they think, who sits on the panel it is put to.
_each = union_all(
    select(PanelView.idea_id, PanelView.gate, PanelView.by_id, PanelView.at).where(~_decided_since),
    select(DecisionRequest.idea_id, DecisionRequest.gate, PanelMember.person_id, DecisionRequest.at)
    .join(PanelMember, PanelMember.panel_id == DecisionRequest.panel_id)
    .where(DecisionRequest.decided_at.is_(None)),
).subquery()
_asked = (
    select(_each.c.idea_id, _each.c.gate, _each.c.by_id, func.min(_each.c.at).label("at"))
    .group_by(_each.c.idea_id, _each.c.gate, _each.c.by_id)
    .subquery()
)
_numbered = select(
    _asked.c.idea_id,
    _asked.c.gate,
    _asked.c.at,
    func.row_number()
    .over(partition_by=(_asked.c.idea_id, _asked.c.gate), order_by=(_asked.c.at, _asked.c.by_id))
    .label("place"),
).subquery()
# The moment from which on as many were asked at a gate as wait for each other.
many_asked = select(_numbered.c.idea_id, _numbered.c.gate, _numbered.c.at).where(_numbered.c.place == MANY).subquery()
at_its_gate = tuple_(Idea.stage, many_asked.c.gate).in_([(at, next_gate(at)) for at in Stage])

ENTRIES = (
    WatchEntry(
        code="too_many_approvers",
        fact="Four people or more have been asked to decide or give a view at its gate since {began}.",
        beside=many_asked,
        began=day_of(many_asked.c.at),
        moment=many_asked.c.at,
        where=(at_its_gate,),
    ),
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
