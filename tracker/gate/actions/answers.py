"""What is done before a decision: answers, views, the request. An idea keeps the policy it came to a gate under."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tracker.clock import add_working_days, now, today
from tracker.council import here
from tracker.gate.models import DecisionRequest, GateAnswer, PanelView, PolicyVersion
from tracker.gate.queries.decisions import newest_policy, pending_request, policy_for
from tracker.gate.queries.paper import paper
from tracker.gate.rules.policy import FITTING, next_gate
from tracker.gate.rules.questions import asked_at
from tracker.gate.words import Gate, QuestionKind, Status, Word
from tracker.history import record
from tracker.history.events.gate import (
    DecisionRequested,
    GateAnswered,
    GatePolicyMoved,
    GatePolicySet,
    GateViewGiven,
)
from tracker.idea import touch
from tracker.idea.models import Idea
from tracker.idea.words import Refused, State
from tracker.tenancy import current_council, session, take_turn


@dataclass(frozen=True)
class AnswerDraft:
    """What somebody says to one question: words for a question, a status and a note for an item or a pitfall."""

    words: str | None = None
    status: Status | None = None
    note: str | None = None


def at_its_gate(idea: Idea, gate: Gate) -> None:
    """An idea is answered for, and decided on, only while it is worked on and at the gate that lies next before it."""
    if idea.state is not State.ACTIVE or idea.historical:
        raise Refused("Nothing can be decided here: the idea is not being worked on.")
    if next_gate(idea.stage) is not gate:
        raise Refused("This gate is not the next one any more. Open the idea to see where it stands.")


def enter(idea: Idea) -> None:
    """An idea keeps the version of the policy that was in force when it first came to a gate."""
    if idea.policy_version is None:
        idea.policy_version = newest_policy().version


def set_policy(*, rules: Mapping[str, object], by: UUID) -> PolicyVersion:
    """Write the next version of the council's gate policy; ideas in flight keep theirs."""
    take_turn(f"gate policy {current_council()}")
    made = PolicyVersion(version=newest_policy().version + 1, rules=dict(rules), at=now(), by_id=by)
    session().add(made)
    record(GatePolicySet(version=made.version), by=by)
    return made


def move_to_newest_policy(*, idea: Idea, by: UUID) -> None:
    """Have an idea decided under the newest version from now on. Twice is once."""
    newest = newest_policy().version
    if idea.policy_version == newest:
        return
    idea.policy_version = newest
    record(GatePolicyMoved(version=newest), idea_id=idea.id, by=by)
    touch(idea)


def answer(*, idea: Idea, gate: Gate, said: Mapping[str, AnswerDraft], by: UUID) -> int:
    """Keep the answers that changed, beside the older ones, and return how many. Raises Refused."""
    at_its_gate(idea, gate)
    enter(idea)
    before = {item.question.id: item.answer for item in paper(idea=idea, gate=gate).items}
    changed = 0
    for question in asked_at(gate):
        if (given := said.get(question.id)) is None:
            continue
        clean = _clean(given, question.kind)
        old = before[question.id]
        if clean == AnswerDraft(old.words, old.status, old.note) if old else clean == AnswerDraft():
            continue
        session().add(GateAnswer(idea_id=idea.id, gate=gate, question=question.id, by_id=by, at=now(), **vars(clean)))
        changed += 1
    if changed:
        record(GateAnswered(gate=gate, answers=changed), idea_id=idea.id, by=by)
        touch(idea)
    return changed


def _clean(given: AnswerDraft, kind: QuestionKind) -> AnswerDraft:
    """Keep what fits the kind of question: blank is nothing said. Raises Refused on a status that does not fit."""
    if given.status is not None and given.status not in FITTING[kind]:
        raise Refused("Choose one of the answers offered.")
    return AnswerDraft(
        words=(given.words or "").strip() or None if kind is QuestionKind.QUESTION else None,
        status=given.status,
        note=(given.note or "").strip() or None if kind is not QuestionKind.QUESTION else None,
    )


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
    *, idea: Idea, gate: Gate, by: UUID, note: str | None = None, due_on: date | None = None
) -> DecisionRequest:
    """Put a request into the lead's queue, due in 10 working days unless said otherwise. Raises Refused."""
    at_its_gate(idea, gate)
    if pending_request(idea.id):
        raise Refused("A decision has been asked for already, and waits for the lead.", field="note")
    due_on = due_on or add_working_days(today(), policy_for(idea).days_to_decide, here().nation)
    if due_on < today():
        raise Refused("Ask for a day that is still to come.", field="due_on")
    enter(idea)
    asked = DecisionRequest(
        idea_id=idea.id, gate=gate, note=(note or "").strip() or None, by_id=by, at=now(), due_on=due_on
    )
    session().add(asked)
    record(DecisionRequested(gate=gate, due_on=due_on.isoformat(), note=asked.note), idea_id=idea.id, by=by)
    touch(idea)
    return asked
