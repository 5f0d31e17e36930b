"""What is asked about lessons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

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

    id: str
    worked: str | None
    lesson: str
    at_home: bool


class AssumptionEntry(NamedTuple):
    """What was believed, how it is tested, and, once it was, what was found and whether it held."""

    id: UUID
    believed: str
    test: str | None
    lesson_id: UUID | None
    found: str | None
    held: str | None
    found_on: date | None


def _assumption(stored: Sequence[Any]) -> AssumptionEntry:
    key, believed, test, lesson_id, found, held, on = stored
    found_on = date.fromisoformat(on) if on else None
    return AssumptionEntry(UUID(key), believed, test, UUID(lesson_id) if lesson_id else None, found, held, found_on)


ASSUMPTIONS: Aside[Sequence[AssumptionEntry]] = Aside(
    "assumptions",
    """
    SELECT json_agg(json_build_array(s.id, s.believed, s.test, f.id, f.lesson, s.held, f.counts_from) ORDER BY s.id)
      FROM assumption s
      LEFT JOIN lesson f ON f.idea_id = s.idea_id AND f.assumption_id = s.id
     WHERE s.idea_id = idea.id""",
    lambda told: [_assumption(each) for each in told or ()],
)


LESSONS: Aside[Sequence[LessonEntry]] = Aside(
    "lessons",
    """
    SELECT json_agg(json_build_object('id', l.id, 'worked', l.worked, 'lesson', l.lesson,
                                      'at_home', l.may_be_shared IS FALSE) ORDER BY l.position, l.id DESC)
      FROM lesson l WHERE l.idea_id = idea.id""",
    lambda told: [LessonEntry(**each) for each in told or ()],
)
