"""What is done before a decision: answers, views, the request. An idea keeps the policy it came to a gate under."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from tracker import value
from tracker.clock import add_working_days, now, today
from tracker.council import here
from tracker.gate.models import AnswerEvidence, DecisionRequest, GateAnswer, PanelView
from tracker.gate.queries.answers import AnswerEntry, answers_query, answers_to
from tracker.gate.queries.decisions import pending_request
from tracker.gate.queries.policy import policy_for
from tracker.gate.rules.draft import request_objections
from tracker.gate.rules.policy import FITTING, next_gate
from tracker.gate.rules.questions import RISK_OF_NOTHING, Question, every_question
from tracker.gate.words import Gate, QuestionKind, Status, Word
from tracker.history import record
from tracker.history.events.gate import DecisionRequested, GateAnswered, GateViewGiven
from tracker.idea import touch
from tracker.idea.actions.life import state_risk_of_nothing
from tracker.idea.models import Idea
from tracker.idea.words import Refused, State
from tracker.tenancy import session


@dataclass(frozen=True)
class AnswerDraft:
    """What somebody says to one question: words, or for an item or a pitfall a status; a note, and evidence."""

    words: str | None = None
    status: Status | None = None
    note: str | None = None
    evidence: frozenset[UUID] = frozenset()


ANSWER_FIELDS = tuple(field.name for field in fields(AnswerDraft))


def at_its_gate(idea: Idea, gate: Gate) -> None:
    """An idea is answered for, and decided on, only while it is worked on and at the gate that lies next before it."""
    if idea.state is not State.ACTIVE or idea.historical:
        raise Refused("Nothing can be decided here: the idea is not being worked on.")
    if next_gate(idea.stage) is not gate:
        raise Refused("This gate is not the next one any more. Open the idea to see where it stands.")


def answer(*, idea: Idea, gate: Gate, said: Mapping[str, AnswerDraft], by: UUID) -> int:
    """Keep the answers that changed, beside the older ones, and return how many. Raises Refused."""
    at_its_gate(idea, gate)
    before, _ = answers_query(idea.id, gate).answer()
    _check_evidence(idea, said.values())
    changed = sum(
        _keep(idea, gate, question, said[question.id], before=before.get(question.id, ()), by=by)
        for question in policy_for(idea).asked(gate)
        if question.id in said
    )
    if changed:
        record(GateAnswered(gate=gate, answers=changed), idea_id=idea.id, by=by)
        touch(idea)
    return changed


def say_what_nothing_costs(*, idea: Idea, words: str, by: UUID) -> None:
    """State the risk of doing nothing: the answer at every gate. Raises Refused when nothing is said."""
    if not words.strip():
        raise Refused("Say what happens if nobody does anything", field=RISK_OF_NOTHING)
    asked = next(question for question in every_question() if question.fact == RISK_OF_NOTHING)
    before = answers_to(idea.id, asked.id)
    _keep(idea, next_gate(idea.stage), asked, AnswerDraft(words=words), before=before, by=by)


def _keep(
    idea: Idea, gate: Gate, question: Question, given: AnswerDraft, *, before: Sequence[AnswerEntry], by: UUID
) -> bool:
    """Keep an answer if it says something new, with the evidence it points at; what the idea knows, it knows anew."""
    clean = _clean(given, question.kind)
    stood = AnswerDraft(*(getattr(before[0], name) for name in ANSWER_FIELDS)) if before else AnswerDraft()
    if clean == stood:
        return False
    said = GateAnswer(idea_id=idea.id, gate=gate, question=question.id, by_id=by, at=now())
    said.words, said.status, said.note = clean.words, clean.status, clean.note
    session().add(said)
    session().flush()
    session().add_all(AnswerEvidence(answer_id=said.id, evidence_id=one) for one in sorted(clean.evidence))
    if question.fact == RISK_OF_NOTHING:
        state_risk_of_nothing(idea=idea, words=clean.words, by=by)
    return True


def _clean(given: AnswerDraft, kind: QuestionKind) -> AnswerDraft:
    """Keep what fits the kind of question: blank is nothing said. Raises Refused on a status that does not fit."""
    if given.status is not None and given.status not in FITTING[kind]:
        raise Refused("Choose one of the answers offered.")
    return AnswerDraft(
        words=(given.words or "").strip() or None if kind is QuestionKind.QUESTION else None,
        status=given.status,
        note=(given.note or "").strip() or None,
        evidence=frozenset(given.evidence),
    )


def _check_evidence(idea: Idea, said: Iterable[AnswerDraft]) -> None:
    """Raises Refused where an answer points at what is no evidence on the idea."""
    if named := frozenset().union(*(draft.evidence for draft in said)):
        there = select(func.count()).where(value.Evidence.idea_id == idea.id, value.Evidence.id.in_(named))
        if session().scalar(there) != len(named):
            raise Refused("Choose evidence that is recorded on this idea.")


def record_view(*, idea: Idea, gate: Gate, leaning: Word, because: str, by: UUID) -> PanelView:
    """Keep what a panel member thinks before the decision; it decides nothing. Raises Refused without words."""
    at_its_gate(idea, gate)
    if not because.strip():
        raise Refused("Say in a sentence why you think so.", field="because")
    view = PanelView(idea_id=idea.id, gate=gate, leaning=leaning, because=because.strip(), by_id=by, at=now())
    session().add(view)
    record(GateViewGiven(gate=gate, leaning=leaning), idea_id=idea.id, by=by)
    return view


def ask_for_decision(
    *,
    idea: Idea,
    gate: Gate,
    by: UUID,
    note: str | None = None,
    due_on: date | None = None,
    panel_id: UUID | None = None,
) -> DecisionRequest:
    """Put a request into the lead's queue, due within the days that its policy promises. Raises Refused."""
    at_its_gate(idea, gate)
    if pending_request(idea.id):
        raise Refused("A decision has been asked for already, and waits for the lead.", field="note")
    for found in request_objections(due_on, today=today()):
        raise Refused(found.sentence, field=found.field)
    due_on = due_on or add_working_days(today(), policy_for(idea).days[gate], here().nation)
    asked = DecisionRequest(
        idea_id=idea.id, gate=gate, note=(note or "").strip() or None, by_id=by, at=now(), due_on=due_on
    )
    asked.panel_id = panel_id
    session().add(asked)
    record(DecisionRequested(gate=gate, due_on=due_on.isoformat(), note=asked.note), idea_id=idea.id, by=by)
    touch(idea)
    return asked
