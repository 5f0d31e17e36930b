"""A condition of a decision: it is met; its owner asks for another date, and a lead grants it or says why not."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort

from tracker import council, gate, idea
from tracker.council import Can
from tracker.gate import Condition
from tracker.idea import Idea
from tracker.pages.gates.forms import DateAnswerForm, DateForm, MetForm
from tracker.web import OvertakenError, Screens, allow, reader, render, say, see_other
from tracker.web.filters import day

screens = Screens("conditions", __name__)
BOTH = ("GET", "POST")


def _found(ref: str, condition_id: UUID) -> tuple[Idea, Condition]:
    """An idea that the reader sees, and a condition on it that they meet or grant."""
    found = idea.get(ref=ref, reader=reader())
    condition = next((each for each in gate.conditions_on(found.id) if each.id == condition_id), None) or abort(404)
    allow(gate.meets(condition, reader()))
    return found, condition


def _shown(found: Idea, condition: Condition, *, met: MetForm, answer: DateAnswerForm) -> Any:
    asked = gate.waiting_extension(condition.id)
    people = [condition.owner_id, *([asked.by_id] if asked else [])]
    return render(
        "gates/condition.html",
        form=answer if answer.is_submitted() and answer.errors else met,
        met=met,
        answer=answer,
        idea=found,
        condition=condition,
        asked=asked,
        grants=gate.grants(reader()),
        names=council.names(people),
    )


@screens.screen("/ideas/<ref>/conditions/<uuid:condition_id>", needs=Can.SEE_IDEAS, methods=BOTH)
def meet(ref: str, condition_id: UUID) -> Any:
    """Say that a condition is met, and how it can be seen; or see what else can be done about it."""
    found, condition = _found(ref, condition_id)
    form = MetForm()
    if form.sent():
        with form.trying():
            gate.meet_condition(condition=condition, note=form.note.data or "", by=reader().person_id)
            say("The condition is met, and the record says so.")
    if form.accepted:
        return see_other("ideas.show", ref=ref)
    return _shown(found, condition, met=form, answer=DateAnswerForm(formdata=None))


@screens.screen("/ideas/<ref>/conditions/<uuid:condition_id>/date", needs=Can.SEE_IDEAS, methods=BOTH)
def date(ref: str, condition_id: UUID) -> Any:
    """Ask for another date for a condition, with a reason; where a lead asks, it has that date at once."""
    found, condition = _found(ref, condition_id)
    form = DateForm.about(condition)
    if form.sent():
        with form.trying():
            wanted, because = form.wanted_on.data, form.because.data or ""
            made = gate.ask_for_date(condition=condition, wanted_on=wanted, because=because, by=reader().person_id)
            asked = f"You asked for {day(made.wanted_on)}. You hear by email what becomes of it."
            say(f"It is due on {day(made.wanted_on)} from now on." if made.granted else asked)
    if form.accepted:
        return see_other(".meet", ref=ref, condition_id=condition_id)
    waits = gate.waiting_extension(condition.id)
    return render(
        "gates/date.html", form=form, idea=found, condition=condition, waits=waits, grants=gate.grants(reader())
    )


@screens.screen(
    "/ideas/<ref>/conditions/<uuid:condition_id>/date/answer", needs=Can.DECIDE, methods=("POST",), endpoint="answer"
)
def answer_date(ref: str, condition_id: UUID) -> Any:
    """Grant another date for a condition, or say why the date stays."""
    found, condition = _found(ref, condition_id)
    asked, form = gate.waiting_extension(condition.id), DateAnswerForm()
    if asked is None:
        raise OvertakenError("Nobody asks for another date any more: it was answered, or the condition is closed.")
    if form.sent():
        with form.trying():
            granted, reply = form.answer.data == "grant", form.reply.data or ""
            gate.answer_extension(condition=condition, asked=asked, granted=granted, reply=reply, by=reader().person_id)
            say(f"It is due on {day(condition.due_on)}. They are told by email.")
    if form.accepted:
        return see_other(".meet", ref=ref, condition_id=condition_id)
    return _shown(found, condition, met=MetForm(formdata=None), answer=form)
