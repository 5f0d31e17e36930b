"""A decision before it is made: what was said, why it cannot be recorded yet, and where it leads. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tracker.gate.rules.policy import Unmet, earlier_stages, words_open
from tracker.gate.words import ADVANCING, StopReason, Word
from tracker.idea.words import Stage, State
from tracker.text import is_blank


@dataclass(frozen=True)
class Term:
    """A condition as it is set: what is to be done, who does it, by when; and in which row it was written."""

    text: str
    owner_id: UUID | None
    due_on: date | None
    row: int = 0


@dataclass(frozen=True)
class DecisionDraft:
    """A decision before it is made: everything that the person deciding said."""

    word: Word | None
    because: str
    waiver_because: str | None = None
    terms: Sequence[Term] = ()
    until: date | None = None
    to_stage: Stage | None = None
    stop_reason: StopReason | None = None
    lesson: str | None = None
    lesson_at_home: bool = False
    archive_consent: bool = False


@dataclass(frozen=True)
class Objection:
    """Why a decision cannot be recorded as it stands, beside which field, in a sentence that says what to do."""

    field: str
    sentence: str


def objections(draft: DecisionDraft, *, stage: Stage, missing: Sequence[Unmet], today: date) -> list[Objection]:
    """List why a decision cannot be recorded as it stands. Unmet criteria never block: they need a written reason."""
    found = []
    if draft.word is None:
        found.append(Objection("word", "Choose what you decide."))
    elif draft.word not in words_open(stage):
        found.append(Objection("word", f"An idea in {stage} cannot be given this decision. Choose another."))
    if is_blank(draft.because):
        found.append(Objection("because", "Give your reasons: say what you weighed."))
    if draft.word in ADVANCING and missing and is_blank(draft.waiver_because or ""):
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
    if is_blank(draft.lesson or ""):
        found.append(Objection("lesson", "Write what was learnt: it is worth having tried."))
    return found


def _terms(terms: Sequence[Term], today: date) -> list[Objection]:
    """A conditional go has at least one condition; each says what, has an owner and a day that is not past."""
    if not terms:
        return [Objection("conditions", "Set at least one condition, with an owner and a day. Without one, choose go.")]
    return [objection for term in terms for objection in _term(term, today)]


def _term(term: Term, today: date) -> list[Objection]:
    """What a condition lacks, beside the field of its row."""
    at, found = f"conditions-{term.row}", []
    if is_blank(term.text):
        found.append(Objection(f"{at}-text", "Say what is to be done."))
    if term.owner_id is None:
        found.append(Objection(owner_field(term), "Choose who does it."))
    if term.due_on is None:
        found.append(Objection(f"{at}-due_on", "Say by when: a day like 18 December 2026."))
    elif term.due_on < today:
        found.append(Objection(f"{at}-due_on", "A condition cannot be due before today. Choose a later day."))
    return found


def owner_field(term: Term) -> str:
    """The field of a form that names who does what a condition asks."""
    return f"conditions-{term.row}-owner_id"


def request_objections(due_on: date | None, *, today: date) -> list[Objection]:
    """List why a decision cannot be asked for by a day; none given is the policy's."""
    past = due_on is not None and due_on < today
    return [Objection("due_on", "Ask for a day that is still to come.")] if past else []


def extension_objections(wanted_on: date | None, because: str, *, due_on: date, today: date) -> list[Objection]:
    """List why another date for a condition cannot be asked for: it lies ahead, is another, and has a reason."""
    found = []
    if wanted_on is None:
        found.append(Objection("wanted_on", "Say which day instead: a day like 18 December 2026."))
    elif wanted_on < today:
        found.append(Objection("wanted_on", "Ask for a day that is still to come."))
    elif wanted_on == due_on:
        found.append(Objection("wanted_on", "It is due on that day already. Choose another."))
    if is_blank(because):
        found.append(Objection("because", "Say why it needs another day."))
    return found


def leads_to(stage: Stage, draft: DecisionDraft) -> tuple[Stage, State]:
    """Say where a decision leads. A hold leaves an idea active where it is; a stop closes it where it is."""
    if draft.word in ADVANCING and stage.next:
        return stage.next, State.ACTIVE
    if draft.word is Word.RETURN and draft.to_stage:
        return draft.to_stage, State.ACTIVE
    return stage, State.CLOSED if draft.word is Word.STOP else State.ACTIVE
