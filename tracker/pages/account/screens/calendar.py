"""A person's calendar: its private address, made and ended here, and what a calendar program reads there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Response, abort, request, url_for

from config.settings import settings
from tracker import clock, council, inbox
from tracker.inbox import DueEntry
from tracker.tenancy import as_council, directory
from tracker.web import ANYONE, SIGNED_IN, Screens, reader, render, say, see_other
from tracker.web.signed_in import reader_or_nobody
from tracker.wording import Vocabulary, capital

screens = Screens("calendar", __name__)


@screens.screen("/account/calendar", needs=SIGNED_IN, methods=("GET", "POST"), door=False)
def mine() -> Any:
    """The address of my calendar: made, made anew, ended."""
    who = reader().person_id
    with directory():
        if request.method == "POST":
            match request.form.get("act"):
                case "make":
                    inbox.make_calendar(who)
                case "end":
                    inbox.end_calendar(who)
                case _:
                    abort(400)
        secret = inbox.calendar_secret(who)
    if request.method == "POST":
        say("The address is made." if secret else "The address is ended: nobody reads your calendar there any more.")
        return see_other(".mine")
    address = f"{settings().base_url}{url_for('.feed', token=secret)}" if secret else None
    return render("account/calendar.html", address=address)


@screens.screen("/calendar/<token>.ics", needs=ANYONE)
def feed(token: str) -> Any:
    """What is due of whoever has this address, in all their councils, as iCalendar (RFC 5545)."""
    reader_or_nobody()
    with directory():
        person_id = inbox.whose_calendar(token) or abort(404)
        places = council.places_of(person_id)
    found = [(place.name, *_due_in(place.id, person_id)) for place in places]
    headers = {"Cache-Control": "no-store", "Content-Disposition": 'inline; filename="seedbed.ics"'}
    return Response(_calendar(found), mimetype="text/calendar", headers=headers)


def _due_in(council_id: UUID, person_id: UUID) -> tuple[list[DueEntry], Vocabulary]:
    with as_council(council_id):
        return inbox.due_of(reader=council.reader(person_id)), council.vocabulary()


def _calendar(found: list[tuple[str, list[DueEntry], Vocabulary]]) -> bytes:
    from icalendar import Calendar  # noqa: PLC0415 - loaded where somebody has a calendar

    made = Calendar()
    made.add("prodid", "-//Seedbed//What is due//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", "Seedbed: what is due of me")
    made.add("x-published-ttl", "PT6H")
    for place, due, words in found:
        for entry in due:
            made.add_component(_event(entry, place, words))
    return bytes(made.to_ical())


def _event(entry: DueEntry, place: str, words: Vocabulary) -> Any:
    from icalendar import Event  # noqa: PLC0415 - as above

    made, where = Event(), _where(entry)
    about = ": ".join(filter(None, (capital(words.called(entry.kind, "due")), entry.title or entry.ref)))
    made.add("uid", f"{entry.kind}-{entry.id}@{settings().mail_domain}")
    made.add("dtstamp", clock.now())
    made.add("dtstart", entry.day)
    made.add("dtend", entry.day + timedelta(days=1))
    made.add("summary", about)
    made.add("description", "\n\n".join(filter(None, (entry.words, f"{place}. {where}"))))
    made.add("url", where)
    made.add("transp", "TRANSPARENT")
    return made


def _where(entry: DueEntry) -> str:
    path = f"/ideas/{entry.ref}" if entry.ref else "/inbox"
    return f"{settings().base_url}{path}"
