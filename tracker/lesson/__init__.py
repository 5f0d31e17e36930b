"""Lessons: what was learnt from trying, written down at every gate and every close so that others may pick it up.

What was believed is written down before it is tested; what the test found is a lesson.
"""

from tracker.lesson.actions import (
    assume,
    correct_assumption,
    correct_lesson,
    take_back_use,
    try_assumption,
    use_lesson,
    withdraw_assumption,
    write_lesson,
)
from tracker.lesson.models import Assumption, Lesson, LessonUse
from tracker.lesson.queries import (
    ASSUMPTIONS,
    LESSONS,
    AssumptionEntry,
    LearntLine,
    LessonEntry,
    LessonPage,
    LessonUseRow,
    SeenLesson,
    learnt_query,
    lesson_seen,
    lessons_of,
    lessons_on,
    lessons_seen,
    lessons_used,
    uses_of_lessons,
)
from tracker.lesson.words import WORKED

__all__ = [
    "ASSUMPTIONS",
    "LESSONS",
    "WORKED",
    "Assumption",
    "AssumptionEntry",
    "LearntLine",
    "Lesson",
    "LessonEntry",
    "LessonPage",
    "LessonUse",
    "LessonUseRow",
    "SeenLesson",
    "assume",
    "correct_assumption",
    "correct_lesson",
    "learnt_query",
    "lesson_seen",
    "lessons_of",
    "lessons_on",
    "lessons_seen",
    "lessons_used",
    "take_back_use",
    "try_assumption",
    "use_lesson",
    "uses_of_lessons",
    "withdraw_assumption",
    "write_lesson",
]
