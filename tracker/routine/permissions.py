"""Who may do what with what an idea leaves behind (domain.md, "Of this idea")."""

from __future__ import annotations

from tracker.council import Reader
from tracker.idea import Idea, State, keeps


def is_worked_on(idea: Idea) -> bool:
    """It is being worked on here, or rests until a date: what it leaves behind is settled then."""
    return not idea.historical and idea.state in {State.ACTIVE, State.PARKED}


def settles(idea: Idea, reader: Reader) -> bool:
    """Who keeps an idea that is worked on says what stops, and what it was recognised with."""
    return is_worked_on(idea) and keeps(idea, reader)
