"""What was said of an idea, what happened to it and where it went, each as it is shown."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from tracker.history import Event
from tracker.idea.words import BROUGHT, MessageKind


class MessageEntry(NamedTuple):
    """One message as it is shown."""

    id: UUID
    kind: MessageKind
    text: str
    by_id: UUID | None
    by_name: str
    at: datetime
    redacted: bool
    edited: bool = False
    reply_to_id: UUID | None = None

    @property
    def brought(self) -> bool:
        """Whether a row of a spreadsheet left it there."""
        return self.kind is MessageKind.COMMENT and self.text.startswith(BROUGHT)


class EventEntry(NamedTuple):
    """One event as it is shown."""

    event: Event
    at: datetime
    by_name: str | None


class MoveEntry(NamedTuple):
    """One move between stages as it is shown."""

    from_stage: str
    to_stage: str
    decision: str | None
    on: str | None
    rationale: str | None
    placed: bool
