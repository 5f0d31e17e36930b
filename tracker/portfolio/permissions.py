"""Who may do what with the health of this idea, and who speaks for this service."""

from __future__ import annotations

from tracker import council
from tracker.council import Can, Reader, Role, SignedInReader
from tracker.idea import Idea, owns, sponsors
from tracker.portfolio.words import ASKED, TriangleItem


def answers_item(item: TriangleItem, idea: Idea, reader: Reader) -> bool:
    """An asked item is answered by whom it names: the idea's owner, its sponsor or a lead; of a case nobody asks."""
    if item.rule != ASKED or idea.historical:
        return False
    if item.asked_of == Role.LEAD:
        return Role.LEAD in reader.roles
    return owns(idea, reader) if item.asked_of == Role.OWNER else sponsors(idea, reader)


def speaks_for(senior_owner: str | None, reader: SignedInReader) -> bool:
    """What a service expects is said by its senior owner, or written down by who sets the council's policy."""
    return reader.can(Can.SET_POLICY) or council.is_called(reader.name, senior_owner)
