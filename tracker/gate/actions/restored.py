"""A benefit that is put back is held against what was decided while it was away."""

from __future__ import annotations

from tracker import idea as ideas
from tracker import value
from tracker.amendment import AmendmentAct, RecordKind
from tracker.gate.queries.decisions import undone_while_away
from tracker.history import StoredEvent
from tracker.history.events.amendment import RecordAmended


def hear_of_restored(amended: RecordAmended, stored: StoredEvent) -> None:
    """A benefit put back is under question where what it rested on was reversed while it was withdrawn."""
    if (amended.kind, amended.act) != (RecordKind.BENEFIT, AmendmentAct.RESTORED):
        return
    if not (stored.idea_id and stored.about_id and stored.by_id):
        return
    if first := undone_while_away(idea_id=stored.idea_id, row_id=stored.about_id):
        idea, only = ideas.by_id(idea_id=stored.idea_id), [stored.about_id]
        value.put_under_question(idea=idea, since=first.at, after=first.id, by=stored.by_id, only=only)
