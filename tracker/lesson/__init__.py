"""Lessons: what was learnt from trying, written down at every gate and every close so that others may pick it up."""

from tracker.lesson.actions import write_lesson
from tracker.lesson.models import Lesson
from tracker.lesson.queries import LESSONS, LessonEntry, lessons_on
from tracker.lesson.words import WORKED

__all__ = ["LESSONS", "WORKED", "Lesson", "LessonEntry", "lessons_on", "write_lesson"]
