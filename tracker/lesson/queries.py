"""What is asked about lessons."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select

from tracker.idea import Idea
from tracker.lesson.models import Lesson
from tracker.tenancy import session

_ASKED = select(Lesson).where(Lesson.idea_id == bindparam("idea")).order_by(Lesson.position, Lesson.id.desc())


def lessons_on(*, idea: Idea) -> Sequence[Lesson]:
    """The lessons of an idea, newest first, those of a case file in their order."""
    return session().scalars(_ASKED, {"idea": idea.id}).all()
