"""What an adapter learnt goes back to the origin, which answers it."""

from __future__ import annotations

from typing import Any

from flask import abort

from tracker import collaborative
from tracker.council import Can
from tracker.idea import Idea
from tracker.pages.sharing.feedback_form import THANKS, AcknowledgeForm, FeedbackForm
from tracker.tenancy import together
from tracker.web import Screens, reader, render, say, see_other

screens = Screens("feedback", __name__)
BOTH = ("GET", "POST")


@screens.screen("/ideas/<ref>/feedback", needs=Can.KEEP_CURRENT, of=collaborative.reports_adaptation, methods=BOTH)
def give(found: Idea) -> Any:
    """Tell the origin of an adaptation what was learnt here."""
    step = collaborative.origin_of(found) or abort(404)
    form = FeedbackForm()
    if form.sent():
        with form.trying():
            collaborative.give_feedback(idea=found, words=form.words.data or "", by=reader().person_id)
    if form.accepted:
        say(f"{step.origin} is told what you learnt. Its answer comes to you by letter.")
        return see_other("publications.lineage", ref=found.ref)
    asked = collaborative.exchange_queries(found)
    told = collaborative.exchanges(asked, together(asked)).get(step.adaptation.id)
    return render("sharing/feedback.html", idea=found, step=step, form=form, told=told.feedback if told else ())


@screens.screen(
    "/ideas/<ref>/feedback/<int:number>", needs=Can.KEEP_CURRENT, of=collaborative.acknowledges_feedback, methods=BOTH
)
def acknowledge(found: Idea, number: int) -> Any:
    """Answer what an adapter of an idea of ours learnt."""
    given = collaborative.feedback_on(found, number)
    form = AcknowledgeForm(data={"words": THANKS})
    if form.sent():
        with form.trying():
            words = form.words.data or ""
            collaborative.acknowledge(idea=found, given=given, words=words, by=reader().person_id)
    if form.accepted:
        say(f"{given.council} is told what you answer.")
        return see_other("publications.lineage", ref=found.ref)
    return render("sharing/acknowledge.html", idea=found, given=given, form=form)
