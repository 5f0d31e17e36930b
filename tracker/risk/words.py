"""Words about risk."""

from __future__ import annotations

import enum
from datetime import date
from typing import TypedDict
from uuid import UUID


class RiskParticulars(TypedDict, total=False):
    """What is said of a risk beside what could go wrong: how likely and how bad from 1 to 5, who watches it."""

    likelihood: int | None
    impact: int | None
    mitigation: str
    accepted_because: str
    category: str
    cause: str
    owner_id: UUID | None
    review_on: date | None


class RiskEnd(enum.StrEnum):
    """How a risk ended."""

    NO_LONGER_POSSIBLE = "no_longer_possible"
    CAME_TRUE = "came_true"


class RiskGroup(enum.StrEnum):
    """Which risks of a council are wanted: those still open, of them those past their review or of 15 or more."""

    OPEN = "open"
    PAST = "past"
    SCRUTINY = "scrutiny"
    CLOSED = "closed"


class RiskOrder(enum.StrEnum):
    """In which order risks are listed."""

    REVIEW = "review"
    SCORE = "score"
