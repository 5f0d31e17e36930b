"""What is done about lessons: they are written down; an assumption is tested, and what that found is a lesson."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from tracker.amendment import RecordKind, amend, withdraw
from tracker.clock import now, today
from tracker.history import record
from tracker.history.events.amendment import RecordAdded
from tracker.history.events.lesson import LessonUsed, LessonWritten
from tracker.idea import Idea, NotFoundError, Refused, touch
from tracker.lesson.models import Assumption, Lesson, LessonUse
from tracker.lesson.words import WORKED
from tracker.tenancy import session


def write_lesson(
    *,
    idea: Idea,
    by: UUID,
    lesson: str,
    worked: str | None = None,
    may_be_shared: bool = True,
    assumption_id: UUID | None = None,
) -> Lesson:
    """Write down what was learnt from an idea and whether it worked (yes, mixed or no). Raises Refused.

    It may be shared with other councils unless it is kept at home.
    """
    made = Lesson(
        idea_id=idea.id,
        **_lesson(lesson, worked, may_be_shared=may_be_shared),
        assumption_id=assumption_id,
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


def _lesson(lesson: str, worked: str | None, *, may_be_shared: bool | None) -> dict[str, Any]:
    if not lesson.strip():
        raise Refused("Write what others should know before they try it", field="lesson")
    if worked and worked not in WORKED:
        raise Refused("Choose whether it worked", field="worked")
    return {"lesson": lesson.strip(), "worked": worked or None, "may_be_shared": may_be_shared}


def correct_lesson(
    *, idea: Idea, lesson: Lesson, by: UUID, because: str, words: str, worked: str | None, may_be_shared: bool
) -> None:
    """Say a lesson otherwise; what stood there is kept. Raises Refused as where it is written, and without a reason."""
    shared = lesson.may_be_shared if may_be_shared and lesson.may_be_shared is None else may_be_shared
    amend(lesson, idea=idea, by=by, because=because, to=_lesson(words, worked, may_be_shared=shared))


# --- used by others ---------------------------------------------------------------------------------------------------
def use_lesson(*, idea: Idea, lesson_id: UUID, words: str, by: UUID, taught_by: str | None = None) -> None:
    """Say that an idea used a lesson that another taught: it counts once for each idea.

    `taught_by` names the council whose card shows it. Raises Refused for the idea's own lesson, and the second time.
    """
    if session().scalar(select(Lesson.id).where(Lesson.idea_id == idea.id, Lesson.id == lesson_id)):
        raise Refused("This idea taught it itself. Choose the idea that used it.", field="ref")
    if session().scalar(_use(idea, lesson_id)):
        raise Refused("That this idea used it is noted already.", field="ref")
    made = LessonUse(idea_id=idea.id, lesson_id=lesson_id, words=words, taught_by=taught_by, by_id=by, at=now())
    session().add(made)
    session().flush()
    record(LessonUsed(words=words, taken_back=False), idea_id=idea.id, about_id=made.id, by=by)
    touch(idea)


def take_back_use(*, idea: Idea, lesson_id: UUID, by: UUID) -> None:
    """Take back that an idea used a lesson. Raises NotFoundError where none says so."""
    if (found := session().scalar(_use(idea, lesson_id))) is None:
        raise NotFoundError(idea.ref)
    found.taken_back_at, found.taken_back_by_id = now(), by
    record(LessonUsed(words=found.words, taken_back=True), idea_id=idea.id, about_id=found.id, by=by)
    touch(idea)


def _use(idea: Idea, lesson_id: UUID) -> Select[tuple[LessonUse]]:
    standing = LessonUse.idea_id == idea.id, LessonUse.lesson_id == lesson_id, LessonUse.taken_back_at.is_(None)
    return select(LessonUse).where(*standing)


# --- assumptions ------------------------------------------------------------------------------------------------------
def assume(*, idea: Idea, by: UUID, believed: str, test: str = "") -> Assumption:
    """Write down what is believed of an idea, and how it will be tested where that is known. Raises Refused."""
    made = Assumption(idea_id=idea.id, by_id=by, counts_from=today(), recorded_at=now(), **_assumption(believed, test))
    session().add(made)
    session().flush()
    record(RecordAdded(kind=RecordKind.ASSUMPTION, title=made.believed), idea_id=idea.id, about_id=made.id, by=by)
    touch(idea)
    return made


def _assumption(believed: str, test: str) -> dict[str, Any]:
    if not believed.strip():
        raise Refused("Say what you believe, so that it can turn out to be wrong", field="believed")
    return {"believed": believed.strip(), "test": test.strip() or None}


def correct_assumption(
    *,
    idea: Idea,
    assumption: Assumption,
    by: UUID,
    because: str,
    believed: str,
    test: str = "",
    held: str | None = None,
) -> None:
    """Say an assumption otherwise; one that was tested held, held in part or did not."""
    to = {**_assumption(believed, test), "held": (held if held in WORKED else None) or assumption.held}
    amend(assumption, idea=idea, by=by, because=because, to=to)


def try_assumption(
    *, idea: Idea, assumption: Assumption, by: UUID, test: str, found: str, held: str | None, may_be_shared: bool = True
) -> Lesson:
    """Write what testing an assumption found, and whether it held (yes, mixed or no): that is a lesson.

    Raises Refused where it is not said how it was tested, or it was tested before: that finding is put right instead.
    """
    if not test.strip():
        raise Refused("Say how you tested it", field="test")
    if held not in WORKED:
        raise Refused("Choose whether it held", field="held")
    if session().scalar(select(Lesson.id).where(Lesson.idea_id == idea.id, Lesson.assumption_id == assumption.id)):
        raise Refused("What was found is written down already: put that right instead")
    made = write_lesson(idea=idea, by=by, lesson=found, may_be_shared=may_be_shared, assumption_id=assumption.id)
    amend(assumption, idea=idea, by=by, because="Tested", to={"test": test.strip(), "held": held})
    return made


def withdraw_assumption(*, idea: Idea, assumption: Assumption, by: UUID, because: str) -> None:
    """Take an assumption back, with what testing it found."""
    found = select(Lesson).where(Lesson.idea_id == idea.id, Lesson.assumption_id == assumption.id).order_by(Lesson.id)
    withdraw(assumption, idea=idea, by=by, because=because, along=session().scalars(found).all())
