"""Watched in what an idea is worth: evidence that is missing, and evidence that has grown old."""

from __future__ import annotations

from sqlalchemy import exists, func, select

from tracker.idea.models import Idea
from tracker.nudge.watch.entry import IN_STAGE_SINCE, WatchEntry
from tracker.value.models import Evidence, EvidenceReview

dated = (
    select(Evidence.idea_id, Evidence.value_on.label("on"))
    .union_all(select(EvidenceReview.idea_id, EvidenceReview.on))
    .subquery()
)
newest = select(dated.c.idea_id, func.max(dated.c.on).label("on")).group_by(dated.c.idea_id).subquery()

ENTRIES = (
    WatchEntry(
        code="no_evidence",
        fact="It has been tried since {began}, and no evidence is recorded.",
        began=IN_STAGE_SINCE,
        where=(~exists().where(Evidence.idea_id == Idea.id),),
    ),
    WatchEntry(
        code="evidence_stale",
        fact="Its newest evidence is of {began}.",
        beside=newest,
        began=newest.c.on,
    ),
)
