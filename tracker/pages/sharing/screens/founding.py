"""A collaborative is founded, and its convenor changes what is said of it, asks councils, hands on and closes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tracker import collaborative
from tracker.collaborative import Collaborative
from tracker.council import Can
from tracker.pages.sharing.founding_forms import CloseForm, CouncilsForm, FoundForm, HandOnForm, TermsForm
from tracker.web import COUNCIL, OWN, Screens, allow, reader, render, say, see_other
from tracker.web.forms import Form

screens = Screens("founding", __name__)
BOTH = ("GET", "POST")


@screens.screen("/collaboratives/new", needs=Can.CONVENE, methods=BOTH, turn=COUNCIL)
def new() -> Any:
    """Found a collaborative: what for, with whom, until when."""
    form = FoundForm.asking(collaborative.councils_to_ask())
    if form.sent():
        with form.trying():
            made = collaborative.found_here(
                **form.terms, council_ids=form.chosen, words=form.words.data or "", by=_me()
            )
    if form.accepted:
        say("It is founded. Who was asked is told by letter, and answers on a page of its own.")
        return see_other("membership.members", code=made.code)
    return render("sharing/founding/new.html", form=form)


def _me() -> UUID:
    return reader().person_id


def _convened(code: str) -> Collaborative:
    found = collaborative.get(code)
    allow(collaborative.convenes(found))
    return found


@screens.screen("/collaboratives/<code>/terms", needs=Can.CONVENE, methods=BOTH, turn=OWN)
def terms(code: str) -> Any:
    """What a collaborative is called, what it is for and until when."""
    found = _convened(code)
    form = TermsForm.about(found)
    if form.sent():
        with form.trying():
            collaborative.change_terms(collaborative=found, **form.terms, by=_me())
    if form.accepted:
        say("It says so from now on, to every member.")
        return see_other("collaboratives.show", code=code)
    return render("sharing/founding/terms.html", form=form, collaborative=found)


@screens.screen("/collaboratives/<code>/ask", needs=Can.CONVENE, methods=BOTH, turn=OWN)
def ask(code: str) -> Any:
    """Ask more councils to join."""
    found = _convened(code)
    form = CouncilsForm.asking(collaborative.councils_to_ask(found))
    if form.sent():
        with form.trying():
            words = form.words.data or ""
            collaborative.invite(collaborative=found, council_ids=form.chosen, words=words, by=_me())
    if form.accepted:
        say("They are told by letter. Until they answer they see no card.")
        return see_other("membership.members", code=code)
    return render("sharing/founding/ask.html", form=form, collaborative=found)


@screens.screen(
    "/collaboratives/<code>/asked/<uuid:invitation_id>/back", needs=Can.CONVENE, methods=("POST",), turn=OWN
)
def back(code: str, invitation_id: UUID) -> Any:
    """Take back what a council was asked."""
    found, form = _convened(code), Form(formdata=None)
    with form.trying():
        collaborative.take_back(collaborative=found, invitation_id=invitation_id, by=_me())
    form.report("It is taken back: they see nothing of this collaborative from the next page on.")
    return see_other("membership.members", code=code)


@screens.screen("/collaboratives/<code>/convenor", needs=Can.CONVENE, methods=BOTH, turn=OWN)
def convenor(code: str) -> Any:
    """Ask a member to convene from now on."""
    found = _convened(code)
    form = HandOnForm.asking(collaborative.members_to_convene(found))
    if form.sent():
        with form.trying():
            words = form.words.data or ""
            collaborative.hand_on(collaborative=found, council_id=form.chosen, words=words, by=_me())
    if form.accepted:
        say("They are told by letter. Your council convenes until they agree.")
        return see_other("membership.members", code=code)
    return render("sharing/founding/convenor.html", form=form, collaborative=found)


@screens.screen("/collaboratives/<code>/close", needs=Can.CONVENE, methods=BOTH, turn=OWN)
def close(code: str) -> Any:
    """Close a collaborative with a report."""
    found, form = _convened(code), CloseForm()
    if form.sent():
        with form.trying():
            collaborative.close(collaborative=found, **form.told, by=_me())
    if form.accepted:
        say("It is closed, and every member is told. This is its report.")
        return see_other("membership.report", code=code)
    return render("sharing/founding/close.html", form=form, collaborative=found)
