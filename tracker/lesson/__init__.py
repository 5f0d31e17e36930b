"""Lessons: what was learnt from trying, written down at every gate and every close so that others may pick it up."""

from tracker.lesson.actions import WORKED, write_lesson
from tracker.lesson.models import Lesson
from tracker.lesson.queries import LESSONS, LessonEntry, lessons_on

__all__ = ["LESSONS", "WORKED", "Lesson", "LessonEntry", "lessons_on", "write_lesson"]
