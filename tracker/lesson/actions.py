"""What is done about lessons: they are written down."""

from __future__ import annotations

from uuid import UUID

from tracker.clock import now, today
from tracker.history import record
from tracker.history.events.lesson import LessonWritten
from tracker.idea import Idea, Refused, touch
from tracker.lesson.models import Lesson
from tracker.lesson.words import WORKED
from tracker.tenancy import session


def write_lesson(*, idea: Idea, by: UUID, lesson: str, worked: str | None = None, may_be_shared: bool = True) -> Lesson:
    """Write down what was learnt from an idea and whether it worked (yes, mixed or no). Raises Refused.

    It may be shared with other councils unless it is kept at home.
    """
    if not lesson.strip():
        raise Refused("Write what others should know before they try it", field="lesson")
    if worked and worked not in WORKED:
        raise Refused("Choose whether it worked", field="worked")
    made = Lesson(
        idea_id=idea.id,
        lesson=lesson.strip(),
        worked=worked or None,
        may_be_shared=may_be_shared,
        by_id=by,
        counts_from=today(),
        recorded_at=now(),
    )
    session().add(made)
    session().flush()
    event = LessonWritten(words=made.lesson, worked=made.worked)
    record(event, idea_id=idea.id, about_id=made.id, by=by)
    touch(idea)
    return made
