"""The browser of a guest: a cookie of its own, beside that of people who work in a council, and what it opens.

Neither is ever taken for the other: a guest's word is looked for among guests alone, and a page for guests looks for
nobody else. What it opens is one collaborative's cards (docs/decisions/0054).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, Response, g, request

from config.settings import settings
from tracker import guest
from tracker.guest import GuestReader
from tracker.tenancy import directory
from tracker.web.browser import send_cookie
from tracker.web.signed_in import nobody_arrives


def _cookie() -> str:
    return settings().cookie_called("seedbed-guest")


def _token() -> str | None:
    return request.cookies.get(_cookie()) or None


def the_guest() -> GuestReader:
    """Return the guest who is signed in. Only asked on screens for guests."""
    who: GuestReader = g.guest
    return who


@contextmanager
def guest_arrived() -> Iterator[GuestReader | None]:
    """Open what the guest reads whose browser asks; None, and nothing open, where it is no guest's."""
    nobody_arrives()
    token = _token()
    if token is None:
        yield None
        return
    with guest.arrive(token) as who:
        g.guest = who
        yield who
    if who and who.is_to_be_noted:
        with directory():
            guest.note_use(token)


def let_guest_in(token: str) -> None:
    """Give the browser the cookie of a guest; the one that it had before ends."""
    _end()
    g.guest_browser = token


def let_guest_out() -> None:
    """End this browser’s sign-in as a guest, here and in the directory."""
    _end()
    g.guest_browser = ""


def _end() -> None:
    if old := _token():
        with directory():
            guest.sign_out(old)


def _send(response: Response) -> Response:
    if "guest_browser" in g:
        send_cookie(response, _cookie(), g.guest_browser)
    return response


def init(app: Flask) -> None:
    """Have every answer carry the cookie of a guest that is to be kept."""
    app.after_request(_send)
