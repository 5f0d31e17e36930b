"""Stopping letters of one kind from the letter itself: opening the link changes nothing, one press stops them."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, request

from tracker import council
from tracker.post import stop_link
from tracker.tenancy import as_council
from tracker.web import ANYONE, Screens, render, say, see_other
from tracker.web.signed_in import reader_or_nobody
from tracker.web.wording import speak_as

screens = Screens("stopping", __name__)
NOT_FOUND = 404
ONE_CLICK = "One-Click"  # what a mail program sends by itself when its reader presses "unsubscribe" (RFC 8058)


@screens.screen("/stop/<token>", needs=ANYONE, methods=("GET", "POST"), bears_its_right=True)
def show(token: str) -> Any:
    """Whether letters of a kind come; stopping them, and having them again, without signing in."""
    reader_or_nobody()
    link = stop_link(token)
    if link is None:
        return render("account/stop_unknown.html"), NOT_FOUND
    with as_council(link.council_id):
        person = council.person(link.person_id)
        if person is None or person.left:
            return render("account/stop_unknown.html"), NOT_FOUND
        speak_as(council.vocabulary())
        if request.method == "GET":
            stopped = link.kind in person.stopped
            return render("account/stop.html", kind=link.kind, stopped=stopped, council_name=council.here().name)
        one_click = request.form.get("List-Unsubscribe") == ONE_CLICK
        act = "stop" if one_click else request.form.get("act")
        if act not in {"stop", "have"}:
            abort(400)
        council.stop_mail(person_id=person.id, kind=link.kind, stopped=act == "stop")
    if one_click:
        return Response("Stopped.\n", mimetype="text/plain")
    say("Stopped." if act == "stop" else "They come again.")
    return see_other(".show", token=token)
