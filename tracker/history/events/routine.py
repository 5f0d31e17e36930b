"""What is recorded of an idea that becomes normal work: what it replaces, what it was recognised with."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.history.events.base import Event


@dataclass(frozen=True)
class OldServiceNamed(Event):
    """It was said which service an idea replaces, and when that ends or ended."""

    what = "old_service_named"
    service: str
    ends_on: str | None
    ended_on: str | None


@dataclass(frozen=True)
class RecognitionNoted(Event):
    """An award was noted: from whom, on which day."""

    what = "recognition_noted"
    title: str
    giver: str
    on: str


@dataclass(frozen=True)
class RoutineWithdrawn(Event):
    """An old service or an award that should not stand there was taken back."""

    what = "routine_withdrawn"
    named: str
    because: str
