"""What is asked about lessons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, select

from tracker.idea import Aside, Idea
from tracker.lesson.models import Lesson
from tracker.tenancy import session

_ASKED = select(Lesson).where(Lesson.idea_id == bindparam("idea")).order_by(Lesson.position, Lesson.id.desc())


def lessons_on(*, idea: Idea) -> Sequence[Lesson]:
    """The lessons of an idea, newest first, those of a case file in their order."""
    return session().scalars(_ASKED, {"idea": idea.id}).all()


class LessonEntry(NamedTuple):
    """One lesson as it is shown."""

    worked: str | None
    lesson: str
    at_home: bool


LESSONS: Aside[Sequence[LessonEntry]] = Aside(
    "lessons",
    """
    SELECT json_agg(json_build_object('worked', l.worked, 'lesson', l.lesson,
                                      'at_home', l.may_be_shared IS FALSE) ORDER BY l.position, l.id DESC)
      FROM lesson l WHERE l.idea_id = idea.id""",
    lambda told: [LessonEntry(**each) for each in told or ()],
)
