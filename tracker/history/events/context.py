"""What an idea meets around it, as it was noted."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.history.events.base import Event


@dataclass(frozen=True)
class ContextNoted(Event):
    """A rule in the way, posts that change, what a union was told or the line for outside was noted."""

    what = "context_noted"
    kind: str
    title: str


@dataclass(frozen=True)
class BlockerAnswered(Event):
    """What was asked about a rule in the way was answered."""

    what = "blocker_answered"
    words: str
    verdict: str
    answer: str
