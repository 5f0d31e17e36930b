"""Who may do what with the capacity of this idea."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from tracker.capacity.queries import SignOffEntry
from tracker.council import Can, Reader
from tracker.idea import Idea, keeps


def signs(entry: SignOffEntry, reader: Reader) -> bool:
    """Only the person who is named for an office says whether it signs an idea off."""
    return entry.person_id == reader.person_id


class ThanksFacts(Protocol):
    """What a predicate needs to know of thanks: who said them."""

    @property
    def by_id(self) -> UUID: ...  # noqa: D102


def takes_back(thanks: ThanksFacts, idea: Idea, reader: Reader) -> bool:
    """Who said thanks takes them back, and who keeps the idea."""
    return reader.can(Can.COMMENT) and (thanks.by_id == reader.person_id or keeps(idea, reader))
