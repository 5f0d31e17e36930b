"""A decision before it is made: what was said, why it cannot be recorded yet, and where it leads. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tracker.gate.rules.policy import Unmet, earlier_stages, words_open
from tracker.gate.words import ADVANCING, StopReason, Word
from tracker.idea.words import Stage, State


@dataclass(frozen=True)
class Term:
    """A condition as it is set: what is to be done, who does it, by when."""

    text: str
    owner_id: UUID | None
    due_on: date | None


@dataclass(frozen=True)
class DecisionDraft:
    """A decision before it is made: everything that the person deciding said."""

    word: Word
    because: str
    waiver_because: str | None = None
    terms: Sequence[Term] = ()
    until: date | None = None
    to_stage: Stage | None = None
    stop_reason: StopReason | None = None
    lesson: str | None = None
    archive_consent: bool = False


@dataclass(frozen=True)
class Objection:
    """Why a decision cannot be recorded as it stands, beside which field, in a sentence that says what to do."""

    field: str
    sentence: str


NO_REASONS = "Give your reasons: say what you weighed."


def objections(draft: DecisionDraft, *, stage: Stage, missing: Sequence[Unmet], today: date) -> list[Objection]:
    """List why a decision cannot be recorded as it stands. Unmet criteria never block: they need a written reason."""
    found = []
    if draft.word not in words_open(stage):
        found.append(Objection("word", f"An idea in {stage} cannot be given this decision. Choose another."))
    if not draft.because.strip():
        found.append(Objection("because", NO_REASONS))
    if draft.word in ADVANCING and missing and not (draft.waiver_because or "").strip():
        found.append(Objection("waiver_because", "Say why it may go on although this is not met."))
    if draft.word is Word.CONDITIONAL:
        found += _terms(draft.terms, today)
    if draft.word is Word.HOLD and (draft.until is None or draft.until <= today):
        found.append(Objection("until", "Say until when it is held: a day after today."))
    if draft.word is Word.RETURN and draft.to_stage not in earlier_stages(stage):
        found.append(Objection("to_stage", "Choose the earlier stage that it returns to."))
    return found + (_stop(draft) if draft.word is Word.STOP else [])


def _stop(draft: DecisionDraft) -> list[Objection]:
    found = []
    if draft.stop_reason is None:
        found.append(Objection("stop_reason", "Choose the reason why it stops."))
    if not (draft.lesson or "").strip():
        found.append(Objection("lesson", "Write what was learnt: it is worth having tried."))
    return found


def _terms(terms: Sequence[Term], today: date) -> list[Objection]:
    """A conditional go has at least one condition; each says what, has an owner and a day that is not past."""
    if not terms:
        return [Objection("conditions", "Set at least one condition, with an owner and a day. Without one, choose go.")]
    if any(not term.text.strip() or term.owner_id is None or term.due_on is None for term in terms):
        return [Objection("conditions", "Give every condition its words, an owner and a day.")]
    if any(term.due_on < today for term in terms if term.due_on):
        return [Objection("conditions", "A condition cannot be due before today. Choose a later day.")]
    return []


def leads_to(stage: Stage, draft: DecisionDraft) -> tuple[Stage, State]:
    """Say where a decision leads. A hold leaves an idea active where it is; a stop closes it where it is."""
    if draft.word in ADVANCING and stage.next:
        return stage.next, State.ACTIVE
    if draft.word is Word.RETURN and draft.to_stage:
        return draft.to_stage, State.ACTIVE
    return stage, State.CLOSED if draft.word is Word.STOP else State.ACTIVE
