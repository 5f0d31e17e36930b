"""Watched at the desk of triage: who is asked what they think of an idea, and has not said it."""

from __future__ import annotations

from tracker.idea.words import State
from tracker.nudge.watch.entry import WatchEntry
from tracker.triage import Assessor

ENTRIES = (
    WatchEntry(
        code="assessment_due",
        fact="You are asked what you think of it by {began}.",
        fact_past="You were asked what you think of it by {began}.",
        state=State.TRIAGE,
        beside=Assessor.__table__,
        subject=Assessor.id,
        began=Assessor.due_on,
        where=(Assessor.given_at.is_(None), Assessor.released_at.is_(None)),
        keeper=Assessor.person_id,
    ),
)
