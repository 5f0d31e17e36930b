"""A lead answers for the council whether it founds and convenes what an operator proposes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort, request

from tracker import collaborative
from tracker.collaborative import AskAnswer
from tracker.council import Can
from tracker.web import OWN, Screens, reader, render, say, see_other
from tracker.web.forms import Form

screens = Screens("proposed", __name__)


@screens.screen("/collaboratives/proposed/<uuid:proposal_id>", needs=Can.CONVENE, methods=("GET", "POST"), turn=OWN)
def show(proposal_id: UUID) -> Any:
    """What is proposed, and the answer to it."""
    proposal, form, made = collaborative.proposal_to_us(proposal_id), Form(), None
    if form.sent():
        if (said := request.form.get("answer")) not in set(AskAnswer):
            abort(400)
        with form.trying():
            made = collaborative.answer_proposal(proposal=proposal, answer=AskAnswer(said), by=reader().person_id)
    if made:
        say("It is founded, and your council convenes it. Ask the councils in that should be in it.")
        return see_other("founding.ask", code=made.code)
    if form.accepted:
        say("They are told that your council does not take it on.")
        return see_other("collaboratives.listing")
    return render("sharing/founding/proposed.html", form=form, proposal=proposal)
