"""Watched in the risks of an idea."""

from __future__ import annotations

from tracker.nudge.watch.entry import WatchEntry
from tracker.risk.models import Risk

ENTRIES = (
    WatchEntry(
        code="review_risk",
        fact="One of its risks is for review on {began}: {particular}",
        beside=Risk.__table__,
        subject=Risk.id,
        began=Risk.review_on,
        where=(Risk.closed_at.is_(None),),
        keeper=Risk.owner_id,
        particular=Risk.description,
    ),
)
