"""An idea's money and hours: how long they last, on one line of time, and every line of them."""

from __future__ import annotations

from typing import Any

from flask import request

from tracker import amendment, hours, idea, value
from tracker.amendment import RecordKind
from tracker.council import Can
from tracker.idea import Idea, State
from tracker.pages.upkeep.forms.gains import HoursForm
from tracker.pages.upkeep.words.money import (
    certainty_of,
    hours_line,
    money_page,
    runway_sentence,
)
from tracker.web import Screens, reader, render, say, see_other
from tracker.web.recorded import withdrawn_lines

screens = Screens("money", __name__)
WORKED_ON = {State.ACTIVE, State.PARKED}


@screens.screen("/ideas/<ref>/money", needs=Can.SEE_IDEAS)
def show(ref: str) -> Any:
    """Funding and runway with a line of time, and the hours that were granted beside them."""
    found = idea.get(ref=ref, reader=reader())
    worth, grants = value.worth_of(idea=found), hours.hours_on(idea=found)
    spans = [(one.hours_a_week, one.since, one.until) for one in grants]
    return render(
        "upkeep/money/show.html",
        idea=found,
        worth=worth,
        grants=grants,
        sentence=runway_sentence(worth, needs_no_money=found.needs_no_money),
        certainty_of=certainty_of,
        in_hours=hours.in_hours,
        money=money_page(worth, request.args.get("after")),
        hours_line=hours_line(grants, worth.today),
        hours_now=hours.granted_now(spans, day=worth.today),
        gone=withdrawn_lines(ref, amendment.withdrawn_on(found), RecordKind.FUNDING, RecordKind.HOURS),
        may=idea.keeps(found, reader()),
        open=found.state in WORKED_ON,
    )


@screens.screen("/ideas/<ref>/money/hours", needs=Can.KEEP_CURRENT, of=idea.keeps, methods=("GET", "POST"))
def grant(found: Idea) -> Any:
    """Record hours that somebody was given away from their day job."""
    if found.state not in WORKED_ON:
        raise idea.NotFoundError(found.ref)
    form = HoursForm()
    if form.sent():
        with form.trying():
            form.save(found, by=reader().person_id)
    if form.accepted:
        say("Kept: the hours stand beside the money.")
        return see_other("money.show", ref=found.ref, anchor="hours")
    return render("upkeep/money/hours.html", form=form, idea=found)
