"""What a person missed: what others did with the ideas that they said, own, sponsor or follow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import exists, or_, select, text

from tracker import clock, council
from tracker.council import Reader
from tracker.history import StoredEvent, event_of
from tracker.idea import Headline
from tracker.idea.models import Follower, Idea
from tracker.idea.visible import SUBMITTED, visible_to
from tracker.tenancy import session
from tracker.upkeep import days

UNINTERESTING = ("nudge_sent", "nudge_withheld", "nudge_snoozed", "imported")


def news(*, reader: Reader, limit: int = 30) -> Sequence[Headline]:
    """What others did lately with the ideas of a person here, newest first, at most `limit`."""
    person_id = reader.person_id
    follows = exists().where(Follower.idea_id == Idea.id, Follower.person_id == person_id)
    theirs = or_(Idea.author_id == person_id, Idea.owner_id == person_id, Idea.sponsor_id == person_id, follows)
    oldest = clock.now() - timedelta(days=days().news)
    rows = (
        session()
        .execute(
            select(StoredEvent, Idea.ref, Idea.title)
            .join(Idea, Idea.id == StoredEvent.idea_id)
            .where(theirs, text(SUBMITTED.format("idea")), visible_to(reader), Idea.source.is_(None))
            .where(StoredEvent.at > oldest, StoredEvent.by_id.is_distinct_from(person_id))
            .where(StoredEvent.what.not_in(UNINTERESTING))
            .order_by(StoredEvent.at.desc(), StoredEvent.number.desc())
            .limit(limit)
        )
        .all()
    )
    names = council.names(row.StoredEvent.by_id for row in rows)
    return [
        Headline(
            event=event_of(row.StoredEvent.what, row.StoredEvent.particulars),
            at=row.StoredEvent.at,
            by_name=row.StoredEvent.by_name or names.get(row.StoredEvent.by_id),
            ref=row.ref,
            title=row.title,
        )
        for row in rows
    ]
