"""What a person says of two ideas that look alike: the newest word on two of them stands, in either order."""

from __future__ import annotations

from uuid import UUID

from tracker.clock import now
from tracker.db import new_id
from tracker.history import record
from tracker.history.events.idea import LikenessMarked
from tracker.idea.actions.life import touch
from tracker.idea.models import Idea
from tracker.idea.words import Refused
from tracker.likeness import LikenessEntry, LikenessMark
from tracker.tenancy import session


def mark_likeness(*, idea: Idea, other: Idea, mark: LikenessMark, by: UUID) -> None:
    """Say that two ideas are not alike, are deliberate variants of one need, or take back what was said of them.

    Raises Refused for an idea and itself.
    """
    if idea.id == other.id:
        raise Refused("Choose another idea than this one.", field="other")
    first, second = sorted((idea.id, other.id))
    entry = LikenessEntry(id=new_id(), idea_id=first, other_id=second, mark=mark, by_id=by, at=now())
    session().add(entry)
    if idea.open_to_all and other.open_to_all:  # neither names in its history what not everybody sees
        record(LikenessMarked(mark=mark, ref=other.ref, title=other.title), idea_id=idea.id, about_id=other.id, by=by)
    touch(idea)
