"""An idea that came through a door, as those who read it see it: who said it, what is taken away, what is told."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort

from tracker import contact, idea, voice
from tracker.contact import TokenKind
from tracker.council import Can
from tracker.idea import Idea
from tracker.pages.doors.forms import ConfirmForm, RedactForm, TellingForm
from tracker.tenancy import together
from tracker.web import Screens, reader, render, say, see_other

screens = Screens("voices", __name__)
ACTS = ("GET", "POST")


@screens.screen("/ideas/<ref>/outside", needs=Can.TRIAGE, of=idea.keeps, methods=ACTS)
def show(found: Idea) -> Any:
    """Who said it without an account, and what anybody is told of it; a form tells something more."""
    form, source = TellingForm(), contact.contact_of(found.id)
    if form.sent():
        with form.trying():
            voice.tell_outside(idea=found, draft=form.draft, by=reader().person_id)
    if form.accepted:
        say("Told. Anybody can read it under “We asked, you said, we did”.")
        return see_other(".show", ref=found.ref)
    answers, tellings = contact.answers_query(source), contact.tellings_query(found.id)
    told = together((answers, tellings))
    return render(
        "doors/outside.html",
        form=form,
        idea=found,
        contact=source,
        has_code=bool(source and contact.token_of(TokenKind.CLAIM, source.id)),
        called=contact.called(source),
        answers=told.of(answers),
        tellings=told.of(tellings),
        council_code=reader().council_code,
    )


@screens.screen("/ideas/<ref>/outside/end", needs=Can.TRIAGE, of=idea.keeps, methods=ACTS)
def end(found: Idea) -> Any:
    """Let go of who said it: name, address and code. A page asks before."""
    source, form = contact.contact_of(found.id) or abort(404), ConfirmForm()
    if not form.sent():
        return render("doors/end_contact.html", idea=found, called=contact.called(source))
    contact.end_contact(source, by=reader().person_id)
    say("Their name, address and code are gone. They hear no more of it.")
    return see_other(".show", ref=found.ref)


@screens.screen("/ideas/<ref>/redact", needs=Can.TRIAGE, of=idea.keeps, methods=ACTS)
def redact(found: Idea) -> Any:
    """Take words away that should not stand there."""
    form = RedactForm(data={"title": found.title, "problem": found.problem, "proposal": found.proposal})
    if form.sent():
        with form.trying():
            texts = {name: form[name].data or "" for name in ("title", "problem", "proposal")}
            voice.take_words_away(idea=found, by=reader().person_id, **texts)
    if form.accepted:
        say("The words are gone, from the history too.")
        return see_other("ideas.show", ref=found.ref)
    return render("doors/redact.html", form=form, idea=found)


@screens.screen("/ideas/<ref>/outside/<uuid:telling_id>/end", needs=Can.TRIAGE, of=idea.keeps, methods=("POST",))
def withdraw(found: Idea, telling_id: UUID) -> Any:
    """Tell something no longer."""
    form = ConfirmForm()
    with form.trying():
        voice.withdraw_telling(idea=found, telling_id=telling_id, by=reader().person_id)
    form.report("It is told no longer.")
    return see_other(".show", ref=found.ref)
