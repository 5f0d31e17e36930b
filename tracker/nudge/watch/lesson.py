"""Watched in the lessons: an idea that was closed and taught nobody anything."""

from __future__ import annotations

from sqlalchemy import exists, func, select

from tracker.idea.models import Idea, IdeaState
from tracker.idea.words import TEACHES, State
from tracker.lesson.models import Lesson
from tracker.nudge.watch.entry import WatchEntry

closing = (
    select(IdeaState.idea_id, func.max(IdeaState.on).label("on"))
    .where(IdeaState.state == State.CLOSED)
    .group_by(IdeaState.idea_id)
    .subquery()
)

ENTRIES = (
    WatchEntry(
        code="no_lesson_after_stop",
        fact="It was closed on {began}, and no lesson is recorded.",
        state=State.CLOSED,
        beside=closing,
        began=closing.c.on,
        where=(Idea.outcome.in_(TEACHES), ~exists().where(Lesson.idea_id == Idea.id)),
    ),
)
