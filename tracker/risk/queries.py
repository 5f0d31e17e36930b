"""What is asked about risks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, func, select

from tracker.idea import Aside, Idea
from tracker.risk.models import Risk
from tracker.tenancy import session

_WORST = func.coalesce(Risk.likelihood * Risk.impact, 0)
_OPEN = (
    select(Risk)
    .where(Risk.idea_id == bindparam("idea"), Risk.closed_at.is_(None))
    .order_by(_WORST.desc(), Risk.position, Risk.id)
)


def risks_on(*, idea: Idea) -> Sequence[Risk]:
    """The risks of an idea, those still open, the highest score first."""
    return session().scalars(_OPEN, {"idea": idea.id}).all()


class RiskEntry(NamedTuple):
    """One risk as it is shown: how likely and how bad (1 to 5 each), what is done about it, when one looks again."""

    id: UUID
    category: str | None
    description: str | None
    likelihood: int | None
    impact: int | None
    mitigation: str | None
    accepted_because: str | None
    review_on: date | None


def _entries(told: list[dict[str, Any]] | None) -> Sequence[RiskEntry]:
    return [
        RiskEntry(
            **{
                **each,
                "id": UUID(each["id"]),
                "review_on": date.fromisoformat(each["review_on"]) if each["review_on"] else None,
            }
        )
        for each in told or ()
    ]


OPEN_RISKS: Aside[Sequence[RiskEntry]] = Aside(
    "open_risks",
    """
    SELECT json_agg(json_build_object('id', r.id, 'category', r.category, 'description', r.description,
      'likelihood', r.likelihood, 'impact', r.impact, 'mitigation', r.mitigation,
      'accepted_because', r.accepted_because, 'review_on', r.review_on)
      ORDER BY coalesce(r.likelihood * r.impact, 0) DESC, r.position, r.id)
      FROM risk r WHERE r.idea_id = idea.id AND r.closed_at IS NULL""",
    _entries,
)
