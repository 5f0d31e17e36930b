"""The plan of an idea: phases, with methods of the library picked for them; and the lessons that it used."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import request

from tracker import idea, lesson, method
from tracker.council import Can
from tracker.idea import Idea
from tracker.pages.library.forms import PlanStepForm
from tracker.web import Screens, reader, render, say, see_other

screens = Screens("plans", __name__)
BOTH = ("GET", "POST")


def _planned(found: Idea) -> None:
    """Raises NotFoundError of a draft, and of a case that a report tells: nobody plans these."""
    if found.historical or idea.is_draft(found):
        raise idea.NotFoundError(found.ref)


@screens.screen("/ideas/<ref>/plan", needs=Can.SEE_IDEAS)
def show(ref: str) -> Any:
    """How an idea is worked on: its phases, the methods picked, what was skipped and why, and the lessons it used."""
    found = idea.get(ref=ref, reader=reader())
    _planned(found)
    return render(
        "library/plan.html",
        idea=found,
        plan=method.plan_of(idea=found),
        used=lesson.lessons_used(idea=found),
        company=idea.company_of(idea=found, reader=reader()),
        keeps=idea.keeps(found, reader()),
    )


@screens.screen("/ideas/<ref>/plan/new", needs=Can.KEEP_CURRENT, of=idea.keeps, methods=BOTH)
def new(found: Idea) -> Any:
    """Put a phase, or a method for one, into the plan."""
    _planned(found)
    form = PlanStepForm.of(None, chosen=request.args.get("method", ""))
    if form.sent():
        with form.trying():
            form.save(found, by=reader().person_id)
    if form.accepted:
        say("It stands in the plan.")
        return see_other("plans.show", ref=found.ref)
    return render("library/step.html", form=form, idea=found, step=None, plan=method.plan_of(idea=found))


@screens.screen("/ideas/<ref>/plan/<uuid:step_id>", needs=Can.KEEP_CURRENT, of=idea.keeps, methods=BOTH)
def change(found: Idea, step_id: UUID) -> Any:
    """Say a step of the plan anew: how it stands, that it is skipped, or that it should not stand there."""
    _planned(found)
    plan = method.plan_of(idea=found)
    step = plan.step(step_id)
    if step is None:
        raise idea.NotFoundError(found.ref)
    form = PlanStepForm.of(step)
    if form.sent():
        with form.trying():
            form.save(found, by=reader().person_id, step_id=step_id)
    if form.accepted:
        say("Kept. What was said before can still be read in the plan.")
        return see_other("plans.show", ref=found.ref)
    return render("library/step.html", form=form, idea=found, step=step, plan=plan)


@screens.screen(
    "/ideas/<ref>/plan/lessons/<uuid:lesson_id>/back", needs=Can.KEEP_CURRENT, of=idea.keeps, methods=("POST",)
)
def take_back(found: Idea, lesson_id: UUID) -> Any:
    """Take back that an idea used a lesson."""
    lesson.take_back_use(idea=found, lesson_id=lesson_id, by=reader().person_id)
    say("Taken back. It counts no more.")
    return see_other("plans.show", ref=found.ref)
