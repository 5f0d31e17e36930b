"""A lead asks one person about an idea, by the limits of a rule; what is open stands there, to be taken back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort

from tracker import clock, council, idea, nudge
from tracker.council import Can
from tracker.idea import Refused
from tracker.nudge import RuleGroup
from tracker.pages.nudges.forms import LeadAskForm, MineForm
from tracker.web import OWN, SIGNED_IN, Screens, reader, render, say, see_other
from tracker.web.forms import identifier

screens = Screens("nudge_asks", __name__)


@screens.screen("/ideas/<ref>/ask", needs=Can.NUDGE, methods=("GET", "POST"))
def show(ref: str) -> Any:
    """Ask somebody about an idea, or take back what was asked."""
    found = idea.get(ref=ref, reader=reader())
    if found.historical:
        abort(404)
    form, done = LeadAskForm(), ""
    form.offer(_people(found))
    if form.sent():
        with form.trying():
            done = _take_back(form, found) if form.back.data else _ask(form, found)
    if form.accepted:
        say(done)
        return see_other(".show", ref=ref)
    return render(
        "nudges/ask.html",
        idea=found,
        form=form,
        asks=nudge.asks_on(idea=found),
        day=clock.add_working_days(clock.today(), 1, council.here().nation),
    )


def _people(found: idea.Idea) -> list[council.Colleague]:
    """Those who may see the idea, but for who asks."""
    people = [person for person in council.people() if person.id != reader().person_id]
    seeing = idea.those_who_see(found, [person.id for person in people])
    return [person for person in people if person.id in seeing]


def _ask(form: LeadAskForm, found: idea.Idea) -> str:
    person_id = UUID(form.person.data)
    nudge.ask_person(idea=found, person_id=person_id, words=form.words.data or "", by=reader().person_id)
    name = council.names([person_id])[person_id]
    return f"{name} hears of it on the next working day, and you hear what they answer."


def _take_back(form: LeadAskForm, found: idea.Idea) -> str:
    ask_id = identifier(form.back.data)
    if ask_id not in {one.id for one in nudge.asks_on(idea=found)} or ask_id is None:
        raise Refused("This was answered or taken back already.")
    nudge.end_ask(ask_id=ask_id, by=reader().person_id)
    return "Taken back. Nobody is asked about it any more."


@screens.screen("/account/reminders", needs=SIGNED_IN, methods=("GET", "POST"), turn=OWN)
def mine() -> Any:
    """Which reminders I have by email, of what I am asked here."""
    me = council.person(reader().person_id) or abort(404)
    form = MineForm(data={"by_letter": [str(about) for about in RuleGroup if about not in me.quiet_nudges]})
    if form.sent():
        council.set_quiet_nudges(person_id=me.id, about=set(map(str, RuleGroup)) - set(form.by_letter.data or ()))
        say("Saved.")
        return see_other("account.show")
    return render("nudges/mine.html", form=form)
