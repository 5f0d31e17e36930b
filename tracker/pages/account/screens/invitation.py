"""What an invited person answers: whether they will work in a council. Nothing of it is seen before they accept."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort, request, url_for

from tracker import council
from tracker.pages.account.forms import FirstPasswordForm
from tracker.tenancy import directory
from tracker.web import ANYONE, Screens, render, say, see_other
from tracker.web.forms import Form
from tracker.web.signed_in import let_in, let_out, reader_or_nobody
from tracker.web.wording import speak_as
from tracker.wording import Vocabulary

screens = Screens("invitation", __name__)
GONE = 404


@screens.screen("/invite/<token>", needs=ANYONE, methods=("GET", "POST"))
def show(token: str) -> Any:
    """Say who invites to what, and accept: signed in to one's account, or by choosing a first password."""
    with directory():
        offer = council.open_invitation(token)
    if offer is None:
        return _gone()
    speak_as(Vocabulary(offer.own_words))
    me, form = reader_or_nobody(), Form() if offer.account_id else FirstPasswordForm()
    is_theirs = me is not None and me.person_id == offer.account_id
    if request.method == "POST" and offer.account_id and not is_theirs:
        return see_other("sign_in.sign_in", next=url_for("invitation.show", token=token))
    if form.sent():
        person_id = offer.account_id or _choose_password(form, token)
        if person_id:
            return _come_in(token, person_id)
    return render("account/invitation.html", form=form, offer=offer, token=token, me=me, is_theirs=is_theirs)


def _choose_password(form: Form, token: str) -> UUID | None:
    with directory():
        try:
            return council.choose_first_password(token, password=form.password.data or "")
        except ValueError as why:
            form.refuse(str(why), field="password")
    return None


def _come_in(token: str, person_id: UUID) -> Any:
    accepted = council.accept(token, person_id=person_id)
    if accepted is None:
        return _gone()
    if accepted.was_here:
        let_out()
        say(f"You are back in {accepted.council}. Sign in to work there.")
        return see_other("sign_in.sign_in")
    with directory():
        browser = council.start(person_id=person_id, council_id=accepted.council_id)
    let_in(browser)
    say(f"You are in {accepted.council} now, and signed in.")
    return see_other("home.home")


@screens.screen("/invite/<token>/no", needs=ANYONE, methods=("POST",))
def decline(token: str) -> Any:
    """Decline: the council is told, and the link is good for nothing from now on."""
    with directory():
        declined = council.decline(token)
    if not declined:
        abort(GONE)
    say("You declined. The council reads it beside your name.")
    return see_other("sign_in.sign_in")


def _gone() -> Any:
    if request.method == "POST":
        abort(GONE)
    return render("account/invitation_gone.html"), GONE
