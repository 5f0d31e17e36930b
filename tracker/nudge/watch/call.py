"""Watched among the answers to nudges: calls for help that no lead has answered."""

from __future__ import annotations

from tracker.nudge.models import Nudge
from tracker.nudge.watch.entry import WatchEntry

ENTRIES = (
    WatchEntry(
        code="help_due",
        fact="Help was asked for, and an answer was due on {began}.",
        state=None,
        beside=Nudge.__table__,
        subject=Nudge.id,
        began=Nudge.help_due_on,
        where=(Nudge.helped_at.is_(None),),
    ),
)
