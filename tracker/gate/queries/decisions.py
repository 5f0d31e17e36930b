"""What is asked about gates: decisions made and what reverses them, conditions set, the request that waits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from tracker.amendment import Amendment, AmendmentAct
from tracker.gate.models import Condition, Decision, DecisionRequest, Extension, Reversal
from tracker.idea.models import Idea
from tracker.tenancy import Query, current_council, session


def pending_request(idea_id: UUID) -> DecisionRequest | None:
    """The request for a decision that waits, if one does."""
    asked = select(DecisionRequest).where(DecisionRequest.idea_id == idea_id, DecisionRequest.decided_at.is_(None))
    return session().scalar(asked.order_by(DecisionRequest.at.desc(), DecisionRequest.id).limit(1))


class RequestEntry(NamedTuple):
    """The request for a decision that waits: by whom, when, for when, with which note."""

    by_id: UUID
    at: datetime
    due_on: date
    note: str | None
    panel_id: UUID | None


_REQUEST = """
SELECT r.by_id, r.at, r.due_on, r.note, r.panel_id FROM decision_request r
 WHERE r.idea_id = CAST(:idea AS uuid) AND r.decided_at IS NULL ORDER BY r.at DESC, r.id LIMIT 1"""


def request_query(idea_id: UUID) -> Query[RequestEntry | None]:
    """The request for a decision that waits, if one does, to be read together with others."""
    return Query(RequestEntry, _REQUEST, {"idea": idea_id}, lambda found: next(iter(found), None))


def decisions_on(idea_id: UUID) -> Sequence[Decision]:
    """The decisions made on an idea, newest first."""
    asked = select(Decision).where(Decision.idea_id == idea_id).order_by(Decision.number.desc())
    return session().scalars(asked).all()


def undone_while_away(*, idea_id: UUID, row_id: UUID) -> Decision | None:
    """The first decision on an idea that was reversed since a row of it was withdrawn, or None."""
    withdrawn = select(func.max(Amendment.at)).where(
        Amendment.idea_id == idea_id, Amendment.row_id == row_id, Amendment.act == AmendmentAct.WITHDRAWN
    )
    asked = select(Decision).join(Reversal, Reversal.reversed_id == Decision.id).where(Decision.idea_id == idea_id)
    back = aliased(Decision)
    since = asked.join(back, back.id == Reversal.decision_id).where(back.at >= withdrawn.scalar_subquery())
    return session().scalar(since.order_by(Decision.number).limit(1))


def decision(*, idea_id: UUID, number: int) -> Decision | None:
    """One decision on an idea by its number, or None."""
    return session().scalar(select(Decision).where(Decision.idea_id == idea_id, Decision.number == number))


def conditions_on(idea_id: UUID, *, decision_id: UUID | None = None) -> Sequence[Condition]:
    """The conditions set on an idea, of one decision or of all, by the day they are due."""
    asked = select(Condition).where(Condition.idea_id == idea_id).order_by(Condition.due_on, Condition.id)
    return session().scalars(asked.where(Condition.decision_id == decision_id) if decision_id else asked).all()


def waiting_extension(condition_id: UUID) -> Extension | None:
    """The other date that was asked for and that nobody answered yet, for a condition."""
    asked = select(Extension).where(Extension.condition_id == condition_id, Extension.answered_at.is_(None))
    return session().scalar(asked)


def locked(idea_id: UUID) -> Idea:
    """The idea as it is at this moment, held until the transaction ends: two decisions wait for each other."""
    return session().get_one(Idea, (current_council(), idea_id), with_for_update=True, populate_existing=True)
