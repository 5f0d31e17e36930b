"""Ideas that a register brought get the owner whom the file names, once a person says so."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from tracker import council
from tracker.council import Can, Colleague
from tracker.exchange.words import letters_of
from tracker.idea.actions.people import assign_owner
from tracker.idea.models import Idea
from tracker.register.models import Register
from tracker.register.queries.standing import LeadRow, suggested_query
from tracker.tenancy import session

MOST = 200  # ideas that get their owner at one press: each of them is told by letter


def owners_offered(suggested: Iterable[LeadRow], people: Iterable[Colleague]) -> dict[UUID, UUID]:
    """Which ideas of a register could be looked after by whom, where the file names one person who may."""
    able: dict[str, list[UUID]] = {}
    for one in people:
        if Can.KEEP_CURRENT in one.can:
            able.setdefault(letters_of(one.name), []).append(one.id)
    offered = {row.idea_id: able.get(letters_of(row.lead), []) for row in suggested}
    return {idea_id: who[0] for idea_id, who in offered.items() if len(who) == 1}


def give_owners(found: Register, *, by: UUID) -> int:
    """Give ideas the owner whom the file names, and return how many; each is told by letter. Raises Refused."""
    offered = dict(list(owners_offered(suggested_query(found).answer(), council.people()).items())[:MOST])
    for one in session().scalars(select(Idea).where(Idea.id.in_(offered)).order_by(Idea.ref, Idea.id)):
        assign_owner(idea=one, owner_id=offered[one.id], by=by)
    return len(offered)
