"""What could go wrong with an idea, as it was noted."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.history.events.base import Event


@dataclass(frozen=True)
class RiskRaised(Event):
    """A risk was noted, with its score of 25."""

    what = "risk_raised"
    words: str | None
    score: int


@dataclass(frozen=True)
class RiskReviewed(Event):
    """A risk was looked at, and is again on a day; its score of 25 then and before, where it has one."""

    what = "risk_reviewed"
    words: str | None
    on: str
    score: int | None
    score_before: int | None


@dataclass(frozen=True)
class RiskClosed(Event):
    """A risk can no longer come true, or came true and was dealt with."""

    what = "risk_closed"
    words: str | None
    because: str
    closed_as: str
