"""Who reads a collaborative as a guest; its convenor asks them in, and ends it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tracker import collaborative, guest
from tracker.collaborative import Collaborative
from tracker.council import Can
from tracker.pages.sharing.guest_forms import GuestForm
from tracker.web import OWN, Screens, allow, reader, render, say, see_other
from tracker.web.forms import Form

screens = Screens("guests", __name__)


@screens.screen("/collaboratives/<code>/guests", needs=Can.SEE_CARDS)
def listing(code: str) -> Any:
    """Who of another body reads along, and who was asked to."""
    found = collaborative.get(code)
    given = {"guests": guest.guests_of(found), "convenes": collaborative.convenes(found)}
    return render("guests/listing.html", collaborative=found, **given)


def _convened(code: str) -> Collaborative:
    found = collaborative.get(code)
    allow(collaborative.convenes(found))
    return found


@screens.screen("/collaboratives/<code>/guests/new", needs=Can.CONVENE, methods=("GET", "POST"), turn=OWN)
def new(code: str) -> Any:
    """Ask somebody of another body to read along."""
    found, form = _convened(code), GuestForm()
    if form.sent():
        with form.trying():
            said = {"name": form.name.data or "", "body": form.body.data or "", "email": form.email.data or ""}
            guest.invite(collaborative=found, by=reader().person_id, **said)
    if form.accepted:
        say(f"{form.name.data} is asked: a letter with a link is on its way. They read nothing until they accept.")
        return see_other(".listing", code=code)
    return render("guests/new.html", form=form, collaborative=found)


@screens.screen("/collaboratives/<code>/guests/<uuid:guest_id>/end", needs=Can.CONVENE, methods=("POST",), turn=OWN)
def end(code: str, guest_id: UUID) -> Any:
    """End that somebody reads along, or was asked to."""
    found, form = _convened(code), Form(formdata=None)
    with form.trying():
        guest.end(collaborative=found, guest_id=guest_id, by=reader().person_id)
    form.report("It is ended: they read nothing of this collaborative from the next page on.")
    return see_other(".listing", code=code)
