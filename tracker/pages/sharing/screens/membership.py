"""Who takes part in a collaborative: its members, what a council is asked, leaving it, and the report at its end."""

from __future__ import annotations

from typing import Any

from flask import abort, request

from tracker import collaborative
from tracker.collaborative import AskAnswer, SeatKind
from tracker.council import Can
from tracker.pages.sharing.founding_forms import LeaveForm
from tracker.pages.sharing.standing import standing
from tracker.tenancy import together
from tracker.web import OWN, Screens, reader, render, say, see_other
from tracker.web.forms import Form

screens = Screens("membership", __name__)
BOTH = ("GET", "POST")


@screens.screen("/collaboratives/<code>/members", needs=Can.SEE_CARDS)
def members(code: str) -> Any:
    """Who takes part, who is asked, and what one can do about it."""
    found = collaborative.get(code)
    asked, brokers = collaborative.waiting_query(found), collaborative.brokers_query(found)
    closed = collaborative.closed_query(found)
    answers = together((asked, brokers, closed))
    return render(
        "sharing/founding/members.html",
        collaborative=found,
        members=collaborative.members_of(found),
        asked=answers.of(asked),
        brokers=answers.of(brokers),
        here=reader().council_id,
        **standing(found, answers.of(closed)),
    )


@screens.screen("/collaboratives/<code>/invitation", needs=Can.CONVENE, methods=BOTH, turn=OWN)
def invitation(code: str) -> Any:
    """Answer for the council whether it joins a collaborative, or convenes it."""
    asked = collaborative.invitation_to(code)
    form, to_be = Form(), asked.invitation.to_be
    if form.sent():
        if (said := request.form.get("answer")) not in set(AskAnswer):
            abort(400)
        with form.trying():
            collaborative.answer_invitation(asked=asked, answer=AskAnswer(said), by=reader().person_id)
        if form.accepted and said == AskAnswer.AGREED:
            joined = "Your council is a member. Its people see the cards, and its owners can take them in."
            say(joined if to_be is SeatKind.MEMBER else "Your council convenes it from now on.")
            return see_other("collaboratives.show", code=code)
    if form.accepted:
        say("They are told that your council does not take it on.")
        return see_other("collaboratives.listing")
    listed = collaborative.members_of(asked.collaborative)
    return render("sharing/founding/invitation.html", form=form, asked=asked, members=listed)


@screens.screen("/collaboratives/<code>/leave", needs=Can.CONVENE, methods=BOTH, turn=OWN)
def leave(code: str) -> Any:
    """Leave a collaborative, and take the council's cards along."""
    found, form = collaborative.get(code), LeaveForm()
    if form.sent():
        with form.trying():
            collaborative.leave(collaborative=found, by=reader().person_id, because=form.because.data or "")
    if form.accepted:
        say(f"Your council has left {found.called}. Its cards are taken back, and the other members are told.")
        return see_other("collaboratives.listing")
    ours, closed = collaborative.standing_in(found.id), collaborative.closed_query(found).answer()
    return render("sharing/founding/leave.html", form=form, collaborative=found, ours=ours, **standing(found, closed))


@screens.screen("/collaboratives/<code>/report", needs=Can.SEE_CARDS)
def report(code: str) -> Any:
    """The report with which a collaborative was closed, and what still stands in it."""
    found = collaborative.get(code)
    if (closing := collaborative.closing_of(found)) is None:
        abort(404)
    cards, listed = collaborative.cards(found), collaborative.members_of(found)
    return render("sharing/founding/report.html", collaborative=found, closing=closing, cards=cards, members=listed)
