"""What is asked about risks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import bindparam, func, select

from tracker.clock import today
from tracker.idea import Idea
from tracker.risk.models import Risk
from tracker.risk.rules import part_due
from tracker.tenancy import session

_WORST = func.coalesce(Risk.likelihood * Risk.impact, 0)
_ALL = select(Risk).where(Risk.idea_id == bindparam("idea")).order_by(_WORST.desc(), Risk.position, Risk.id)
_OPEN = _ALL.where(Risk.closed_at.is_(None))


def risks_on(*, idea: Idea, also_closed: bool = False) -> Sequence[Risk]:
    """The risks of an idea, the highest score first; those still open, unless the closed are wanted too."""
    return session().scalars(_ALL if also_closed else _OPEN, {"idea": idea.id}).all()


def parts_due(*, idea_ids: Sequence[UUID]) -> Mapping[UUID, str]:
    """Why the risks of some ideas are out of date, by idea; one statement, and nothing for those that are current."""
    asked = (
        select(Risk.idea_id, func.count(), func.min(Risk.review_on))
        .where(Risk.idea_id.in_(list(idea_ids)), Risk.closed_at.is_(None))
        .group_by(Risk.idea_id)
    )
    known: dict[UUID, tuple[int, date | None]] = {row[0]: (row[1], row[2]) for row in session().execute(asked)}
    found = {one: known.get(one, (0, None)) for one in idea_ids}
    reasons = {one: part_due(open_risks=n, next_review=day, today=today()) for one, (n, day) in found.items()}
    return {one: reason for one, reason in reasons.items() if reason}
