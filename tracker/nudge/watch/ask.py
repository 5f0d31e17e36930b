"""Watched among what leads ask: a question that the person asked has not answered."""

from __future__ import annotations

from sqlalchemy import Text, func, select

from tracker.council.models import Membership
from tracker.nudge.models import NudgeAsk
from tracker.nudge.watch.entry import WatchEntry
from tracker.nudge.words import LEAD_ASKS

asker = (
    select(Membership.name)
    .where(Membership.council_id == NudgeAsk.council_id, Membership.person_id == NudgeAsk.by_id)
    .scalar_subquery()
)

ENTRIES = (
    WatchEntry(
        code=LEAD_ASKS,
        fact="{particular}",
        state=None,
        also_shielded=True,
        beside=NudgeAsk.__table__,
        subject=NudgeAsk.id,
        began=NudgeAsk.asked_on,
        where=(NudgeAsk.ended_at.is_(None),),
        keeper=NudgeAsk.person_id,
        particular=func.concat(asker, " asks: “", NudgeAsk.words, "”", type_=Text()),
    ),
)
