"""Lessons: what was learnt from trying, written down at every gate and every close so that others may pick it up.

What was believed is written down before it is tested; what the test found is a lesson.
"""

from tracker.lesson.actions import (
    assume,
    correct_assumption,
    correct_lesson,
    try_assumption,
    withdraw_assumption,
    write_lesson,
)
from tracker.lesson.models import Assumption, Lesson
from tracker.lesson.queries import (
    ASSUMPTIONS,
    LESSONS,
    AssumptionEntry,
    LearntLine,
    LessonEntry,
    LessonPage,
    SeenLesson,
    learnt_query,
    lessons_on,
    lessons_seen,
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
    "SeenLesson",
    "assume",
    "correct_assumption",
    "correct_lesson",
    "learnt_query",
    "lessons_on",
    "lessons_seen",
    "try_assumption",
    "withdraw_assumption",
    "write_lesson",
]
