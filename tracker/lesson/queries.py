"""What is asked about lessons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select

from tracker.council import NAME, Reader
from tracker.idea import OPEN, VISIBLE, Aside, Idea, Key, State, seen_by
from tracker.lesson.models import Lesson
from tracker.tenancy import Query, rows, session

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


class SeenLesson(NamedTuple):
    """A lesson with the idea that taught it, as a list of lessons shows it."""

    id: UUID
    at: datetime
    lesson: str
    worked: str | None
    at_home: bool
    ref: str
    title: str
    stage: str
    state: str
    outcome: str | None
    historical: bool
    uses: int

    @property
    def standing(self) -> str:
        """Where its idea stands: its stage while it is active, else what became of it."""
        return self.stage if self.state == State.ACTIVE else self.outcome or self.state


class LessonPage(NamedTuple):
    """A page of lessons, and where the next one begins, if there is more."""

    lessons: Sequence[SeenLesson]
    next_key: Key | None


PAGE = 20
_AFTER = "(l.recorded_at, l.id) < (CAST(:key_at AS timestamptz), CAST(:key_id AS uuid)) AND "
_SEEN = f"""
SELECT l.id, l.recorded_at AS at, l.lesson, l.worked, l.may_be_shared IS FALSE AS at_home, i.ref, i.title, i.stage,
 i.state, i.outcome, i.source IS NOT NULL AS historical,
 (SELECT count(*) FROM lesson_use u WHERE u.lesson_id = l.id AND u.taken_back_at IS NULL) AS uses
FROM lesson l
CROSS JOIN LATERAL (SELECT * FROM idea WHERE idea.id = l.idea_id AND {VISIBLE.format("idea")} OFFSET 0) AS i
WHERE {{after}}true{{only}} ORDER BY l.recorded_at DESC, l.id DESC LIMIT {PAGE + 1}"""  # noqa: S608 - made of constants only


def lessons_seen(*, reader: Reader, after: Key | None = None) -> LessonPage:
    """The lessons of every idea that their reader may see, those written last first: one statement."""
    key = {"key_at": after.changed_at, "key_id": after.id} if after else {}
    found = rows(SeenLesson, _SEEN.format(after=_AFTER if after else "", only=""), **key, **seen_by(reader))
    shown = found[:PAGE]
    return LessonPage(shown, Key(shown[-1].at, shown[-1].id) if len(found) > PAGE else None)


def lesson_seen(*, lesson_id: UUID, reader: Reader) -> SeenLesson | None:
    """A lesson of the open council that its reader may see."""
    only = " AND l.id = CAST(:lesson AS uuid)"
    found = rows(SeenLesson, _SEEN.format(after="", only=only), lesson=lesson_id, **seen_by(reader))
    return found[0] if found else None


def lessons_of(*, refs: Sequence[str], reader: Reader) -> Sequence[SeenLesson]:
    """The lessons of some ideas that their reader may see, those used most first."""
    if not refs:
        return ()
    only = " AND i.ref = ANY(CAST(:refs AS text[]))"
    found = rows(SeenLesson, _SEEN.format(after="", only=only), refs=list(refs), **seen_by(reader))
    return sorted(found, key=lambda one: -one.uses)


class LessonUseRow(NamedTuple):
    """A lesson that an idea used: its words, whose it is, when and by whom that was said."""

    lesson_id: UUID
    words: str
    taught_by: str | None
    at: datetime
    by: str | None


_USED = f"""
SELECT u.lesson_id, u.words, u.taught_by, u.at, {NAME.format("u.by_id")} AS by
FROM lesson_use u WHERE u.idea_id = CAST(:idea AS uuid) AND u.taken_back_at IS NULL ORDER BY u.id"""  # noqa: S608 - constants


def lessons_used(*, idea: Idea) -> list[LessonUseRow]:
    """The lessons that an idea took from others, in the order in which that was said."""
    return rows(LessonUseRow, _USED, idea=idea.id)


class _Uses(NamedTuple):
    lesson_id: UUID
    uses: int


_COUNTS = """
SELECT u.lesson_id, count(*) AS uses FROM lesson_use u
WHERE u.taken_back_at IS NULL AND u.lesson_id = ANY(CAST(:lessons AS uuid[])) GROUP BY u.lesson_id"""


def uses_of_lessons(*, lesson_ids: Sequence[UUID]) -> dict[UUID, int]:
    """In how many ideas of the open council each lesson was used."""
    return {one.lesson_id: one.uses for one in rows(_Uses, _COUNTS, lessons=list(lesson_ids))}


class LearntLine(NamedTuple):
    """A lesson as a report tells it: what was learnt, of which idea."""

    lesson: str
    worked: str | None
    ref: str
    title: str


REPORTED = 10
_LEARNT = f"""
SELECT l.lesson, l.worked, i.ref, i.title
  FROM lesson l
 CROSS JOIN LATERAL (SELECT idea.ref, idea.title FROM idea WHERE idea.id = l.idea_id AND idea.source IS NULL
    AND {OPEN.format("idea")} LIMIT 1) AS i
 WHERE l.recorded_at >= CAST(CAST(:learnt_from AS date) AS timestamptz)
   AND l.recorded_at < CAST(CAST(:learnt_until AS date) + 1 AS timestamptz)
 ORDER BY l.recorded_at DESC, l.id DESC LIMIT {REPORTED}"""  # noqa: S608 - made of constants only


def learnt_query(*, start: date, until: date) -> Query[list[LearntLine]]:
    """The lessons of open ideas that were written from one day to another, the newest ten."""
    return Query(LearntLine, _LEARNT, {"learnt_from": start, "learnt_until": until}, list[LearntLine])
