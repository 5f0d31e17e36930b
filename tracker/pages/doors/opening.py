"""How a door without an account is opened: its council is found by a secret, and what was just sent is remembered.

Unknown, ended and never made are told alike. What a browser sent last stands in its own signed cookie, so that the page
after it can show the code, and no address holds one.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import request, session

from tracker import contact, council
from tracker.clock import add_working_days, today
from tracker.contact import Contact, DoorLink, TokenKind
from tracker.council import Role
from tracker.tenancy import current_council, directory
from tracker.web import render
from tracker.web.forms import identifier
from tracker.web.signed_in import reader_or_nobody
from tracker.web.wording import speak_as

SENT, HELD = "sent", "held"
NOT_FOUND, TOO_MANY = 404, 429
WAIT = "There were too many at once. Your words are still here: send them again in five minutes."


def address() -> str:
    """Where the browser asks from."""
    return request.remote_addr or ""


def link_of(token: str, kind: TokenKind) -> DoorLink | None:
    """What a secret opens. Who is signed in is asked first: doors do not nest."""
    reader_or_nobody()
    with directory():
        return contact.find(token, kind=kind)


def is_taken(door_id: UUID) -> bool:
    """Whether a form that is sent at a door is taken now."""
    with directory():
        return contact.take_form(door_id=door_id, address=address())


def about_council() -> dict[str, Any]:
    """What every door says of its council: its name, who reads what is sent and by when they answer. In its door."""
    speak_as(council.vocabulary())
    place = council.here()
    readers = council.people(with_role=Role.LEAD)
    return {
        "place": place,
        "door_council": place.name,
        "readers": readers,
        "reading": _in_a_line([one.name for one in readers]) or "One of us",
        "due": due(),
        "doors": contact.door_settings(),
    }


def _in_a_line(names: list[str]) -> str:
    shown = names[:3]
    return " or ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


def due() -> date:
    """By when what is sent today is answered."""
    place = council.here()
    return add_working_days(today(), place.promise_days, place.nation)


def hold(opened: Contact) -> None:
    """Note that this browser has the code of a contact: it opened it."""
    opens = f"{current_council()} {opened.id}"
    if session.get(HELD) != opens:
        session[HELD] = opens


def holds(link: DoorLink) -> bool:
    """Whether this browser sent what a code opens, or opened it before."""
    return f"{link.council_id} {link.subject_id}" in (session.get(SENT), session.get(HELD))


def remember(sent: Contact) -> None:
    """Have the next page know what this browser sent just now."""
    session[SENT] = f"{current_council()} {sent.id}"


def forget() -> None:
    """Have the next page know nothing of what was sent before: somebody sent something else, maybe somebody else."""
    session.pop(SENT, None)


def remembered(*, poster_id: UUID | None = None) -> Contact | None:
    """What this browser sent last, if that was at this door of the open council: a poster's, or the residents'."""
    place, _, who = str(session.get(SENT, "")).partition(" ")
    sent = identifier(who) if place == str(current_council()) else None
    found = contact.the_contact(sent) if sent else None
    return found if found and found.poster_id == poster_id else None


def sent_page(sent: Contact, **shown: Any) -> str:
    """The page after something was sent: the code, by when there is an answer, and how to find it."""
    code = contact.token_of(TokenKind.CLAIM, sent.id)
    return render("doors/sent.html", sent=sent, code=code, **shown)


def unknown() -> Any:
    """Tell of an address that opens nothing."""
    return render("doors/unknown.html"), NOT_FOUND
