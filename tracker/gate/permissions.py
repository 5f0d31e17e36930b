"""Who may do what at a gate of this idea (domain.md, "Of this idea")."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from tracker.council import Can, Reader
from tracker.gate.queries.policy import policy_for
from tracker.gate.rules.policy import GatePolicy, next_gate
from tracker.idea import Idea, Outcome, Stage, State, keeps, sponsors


def decides(idea: Idea, reader: Reader, policy: GatePolicy | None = None) -> bool:
    """A lead decides, and the sponsor named on the idea, while they are one, where its policy says so for its gate.

    `policy` is that of the idea, for whoever has read it already.
    """
    if idea.historical:
        return False
    as_sponsor = sponsors(idea, reader) and reader.can(Can.RECORD_CONTACT)
    if reader.can(Can.DECIDE) or not as_sponsor:
        return reader.can(Can.DECIDE)
    return next_gate(idea.stage) in (policy or policy_for(idea)).sponsor_decides


def reopens(idea: Idea, reader: Reader) -> bool:
    """A lead takes a closed idea up again; one that is joined with another is taken apart instead."""
    closed = idea.state is State.CLOSED and idea.merged_into_id is None and not idea.historical
    return closed and reader.can(Can.DECIDE)


class ConditionFacts(Protocol):
    """What a predicate needs to know of a condition: whose it is."""

    @property
    def owner_id(self) -> UUID: ...  # noqa: D102


def meets(condition: ConditionFacts, reader: Reader) -> bool:
    """The condition's owner, or who stands in for them, says that it is met or asks for another date; or a lead."""
    return reader.stands_for(condition.owner_id) or grants(reader)


def grants(reader: Reader) -> bool:
    """A lead grants another date for a condition."""
    return reader.can(Can.DECIDE)


def is_reviewed(idea: Idea) -> bool:
    """An idea that is part of everyday work, and was lived here, is reviewed every year."""
    return idea.stage is Stage.EMBEDDED and idea.state is State.ACTIVE and not idea.historical


def reviews(idea: Idea, reader: Reader) -> bool:
    """Who keeps an embedded idea reviews it."""
    return is_reviewed(idea) and keeps(idea, reader)


def is_stopped(idea: Idea) -> bool:
    """It was stopped here, and not taken up again."""
    return idea.state is State.CLOSED and idea.outcome is Outcome.STOPPED and not idea.historical


def consents(idea: Idea, reader: Reader) -> bool:
    """A lead, who publishes, says whether other councils may take up what was stopped."""
    return is_stopped(idea) and reader.can(Can.PUBLISH)
