"""Somebody asks to be told of an idea: when it moves, at new evidence, on a day. Each wish is fulfilled once."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, select

from tracker.clock import now, today
from tracker.idea import Idea, refuse_all
from tracker.inbox.models import Lookout
from tracker.inbox.rules import Wishes, wish_faults
from tracker.inbox.words import LookoutKind
from tracker.tenancy import session


def set_lookouts(*, idea: Idea, person_id: UUID, wishes: Wishes) -> None:
    """Have somebody be told what they wish of an idea, and nothing else. Raises Refused for a day gone by."""
    open_ones = select(Lookout).where(
        Lookout.idea_id == idea.id, Lookout.person_id == person_id, Lookout.fired_at.is_(None)
    )
    standing = {one.what: one for one in session().scalars(open_ones.order_by(Lookout.since, Lookout.id))}
    day = standing.get(LookoutKind.DAY)
    if day is None or day.on != wishes.on:
        refuse_all(wish_faults(wishes, today=today()))
    wanted = {(what, wishes.on if what is LookoutKind.DAY else None) for what in wishes.kinds}
    stays = {(one.what, one.on) for one in standing.values()}
    gone = [one.id for one in standing.values() if (one.what, one.on) not in wanted]
    session().execute(delete(Lookout).where(Lookout.id.in_(gone)))
    session().add_all(
        Lookout(idea_id=idea.id, person_id=person_id, what=what, on=on, since=now())
        for what, on in sorted(wanted - stays, key=lambda one: str(one[0]))
    )
