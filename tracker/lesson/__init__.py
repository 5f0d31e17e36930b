"""Lessons: what was learnt from trying, written down at every gate and every close so that others may pick it up."""

from tracker.lesson.actions import write_lesson
from tracker.lesson.models import Lesson
from tracker.lesson.queries import LESSONS, LessonEntry, LessonPage, SeenLesson, lessons_on, lessons_seen
from tracker.lesson.words import WORKED

__all__ = [
    "LESSONS",
    "WORKED",
    "Lesson",
    "LessonEntry",
    "LessonPage",
    "SeenLesson",
    "lessons_on",
    "lessons_seen",
    "write_lesson",
]
