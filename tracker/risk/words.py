"""Words about risk."""

from __future__ import annotations

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
