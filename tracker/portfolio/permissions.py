"""Who may do what with the health of an idea."""

from __future__ import annotations

from tracker.council import Me, Role
from tracker.idea import Idea
from tracker.portfolio.words import ASKED, TriangleItem


def may_answer(me: Me, *, idea: Idea, item: TriangleItem) -> bool:
    """Say whether an asked item is this person's to answer: owner, sponsor or a lead, as the item names."""
    if item.rule != ASKED:
        return False
    if item.asked_of == Role.LEAD:
        return Role.LEAD in me.roles
    named = idea.owner_id if item.asked_of == Role.OWNER else idea.sponsor_id
    return named == me.person_id
