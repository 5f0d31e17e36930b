"""What was learnt from an idea."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.history.events.base import Event


@dataclass(frozen=True)
class LessonWritten(Event):
    """A lesson was written down, and whether it worked."""

    what = "lesson_written"
    words: str
    worked: str | None


@dataclass(frozen=True)
class LessonUsed(Event):
    """What another idea taught was used here, or that was taken back."""

    what = "lesson_used"
    words: str
    taken_back: bool
