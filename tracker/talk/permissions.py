"""Who may do what with what was said."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from tracker.clock import now
from tracker.council import Can, Reader
from tracker.idea.models import Idea
from tracker.idea.permissions import MessageFacts
from tracker.idea.words import MessageKind, NotFoundError, State
from tracker.talk.rules import may_be_edited


class SaidFacts(MessageFacts, Protocol):
    """What a predicate needs to know besides: when it was written, and whether its words were taken away."""

    @property
    def at(self) -> datetime: ...  # noqa: D102
    @property
    def redacted(self) -> bool: ...  # noqa: D102


def check_sent(idea: Idea) -> None:
    """Nobody talks on a draft, its author neither. Raises NotFoundError."""
    if idea.state is State.DRAFT:
        raise NotFoundError(idea.ref)


EDITED = (MessageKind.COMMENT, MessageKind.NOTE)  # what no letter has told word for word


def edits(message: SaidFacts, reader: Reader) -> bool:
    """The writer of a comment changes it shortly after; what stood there before is kept."""
    theirs = reader.can(Can.COMMENT) and message.by_id == reader.person_id and message.kind in EDITED
    return theirs and not message.redacted and may_be_edited(message.at, now=now())
