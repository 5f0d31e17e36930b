"""The record of a decision: what was decided, by whom, why, on what. It can be printed, and never changes."""

from __future__ import annotations

from typing import Any

from flask import abort, request, url_for

from tracker import gate, idea
from tracker.council import Can
from tracker.pages.gates.forms import ReopenForm
from tracker.web import OvertakenError, Screens, reader, render, say, see_other
from tracker.web.decided import answers_of, decision_heading, policy_name

screens = Screens("decisions", __name__)


@screens.screen("/ideas/<ref>/decisions/<int:number>", needs=Can.SEE_IDEAS)
def show(ref: str, number: int) -> Any:
    """One decision, with what was known that day and what came of it since."""
    found = idea.get(ref=ref, reader=reader())
    all_made = gate.DECISIONS.on(found).answer()
    made = next((one for one in all_made if one.number == number), None) or abort(404)
    return render(
        "gates/decision.html",
        idea=found,
        made=made,
        heading=decision_heading(made.word, gate=made.gate, to_stage=made.to_stage),
        policy=policy_name(made.policy_version, made.snapshot.get("policy_edition", 0)),
        meets={condition.id for condition in made.conditions if gate.meets(condition, reader())},
        reversed_by=next((one for one in all_made if one.number == made.reversed_by), None),
        reverses=[one for one in reversed(all_made) if one.number in made.reverses],
        answers=answers_of(made.snapshot),
    )


@screens.screen("/ideas/<ref>/reopen", needs=Can.DECIDE, methods=("GET", "POST"))
def reopen(ref: str) -> Any:
    """Take a closed idea up again, with a reason; the record shows it as a decision of its own."""
    found, form = idea.get(ref=ref, reader=reader()), ReopenForm()
    if not gate.reopens(found, reader()):
        if request.method == "POST":
            raise OvertakenError(f"{ref} is not closed any more.", see=url_for("ideas.show", ref=ref))
        return see_other("ideas.show", ref=ref)
    if form.sent():
        with form.trying():
            gate.reopen(idea=found, because=form.because.data or "", by=reader().person_id)
    if form.accepted:
        say(f"{ref} is taken up again. Its people are told by email.")
        return see_other("ideas.show", ref=ref)
    return render("gates/reopen.html", form=form, idea=found)
