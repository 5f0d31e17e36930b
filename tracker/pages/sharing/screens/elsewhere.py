"""Whether another council has something close, blinded: taking part, looking, asking to see it, and answering."""

from __future__ import annotations

from typing import Any

from flask import abort, request

from tracker import collaborative, idea
from tracker.collaborative import AskAnswer
from tracker.council import Can
from tracker.idea import Refused
from tracker.web import COUNCIL, Screens, allow, reader, render, say, see_other, warn
from tracker.web.forms import Form

screens = Screens("elsewhere", __name__)
BOTH = ("GET", "POST")
DONE = {
    "look": "The other councils are being looked at. The answer stands here within some minutes.",
    "see": "Whoever has something close is asked. Their answer stands here, and comes to you by letter.",
}


@screens.screen("/collaboratives/<code>/blinded", needs=Can.PUBLISH, methods=("POST",), turn=COUNCIL)
def consent(code: str) -> Any:
    """Take part in blinded looks of a collaborative, or no more."""
    found = collaborative.get(code)
    if (given := request.form.get("given")) not in {"yes", "no"}:
        abort(400)
    form = Form(formdata=None)
    with form.trying():
        collaborative.consent(collaborative=found, given=given == "yes", by=reader().person_id)
    name = found.called
    yes, no = f"Your council takes part in blinded looks in {name}.", f"Your council takes part no more in {name}."
    form.report(yes if given == "yes" else no)
    return see_other("collaboratives.show", code=code)


@screens.screen("/ideas/<ref>/elsewhere", needs=Can.PUBLISH, methods=BOTH)
def show(ref: str) -> Any:
    """Whether a council of a collaborative has something close to an idea; asking to see it."""
    found = idea.get(ref=ref, reader=reader())
    if request.method == "POST":
        allow(not found.historical)
        _ask(found, request.form.get("act", ""), request.form.get("code", ""))
        return see_other("elsewhere.show", ref=ref)
    return render("sharing/elsewhere.html", idea=found, looks=collaborative.looks_of(found))


def _ask(found: idea.Idea, act: str, code: str) -> None:
    if act not in DONE:
        abort(400)
    to, form, by = collaborative.get(code), Form(formdata=None), reader().person_id
    with form.trying():
        if act == "look":
            collaborative.look_elsewhere(idea=found, collaborative=to, by=by)
        elif look := collaborative.look_of(found, to.id):
            collaborative.ask_to_see(look=look, by=by)
        else:
            raise Refused("Nobody has looked yet: look first.")
    if form.accepted:
        say(DONE[act])
    else:
        warn(form.form_errors_text())  # nothing was written: a long code of a collaborative is no words of anybody's


@screens.screen("/collaboratives/asks/<int:number>", needs=Can.PUBLISH, methods=BOTH, turn=COUNCIL)
def answer(number: int) -> Any:
    """Say whether a council that asks sees an idea of ours: until then neither knows the other."""
    found, ref, *_ = collaborative.ask_of(number)
    ours = idea.get(ref=ref, reader=reader())
    if request.method == "POST":
        if (said := request.form.get("answer")) not in set(AskAnswer):
            abort(400)
        form = Form(formdata=None)
        with form.trying():
            collaborative.answer_ask(found=found, idea=ours, answer=AskAnswer(said), by=reader().person_id)
        form.report("They are told." if said == AskAnswer.AGREED else "Declined. Neither council knows the other.")
        return see_other("elsewhere.answer", number=number)
    return render("sharing/ask.html", ask=found, idea=ours)
