"""What is asked about gates: the policy, decisions made, conditions set, what waits for a decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Row, literal_column, select, true
from sqlalchemy.orm import InstrumentedAttribute

from tracker import council
from tracker.clock import today
from tracker.council import Reader
from tracker.gate.models import Condition, Decision, DecisionRequest, PolicyVersion
from tracker.gate.rules.policy import BUILT_IN, GatePolicy
from tracker.gate.words import Gate
from tracker.idea import visible_to
from tracker.idea.models import Idea
from tracker.idea.words import State
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


@dataclass(frozen=True)
class WaitingRequest:
    """A request for a decision in the lead's queue."""

    ref: str
    title: str
    gate: Gate
    note: str | None
    asked_at: datetime
    due_on: date
    owner: str | None

    @property
    def overdue(self) -> bool:
        """Whether its due day is past."""
        return self.due_on < today()


def waiting_for_decision(*, reader: Reader, limit: int = 50) -> list[WaitingRequest]:
    """The requests that wait for a decision, the first due first, at most `limit`. Two statements."""
    about = _about(DecisionRequest.idea_id, reader)
    asked = (
        select(about.c.ref, about.c.title, about.c.owner_id, DecisionRequest.gate, DecisionRequest.note)
        .add_columns(DecisionRequest.at, DecisionRequest.due_on)
        .join(about, true())
        .where(DecisionRequest.decided_at.is_(None))
        .order_by(DecisionRequest.due_on, DecisionRequest.id)
        .limit(literal_column(str(limit)))
    )
    rows: Sequence[Row[Any]] = session().execute(asked).all()
    names = council.names(row.owner_id for row in rows)
    return [
        WaitingRequest(row.ref, row.title, row.gate, row.note, row.at, row.due_on, names.get(row.owner_id))
        for row in rows
    ]


def lapsed_conditions(*, reader: Reader, limit: int = 50) -> Sequence[Row[Any]]:
    """Conditions past their day and not met, with their idea, the oldest first: they come before the lead again."""
    about = _about(Condition.idea_id, reader, Idea.state == State.ACTIVE)
    asked = (
        select(Condition.id, Condition.text, Condition.due_on, Condition.owner_id, about.c.ref, about.c.title)
        .join(about, true())
        .where(Condition.met_on.is_(None), Condition.due_on < today())
        .order_by(Condition.due_on, Condition.id)
        .limit(literal_column(str(limit)))
    )
    return session().execute(asked).all()


def _about(idea_id: InstrumentedAttribute[UUID], reader: Reader, *conditions: ColumnElement[bool]) -> FromClause:
    """The idea of a row if a reader may see it, looked up for each row by itself.

    So the rows are read in their order, and no more than are shown.
    """
    found = select(Idea.ref, Idea.title, Idea.owner_id).where(Idea.id == idea_id, visible_to(reader), *conditions)
    return found.limit(literal_column("1")).lateral()


def locked(idea_id: UUID) -> Idea:
    """The idea as it is at this moment, held until the transaction ends: two decisions wait for each other."""
    return session().get_one(Idea, (current_council(), idea_id), with_for_update=True, populate_existing=True)
