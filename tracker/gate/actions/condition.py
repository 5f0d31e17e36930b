"""What is done about a condition: it is met; its owner asks for another date, and a lead grants it or not."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from tracker import council
from tracker import idea as ideas
from tracker.clock import now, today
from tracker.gate.actions.letters import tell_of_date
from tracker.gate.models import Condition, Extension
from tracker.gate.permissions import grants
from tracker.gate.queries.decisions import waiting_extension
from tracker.gate.rules.draft import extension_objections
from tracker.history import record
from tracker.history.events.gate import ConditionMet, ExtensionAnswered, ExtensionAsked
from tracker.idea.models import Idea
from tracker.idea.words import Refused
from tracker.tenancy import session


def meet_condition(*, condition: Condition, note: str, by: UUID) -> None:
    """Say that a condition is met, and how it can be seen. Raises Refused without a note, or where it is not open."""
    _refuse_closed(condition)
    if not note.strip():
        raise Refused("Say in a sentence how it can be seen that it is met.", field="note")
    condition.met_on = today()
    condition.met_note = note.strip()
    settle(condition, by=by)
    met = ConditionMet(text=condition.text, note=condition.met_note)
    _record(condition, met, by=by)


def ask_for_date(*, condition: Condition, wanted_on: date | None, because: str, by: UUID) -> Extension:
    """Ask for another date for a condition, with a reason; a lead who asks has granted it. Raises Refused."""
    _refuse_closed(condition)
    for found in extension_objections(wanted_on, because, due_on=condition.due_on, today=today()):
        raise Refused(found.sentence, field=found.field)
    if waiting_extension(condition.id):
        raise Refused("Another date was asked for already, and waits for the lead.")
    if wanted_on is None:
        raise LookupError(condition.id)
    asked = Extension(condition_id=condition.id, idea_id=condition.idea_id, due_on=condition.due_on)
    asked.wanted_on, asked.because, asked.by_id, asked.at = wanted_on, because.strip(), by, now()
    session().add(asked)
    session().flush()
    days = {"due_on": condition.due_on.isoformat(), "wanted_on": wanted_on.isoformat()}
    _record(condition, ExtensionAsked(text=condition.text, **days, because=asked.because), by=by)
    if grants(council.reader(by)):
        answer_extension(condition=condition, asked=asked, granted=True, reply="", by=by)
    return asked


def answer_extension(*, condition: Condition, asked: Extension, granted: bool, reply: str, by: UUID) -> None:
    """Grant another date, or say why the date stays; whoever asked is told. Raises Refused."""
    _refuse_closed(condition)
    if asked.answered_at:
        raise Refused("This was answered already.")
    if not granted and not reply.strip():
        raise Refused("Say why the date stays: they are told.", field="reply")
    if granted and asked.wanted_on < today():
        raise Refused("That day is past by now. Say that the date stays, and have another asked for.", field="reply")
    asked.granted, asked.answer = granted, reply.strip() or None
    asked.answered_by_id, asked.answered_at = by, now()
    if granted:
        condition.due_on = asked.wanted_on
    days = {"due_on": asked.due_on.isoformat(), "wanted_on": asked.wanted_on.isoformat()}
    idea = _record(condition, ExtensionAnswered(text=condition.text, **days, granted=granted, note=asked.answer), by=by)
    tell_of_date(idea, condition, asked)


def settle(condition: Condition, *, by: UUID) -> None:
    """Have another date wait for no answer, now that its condition is over: the date stayed, and nobody is told."""
    if waiting := waiting_extension(condition.id):
        waiting.granted, waiting.answered_by_id, waiting.answered_at = False, by, now()


def _refuse_closed(condition: Condition) -> None:
    if condition.met_on:
        raise Refused("This condition is met already.")
    if condition.fallen_on:
        raise Refused("This condition fell away: the decision that set it was reversed.")


def _record(condition: Condition, event: ConditionMet | ExtensionAsked | ExtensionAnswered, *, by: UUID) -> Idea:
    idea = ideas.by_id(idea_id=condition.idea_id)
    record(event, idea_id=idea.id, about_id=condition.id, by=by)
    ideas.touch(idea)
    return idea
