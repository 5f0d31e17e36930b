"""An idea is shielded until a date: performance reports leave it out, and nothing about it is hidden from anybody."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from tracker import council
from tracker.clock import today
from tracker.idea.actions.life import set_fact
from tracker.idea.models import Idea
from tracker.idea.permissions import shields
from tracker.idea.rules import is_shielded, shield_faults
from tracker.idea.words import Fact, Refused, refuse_all


def shield(*, idea: Idea, until: date | None, because: str, by: UUID) -> None:
    """Have performance reports leave an idea out until a day, with a reason. It ends by itself on that day.

    Raises Refused without a reason, for a day that has come, and for whoever is no lead.
    """
    _check(idea, by)
    refuse_all(shield_faults(until, because, today=today()))
    set_fact(idea=idea, fact=Fact.SHIELDED_UNTIL, value=until.isoformat() if until else None, by=by, because=because)


def end_shield(*, idea: Idea, because: str, by: UUID) -> None:
    """Have reports count an idea again from today on, with a reason. Raises Refused."""
    _check(idea, by)
    if not is_shielded(idea.shielded_until, day=today()):
        raise Refused("It is not shielded any more.")
    refuse_all(shield_faults(None, because, today=today(), ends=True))
    set_fact(idea=idea, fact=Fact.SHIELDED_UNTIL, value=None, by=by, because=because)


def _check(idea: Idea, by: UUID) -> None:
    if not shields(idea, council.reader(by)):
        raise Refused("Only an innovation lead shields an idea, while it is being worked on.")
