"""What is done with the record: something is added to it, and noted for whoever listens."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from tracker.clock import now
from tracker.db import new_id
from tracker.history.events import Event
from tracker.history.models import StoredEvent
from tracker.tenancy import Door, door, session

# How an event of an idea is stored by a larger statement, from what a draft holds, and :by and :now.
EVENT_ROW = """
    INSERT INTO event (id, what, idea_id, by_id, by_name, at, particulars)
    SELECT CAST(:event_id AS uuid), CAST(:event_what AS text), {idea_id}, CAST(:by AS uuid),
           CAST(:event_by_name AS text), CAST(:now AS timestamptz), CAST(:event_particulars AS jsonb) FROM {source}"""


class Recording(NamedTuple):
    """An event that was recorded behind a door, and how it is stored: None where an attempt took it back."""

    event: Event
    stored: Callable[[], StoredEvent | None]


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
        council_id=door().council,
        what=event.what,
        idea_id=idea_id,
        about_id=about_id,
        by_id=by,
        by_name=by_name,
        at=now(),
        particulars=event.as_plain(),
    )
    acts = session()
    acts.add(stored)
    _note(event, lambda: stored if stored in acts else None)
    return stored


@dataclass(frozen=True)
class EventDraft:
    """An event of an idea that a larger statement is to store: what EVENT_ROW needs, and noted once that was done.

    Such an act is not tried in an attempt, which could take it back unheard of.
    """

    event: Event
    idea_id: UUID
    by: UUID
    by_name: str
    id: UUID = field(default_factory=new_id)

    @property
    def given(self) -> dict[str, object]:
        """What EVENT_ROW stores."""
        return {
            "event_id": self.id,
            "event_what": self.event.what,
            "event_by_name": self.by_name,
            "event_particulars": json.dumps(self.event.as_plain()),
        }

    def note(self) -> None:
        """Have listeners hear of it before the change is kept, as of what `record` adds."""
        _note(self.event, self._stored)

    def _stored(self) -> StoredEvent:
        return StoredEvent(
            id=self.id,
            what=self.event.what,
            idea_id=self.idea_id,
            by_id=self.by,
            by_name=self.by_name,
            at=now(),
            particulars=self.event.as_plain(),
        )


def _note(event: Event, stored: Callable[[], StoredEvent | None]) -> None:
    door().info.setdefault("recorded", []).append(Recording(event, stored))


def take_recorded(behind: Door) -> list[Recording]:
    """Return what was recorded behind a door since this was last asked."""
    recorded: list[Recording] = behind.info.pop("recorded", [])
    return recorded
