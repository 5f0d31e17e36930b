"""What was said of an idea, what happened to it and where it went, each as it is shown."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from tracker.history import Event
from tracker.idea.words import MessageKind


class MessageEntry(NamedTuple):
    """One message as it is shown: whether a row of a spreadsheet `brought` it, and nobody answered."""

    id: UUID
    kind: MessageKind
    text: str
    by_id: UUID | None
    by_name: str
    at: datetime
    redacted: bool
    edited: bool = False
    reply_to_id: UUID | None = None
    brought: bool = False


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
