"""What is asked about lessons."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from tracker.idea import Idea
from tracker.lesson.models import Lesson
from tracker.tenancy import session


def lessons_on(*, idea: Idea) -> Sequence[Lesson]:
    """The lessons of an idea, newest first, those of a case file in their order."""
    return (
        session()
        .scalars(select(Lesson).where(Lesson.idea_id == idea.id).order_by(Lesson.position, Lesson.id.desc()))
        .all()
    )
