"""Assessors: who is asked what they think of an idea in triage, and what they say to the leads."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import request

from tracker import council, triage
from tracker.council import Can
from tracker.idea import Idea, awaits_outcome
from tracker.pages.triage.forms.people import AssessorsForm, assessment_form
from tracker.triage import Criterion
from tracker.web import Screens, allow, reader, render, say, see_other
from tracker.web.forms import identifier
from tracker.web.manuscript import manuscript

screens = Screens("assessors", __name__)


@screens.screen("/ideas/<ref>/assessors", needs=Can.TRIAGE, of=triage.leads_on, methods=("GET", "POST"))
def ask(found: Idea) -> Any:
    """Ask some people what they think of an idea, and nobody else any longer."""
    asked = triage.assessors_of(idea=found)
    form = AssessorsForm(data={"people": [str(each.person_id) for each in asked]})
    form.offer([one for one in council.people() if one.id != found.author_id])
    people: list[UUID] = [one for one in map(identifier, form.people.data or ()) if one]
    if form.sent():
        with form.trying():
            triage.ask_assessors(idea=found, people=people, by=reader().person_id, due_on=form.due_on.data)
    if form.accepted:
        say(_asked_now(before={each.person_id for each in asked}, now=set(people)))
        return see_other("triage.decide", ref=found.ref)
    return render("triage/assessors.html", form=form, idea=found, asked=asked)


def _asked_now(*, before: set[UUID], now: set[UUID]) -> str:
    """What was done: who is newly asked hears, or nobody is."""
    if not now:
        return "Saved. Nobody is asked any longer."
    if now <= before:
        return "Saved. Nobody is newly asked."
    return "Saved. Who is newly asked has a letter, and is reminded once the day has passed."


@screens.screen("/ideas/<ref>/assessment", needs=Can.SEE_IDEAS, of=triage.sees_assessments, methods=("GET", "POST"))
def assess(found: Idea) -> Any:
    """Say what one thinks of an idea, or read what was said."""
    who = reader()
    asked = triage.assessors_of(idea=found)
    mine = next((each for each in asked if each.person_id == who.person_id), None)
    open_to_me = triage.assesses(found, who) and _waits(found)
    if request.method == "POST":
        allow(triage.assesses(found, who))
    form = assessment_form(mine)
    if form.sent():
        with form.trying():
            triage.assess(idea=found, by=who.person_id, judgements=form.judgements, note=form.note.data or "")
    if form.accepted:
        say("Thank you. Only those who answer new ideas read it, until it is decided what becomes of this one.")
        return see_other("ideas.show", ref=found.ref)
    told = asked if triage.reads_assessments(found, who) else [each for each in (mine,) if each and each.given_at]
    return render(
        "triage/assessment.html",
        form=form,
        idea=found,
        may=open_to_me,
        told=told,
        criteria=list(Criterion),
        manuscript=manuscript() if form.faults else None,
    )


def _waits(found: Idea) -> bool:
    return awaits_outcome(stage=found.stage, state=found.state, historical=found.historical)
