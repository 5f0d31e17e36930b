"""What is asked about risks."""

# ruff: noqa: S608 - the statement is made of constants only

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, func, select

from tracker.council import NAME
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
    """One risk as it is shown: how likely and how bad (1 to 5 each), what is done about it, who watches it.

    `review_on` is when one looks again, `reviewed_on` when one did last, `score_before` what it came to until then.
    """

    id: UUID
    category: str | None
    description: str | None
    cause: str | None
    likelihood: int | None
    impact: int | None
    mitigation: str | None
    accepted_because: str | None
    review_on: date | None
    owner: str | None
    reviewed_on: date | None
    score_before: int | None


_DATED = ("review_on", "reviewed_on")


def _entries(told: list[dict[str, Any]] | None) -> Sequence[RiskEntry]:
    return [_entry(each) for each in told or ()]


def _entry(told: dict[str, Any]) -> RiskEntry:
    days = {name: date.fromisoformat(told[name]) for name in _DATED if told[name]}
    return RiskEntry(**{**told, **days, "id": UUID(told["id"])})


_TOLD = f"""
    SELECT json_agg(json_build_object('id', r.id, 'category', r.category, 'description', r.description,
      'cause', r.cause, 'likelihood', r.likelihood, 'impact', r.impact, 'mitigation', r.mitigation,
      'accepted_because', r.accepted_because, 'review_on', r.review_on,
      'owner', coalesce({NAME.format("r.owner_id")}, r.owner_given),
      'reviewed_on', seen."on", 'score_before', seen.score)
      ORDER BY coalesce(r.likelihood * r.impact, 0) DESC, r.position, r.id)
      FROM risk r
      LEFT JOIN LATERAL (
        SELECT a."on", (a.was ->> 'likelihood')::int * (a.was ->> 'impact')::int AS score FROM amendment a
         WHERE a.idea_id = r.idea_id AND a.row_id = r.id AND a.act = 'reviewed'
           AND coalesce((SELECT n.act FROM amendment n WHERE n.idea_id = r.idea_id AND n.row_id = r.id
                          AND n.number > a.number ORDER BY n.number LIMIT 1), '') <> 'undone'
         ORDER BY a.number DESC LIMIT 1) AS seen ON true
     WHERE r.idea_id = idea.id AND r.closed_at IS"""
OPEN_RISKS: Aside[Sequence[RiskEntry]] = Aside("open_risks", f"{_TOLD} NULL", _entries)
CLOSED_RISKS: Aside[Sequence[RiskEntry]] = Aside("closed_risks", f"{_TOLD} NOT NULL", _entries)
