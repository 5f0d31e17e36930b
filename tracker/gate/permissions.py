"""Who may do what at a gate of this idea (domain.md, "Of this idea")."""

from __future__ import annotations

from tracker.council import Can, Reader
from tracker.gate.models import Condition
from tracker.gate.queries.decisions import policy_for
from tracker.idea import Idea, State, sponsors


def decides(idea: Idea, reader: Reader) -> bool:
    """A lead decides, and the sponsor named on the idea where its policy says so."""
    return reader.can(Can.DECIDE) or (sponsors(idea, reader) and policy_for(idea).sponsor_decides)


def reopens(idea: Idea, reader: Reader) -> bool:
    """A lead takes a closed idea up again; one that is joined with another is taken apart instead."""
    closed = idea.state is State.CLOSED and idea.merged_into_id is None and not idea.historical
    return closed and reader.can(Can.DECIDE)


def meets(condition: Condition, reader: Reader) -> bool:
    """The condition's owner says that it is met, or a lead."""
    return condition.owner_id == reader.person_id or reader.can(Can.TRIAGE)
