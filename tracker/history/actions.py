"""What is done with the record: something is added to it, and noted for whoever listens."""

from __future__ import annotations

from uuid import UUID

from tracker.clock import now
from tracker.history.events import Event
from tracker.history.models import StoredEvent
from tracker.tenancy import Door, door, session

Recorded = list[tuple[Event, StoredEvent]]


def record(
    event: Event,
    *,
    idea_id: UUID | None = None,
    about_id: UUID | None = None,
    by: UUID | None = None,
    by_name: str | None = None,
) -> StoredEvent:
    """Record that something happened, in the transaction of the change; before it commits, listeners hear of it."""
    stored = StoredEvent(
        what=event.what,
        idea_id=idea_id,
        about_id=about_id,
        by_id=by,
        by_name=by_name,
        at=now(),
        particulars=event.as_plain(),
    )
    session().add(stored)
    door().info.setdefault("recorded", []).append((event, stored))
    return stored


def take_recorded(behind: Door) -> Recorded:
    """Return what was recorded behind a door since this was last asked; what an attempt took back is not among it."""
    return [(event, stored) for event, stored in behind.info.pop("recorded", []) if stored in behind.act()]
