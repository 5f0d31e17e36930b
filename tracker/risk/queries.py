"""What is asked about risks."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select

from tracker.idea import Idea
from tracker.risk.models import Risk
from tracker.tenancy import session

_WORST = func.coalesce(Risk.likelihood * Risk.impact, 0)
_ALL = select(Risk).where(Risk.idea_id == bindparam("idea")).order_by(_WORST.desc(), Risk.position, Risk.id)
_OPEN = _ALL.where(Risk.closed_at.is_(None))


def risks_on(*, idea: Idea, also_closed: bool = False) -> Sequence[Risk]:
    """The risks of an idea, the highest score first; those still open, unless the closed are wanted too."""
    return session().scalars(_ALL if also_closed else _OPEN, {"idea": idea.id}).all()
