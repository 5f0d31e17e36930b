"""Watched in the lessons: an idea that was closed and taught nobody anything."""

from __future__ import annotations

from sqlalchemy import exists, func, or_, select

from tracker.idea.models import Idea, IdeaState
from tracker.idea.words import TEACHES, State
from tracker.lesson.models import Lesson
from tracker.nudge.watch.entry import WatchEntry
from tracker.value.models import Funding
from tracker.value.words import Certainty

closing = (
    select(IdeaState.idea_id, func.max(IdeaState.on).label("on"))
    .where(IdeaState.state == State.CLOSED)
    .group_by(IdeaState.idea_id)
    .subquery()
)

learnt = exists().where(Lesson.idea_id == Idea.id)
learnt_together = exists().where(Lesson.idea_id == Idea.id, Lesson.may_be_shared.is_not(False))

given = exists().where(Funding.idea_id == Idea.id, Funding.certainty == Certainty.GRANTED)

ENTRIES = (
    WatchEntry(
        code="no_lesson_after_stop",
        fact="It was closed on {began}, and no lesson is recorded.",
        state=State.CLOSED,
        beside=closing,
        began=closing.c.on,
        where=(Idea.outcome.in_(TEACHES), ~learnt),
    ),
    WatchEntry(
        code="funded_no_lesson",
        fact="Money was given for it, it was closed on {began}, and no lesson of it is shared.",
        state=State.CLOSED,
        beside=closing,
        began=closing.c.on,
        # Where nothing was learnt at all, the rule above asks.
        where=(given, or_(learnt, Idea.outcome.not_in(TEACHES)), ~learnt_together),
    ),
)
