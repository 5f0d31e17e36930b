"""A decision is made: recorded with what was known, carried out, told. A named person makes it, no rule does."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from tracker import council, lesson, value
from tracker import idea as ideas
from tracker.clock import now, today
from tracker.gate.actions.answers import at_its_gate
from tracker.gate.actions.condition import settle
from tracker.gate.actions.letters import tell
from tracker.gate.models import Condition, Decision, Reversal
from tracker.gate.permissions import decides
from tracker.gate.queries.decisions import conditions_on, decisions_on, locked, pending_request
from tracker.gate.queries.paper import Paper, paper
from tracker.gate.queries.snapshot import as_known
from tracker.gate.rules.draft import DecisionDraft, leads_to, objections, owner_field
from tracker.gate.rules.reversal import undone_by_return
from tracker.gate.words import ADVANCING, Gate, Word
from tracker.history import record
from tracker.history.events.gate import GateDecided
from tracker.idea.models import Idea
from tracker.idea.visible import sight_faults
from tracker.idea.words import Move, Outcome, Refused, Stage, State, refuse_all
from tracker.tenancy import session

MOVES = {
    Word.GO: Move.ADVANCE,
    Word.CONDITIONAL: Move.ADVANCE_WITH_CONDITIONS,
    Word.HOLD: Move.HOLD,
    Word.RETURN: Move.RETURN,
    Word.STOP: Move.STOP,
}


def decide(*, idea: Idea, gate: Gate, draft: DecisionDraft, by: UUID, seen: int | None = None) -> Decision:
    """Decide at a gate: keep the record with what was known, move the idea, tell everybody, close the request.

    `seen` is the number of decisions that the person deciding had before them: if another was made since, theirs is
    refused. Raises Refused, naming the field of the form.
    """
    idea = locked(idea.id)
    known = paper(idea=idea, gate=gate)
    _check(known, draft, by=by, seen=seen)
    earlier = list(reversed(decisions_on(idea.id)))
    made = _written(known, draft, by=by)
    conditions = _conditions(made, draft)
    fallen: Sequence[Condition] = ()
    if made.word is Word.RETURN:
        fallen = _undo(idea, made, undone_by_return(earlier, back_to=Stage(made.to_stage)), by=by)
    _carry_out(idea, made, draft, by=by)
    _close_request(idea.id)
    record(_event(idea, made), idea_id=idea.id, about_id=made.id, by=by)
    ideas.touch(idea)
    tell(idea, made, conditions, fallen=fallen)
    return made


def _check(known: Paper, draft: DecisionDraft, *, by: UUID, seen: int | None) -> None:
    if seen is not None and seen != known.made:
        raise Refused("Somebody decided on this idea while you were reading. Open it again before you decide.")
    at_its_gate(known.idea, known.gate)
    if not decides(known.idea, council.reader(by)):
        raise Refused("Only an innovation lead, or the sponsor where the policy says so, decides at a gate.")
    for found in objections(draft, stage=known.idea.stage, missing=known.unmet, today=today()):
        raise Refused(found.sentence, field=found.field)
    if draft.word is Word.CONDITIONAL:
        refuse_all(sight_faults(known.idea, {owner_field(term): term.owner_id for term in draft.terms}))


def _written(known: Paper, draft: DecisionDraft, *, by: UUID) -> Decision:
    """Write the record: it is never changed afterwards."""
    waives = draft.word in ADVANCING and known.unmet
    to_stage, _ = leads_to(known.idea.stage, draft)
    made = Decision(
        idea_id=known.idea.id,
        number=known.made + 1,
        gate=known.gate,
        word=draft.word,
        because=draft.because.strip(),
        by_id=by,
        on=today(),
        at=now(),
        until=draft.until if draft.word is Word.HOLD else None,
        from_stage=known.idea.stage,
        to_stage=to_stage,
        stop_reason=draft.stop_reason if draft.word is Word.STOP else None,
        waived=[vars(one) for one in known.unmet] if waives else [],
        waiver_because=(draft.waiver_because or "").strip() if waives else None,
        policy_version=known.policy.version,
        snapshot=as_known(known),
        archive_consent=draft.archive_consent and draft.word is Word.STOP,
    )
    session().add(made)
    session().flush()
    return made


def _conditions(made: Decision, draft: DecisionDraft) -> list[Condition]:
    if draft.word is not Word.CONDITIONAL:
        return []
    conditions = [
        Condition(decision_id=made.id, idea_id=made.idea_id, text=t.text.strip(), owner_id=t.owner_id, due_on=t.due_on)
        for t in draft.terms
    ]
    session().add_all(conditions)
    return conditions


def _undo(idea: Idea, made: Decision, undone: Sequence[Decision], *, by: UUID) -> Sequence[Condition]:
    """Undo what a return undoes: it is linked to each decision that it reverses, what rested on them does not stand.

    Their open conditions fall away and are returned; benefits recorded since the first of them are under question.
    Councils that adapted the idea hear of the return by `listening`.
    """
    if not undone:
        return ()
    session().add_all(Reversal(decision_id=made.id, reversed_id=one.id) for one in undone)
    below = {one.id for one in undone}
    fallen = [one for one in conditions_on(idea.id) if one.is_open and one.decision_id in below]
    for condition in fallen:
        condition.fallen_on = today()
        settle(condition, by=by)
    first = undone[-1]
    value.put_under_question(idea=idea, since=first.at, after=first.id, by=by)
    return fallen


def _carry_out(idea: Idea, made: Decision, draft: DecisionDraft, *, by: UUID) -> None:
    """Move the idea where the decision leads, a stop closes it; the lesson that was written with it is kept."""
    to_stage, state = leads_to(idea.stage, draft)
    ideas.move(
        idea=idea,
        to=to_stage,
        decision=MOVES[made.word],
        rationale=made.because,
        by=by,
        decision_id=made.id,
        held_until=made.until,
    )
    if state is State.CLOSED:
        ideas.change_state(
            idea=idea,
            state=State.CLOSED,
            outcome=Outcome.STOPPED,
            by=by,
            because=made.because,
            stop_reason=made.stop_reason,
        )
        value.question_what_is_to_come(idea=idea, by=by)
    if (draft.lesson or "").strip():
        lesson.write_lesson(idea=idea, by=by, lesson=draft.lesson or "", may_be_shared=not draft.lesson_at_home)


def _close_request(idea_id: UUID) -> None:
    if waiting := pending_request(idea_id):
        waiting.decided_at = now()


def _event(idea: Idea, made: Decision) -> GateDecided:
    return GateDecided(
        ref=idea.ref,
        number=made.number,
        gate=made.gate,
        word=made.word,
        because=made.because,
        from_stage=made.from_stage,
        to_stage=made.to_stage,
        until=made.until.isoformat() if made.until else None,
        stop_reason=made.stop_reason,
    )
