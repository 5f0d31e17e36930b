"""Who may do what with the health of this idea."""

from __future__ import annotations

from tracker.council import Reader, Role
from tracker.idea import Idea, owns, sponsors
from tracker.portfolio.words import ASKED, TriangleItem


def answers_item(item: TriangleItem, idea: Idea, reader: Reader) -> bool:
    """An asked item is answered by whom it names: the idea's owner, its sponsor or a lead; of a case nobody asks."""
    if item.rule != ASKED or idea.historical:
        return False
    if item.asked_of == Role.LEAD:
        return Role.LEAD in reader.roles
    return owns(idea, reader) if item.asked_of == Role.OWNER else sponsors(idea, reader)
