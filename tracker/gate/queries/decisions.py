"""What is asked about gates: the policy, decisions made, conditions set, the request that waits."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from tracker.gate.models import Condition, Decision, DecisionRequest, PolicyVersion
from tracker.gate.rules.policy import BUILT_IN, GatePolicy
from tracker.idea.models import Idea
from tracker.tenancy import current_council, session


def newest_policy() -> GatePolicy:
    """The newest version of the council's gate policy, or the built-in one, version 0."""
    row = session().scalar(select(PolicyVersion).order_by(PolicyVersion.version.desc()).limit(1))
    return GatePolicy.of(row.version, row.rules) if row else BUILT_IN


def policy_for(idea: Idea) -> GatePolicy:
    """The policy that an idea is decided under: the version it entered under, until a lead moves it."""
    if idea.policy_version is None:
        return newest_policy()
    if idea.policy_version == 0:
        return BUILT_IN
    row = session().scalars(select(PolicyVersion).where(PolicyVersion.version == idea.policy_version)).one()
    return GatePolicy.of(row.version, row.rules)


def pending_request(idea_id: UUID) -> DecisionRequest | None:
    """The request for a decision that waits, if one does."""
    asked = select(DecisionRequest).where(DecisionRequest.idea_id == idea_id, DecisionRequest.decided_at.is_(None))
    return session().scalar(asked.order_by(DecisionRequest.at.desc(), DecisionRequest.id).limit(1))


def decisions_on(idea_id: UUID) -> Sequence[Decision]:
    """The decisions made on an idea, newest first."""
    asked = select(Decision).where(Decision.idea_id == idea_id).order_by(Decision.number.desc())
    return session().scalars(asked).all()


def decision(*, idea_id: UUID, number: int) -> Decision | None:
    """One decision on an idea by its number, or None."""
    return session().scalar(select(Decision).where(Decision.idea_id == idea_id, Decision.number == number))


def conditions_on(idea_id: UUID, *, decision_id: UUID | None = None) -> Sequence[Condition]:
    """The conditions set on an idea, of one decision or of all, by the day they are due."""
    asked = select(Condition).where(Condition.idea_id == idea_id).order_by(Condition.due_on, Condition.id)
    return session().scalars(asked.where(Condition.decision_id == decision_id) if decision_id else asked).all()


def locked(idea_id: UUID) -> Idea:
    """The idea as it is at this moment, held until the transaction ends: two decisions wait for each other."""
    return session().get_one(Idea, (current_council(), idea_id), with_for_update=True, populate_existing=True)
