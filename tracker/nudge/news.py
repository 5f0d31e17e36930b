"""What a person missed: what others did with the ideas that they said, own, sponsor or follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import exists, or_, select

from tracker import clock, council
from tracker.history import Event
from tracker.idea.models import Follower, Idea
from tracker.idea.words import State
from tracker.tenancy import session

UNINTERESTING = ("nudge_sent", "nudge_withheld", "nudge_snoozed", "imported")


@dataclass(frozen=True)
class News:
    """One thing that happened to an idea of somebody's, as templates/history tells it."""

    what: str
    particulars: dict[str, Any]
    at: datetime
    by_name: str | None
    ref: str
    title: str


def news(*, person_id: UUID, days: int = 90, limit: int = 30) -> Sequence[News]:
    """What others did in the last days with the ideas of a person here, newest first, at most `limit`."""
    follows = exists().where(Follower.idea_id == Idea.id, Follower.person_id == person_id)
    theirs = or_(Idea.author_id == person_id, Idea.owner_id == person_id, Idea.sponsor_id == person_id, follows)
    rows = (
        session()
        .execute(
            select(Event, Idea.ref, Idea.title)
            .join(Idea, Idea.id == Event.idea_id)
            .where(theirs, Idea.state != State.DRAFT, Idea.source.is_(None))
            .where(Event.at > clock.now() - timedelta(days=days), Event.by_id.is_distinct_from(person_id))
            .where(Event.what.not_in(UNINTERESTING))
            .order_by(Event.at.desc(), Event.number.desc())
            .limit(limit)
        )
        .all()
    )
    names = council.names(row.Event.by_id for row in rows)
    return [
        News(
            what=row.Event.what,
            particulars=row.Event.particulars,
            at=row.Event.at,
            by_name=row.Event.by_name or names.get(row.Event.by_id),
            ref=row.ref,
            title=row.title,
        )
        for row in rows
    ]
