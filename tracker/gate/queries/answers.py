"""What is asked about answers at the gates: each as it was given, the newest first, with the evidence it points at."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, Select, func, or_, select

from tracker.gate.models import AnswerEvidence, GateAnswer
from tracker.gate.rules.questions import asked_at_every_gate, kept_once
from tracker.gate.words import Gate, Status
from tracker.tenancy import session
from tracker.value.models import Evidence

MOST_ANSWERS = 200


class AnswerEntry(NamedTuple):
    """One answer as it was given: where, what, by whom, when, and the records of evidence that it points at."""

    gate: Gate
    question: str
    words: str | None
    status: Status | None
    note: str | None
    by_id: UUID
    at: datetime
    evidence: frozenset[UUID]


AnswerBook = dict[str, list[AnswerEntry]]
# What was withdrawn since shows nothing any more.
_STANDS = (Evidence.council_id == AnswerEvidence.council_id) & (Evidence.id == AnswerEvidence.evidence_id)
_EVIDENCE = (
    select(func.coalesce(func.array_agg(AnswerEvidence.evidence_id), []))
    .join(Evidence, _STANDS)
    .where(AnswerEvidence.answer_id == GateAnswer.id)
    .scalar_subquery()
)
_TOLD = [getattr(GateAnswer, name) for name in AnswerEntry._fields if name != "evidence"]


def _given(idea_id: UUID) -> Select[Any]:
    """What was answered about an idea, the newest first."""
    asked = select(*_TOLD, _EVIDENCE.label("evidence")).where(GateAnswer.idea_id == idea_id)
    return asked.order_by(GateAnswer.number.desc())


def _entry(row: Row[Any]) -> AnswerEntry:
    told = AnswerEntry(*row)
    return told._replace(evidence=frozenset(told.evidence))


def answers_at(idea_id: UUID, gate: Gate) -> tuple[AnswerBook, AnswerBook]:
    """Every answer that counts at a gate, by question; and what other gates heard of what every gate asks anew.

    What the idea knows is kept once: it counts at each gate, whichever heard it.
    """
    here: AnswerBook = {}
    elsewhere: AnswerBook = {}
    counts = or_(GateAnswer.gate == gate, GateAnswer.question.in_(asked_at_every_gate()))
    for row in session().execute(_given(idea_id).where(counts)):
        entry = _entry(row)
        at_hand = entry.gate == gate or entry.question in kept_once()
        (here if at_hand else elsewhere).setdefault(entry.question, []).append(entry)
    return here, elsewhere


def answers_to(idea_id: UUID, question: str) -> list[AnswerEntry]:
    """Every answer to a question at any gate, the newest first, at most 200."""
    asked = _given(idea_id).where(GateAnswer.question == question).limit(MOST_ANSWERS)
    return [_entry(row) for row in session().execute(asked)]
