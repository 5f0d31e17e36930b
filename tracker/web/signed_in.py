"""Who is signed in: Flask-Login over our own table of signed-in browsers."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, Request, g, session
from flask_login import LoginManager, UserMixin, current_user

from tracker import council
from tracker.tenancy import directory, in_a_line, is_away
from tracker.web import browser

log = logging.getLogger(__name__)


class BrowserSession(UserMixin):  # type: ignore[misc]  # Flask-Login ships no types
    """What Flask-Login keeps of a browser: its token; who that is stands in the directory."""

    def __init__(self, token: str, who: council.SignedInReader) -> None:
        self.token = token
        self.reader = who

    def get_id(self) -> str:
        """The token, which the cookie carries."""
        return self.token


def reader() -> council.SignedInReader:
    """Return the person who is signed in. Only asked on screens that need one."""
    who: council.SignedInReader = current_user.reader
    return who


def reader_or_nobody() -> council.SignedInReader | None:
    """Return the person who is signed in, or None."""
    return getattr(current_user._get_current_object(), "reader", None)  # noqa: SLF001 - once, not for each attribute


def expected() -> council.SignedInReader | None:
    """Return the person who is signed in, or None; where the database could not say who that is, raise its error."""
    who = reader_or_nobody()
    if who is None and (why := g.get("unknown_because")):
        raise why
    return who


def nobody_arrives() -> None:
    """Have this page look no more for who is signed in: the database is away, and was asked once."""
    g.setdefault("arrived", None)


@contextmanager
def arrived() -> Iterator[None]:
    """Open the rows of the council that whoever is signed in chose; of nobody where nobody is."""
    token = browser.token()
    if token is None:
        yield
        return
    with council.arrive(token, seconds=g.get("may_take", 0)) as who:
        g.arrived = BrowserSession(token, who) if who else None
        yield
    if who and who.is_to_be_noted:
        _note_use(token)


def _note_use(token: str) -> None:
    """Note that a browser was used. What its page did is kept by then, whatever becomes of this."""
    try:
        with directory():
            council.note_use(token)
    except Exception as why:
        if not is_away(why):
            raise


def _load(_request: Request) -> BrowserSession | None:
    """Who arrived; on a page that opens doors of its own, whoever a look finds; nobody where the database is away."""
    if "arrived" not in g:
        g.arrived = None
        try:
            with arrived():
                pass
        except Exception as why:
            if not is_away(why):
                raise
            log.warning("the database did not answer who is signed in: %s", in_a_line(why))
            g.unknown_because = why
    found: BrowserSession | None = g.arrived
    return found


def let_in(token: str) -> None:
    """Give the browser a new cookie for a token; nothing of the old one is kept, and its own token ends."""
    _say_nothing_more()
    with directory():
        if old := browser.token():
            council.sign_out(old)
        council.name_browser(token, called=browser.called())
    browser.keep(token)


def let_out() -> None:
    """End this browser's sign-in, here and in the directory."""
    if token := browser.token():
        with directory():
            council.sign_out(token)
    _say_nothing_more()
    browser.forget()


def _say_nothing_more() -> None:
    """Take back what the next page was to say: it was meant for whoever was here before."""
    if session:
        session.clear()


def init(app: Flask) -> None:
    """Set Flask-Login up: no session of its own, for the token is opaque, stored as a digest and can be ended."""
    manager = LoginManager(app)
    manager.session_protection = None
    manager.request_loader(_load)
