"""Who is signed in: Flask-Login over our own table of signed-in browsers."""

from __future__ import annotations

from flask import Flask, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from tracker import council
from tracker.tenancy import directory, directory_at_once

KEY = "token"


class BrowserSession(UserMixin):  # type: ignore[misc]  # Flask-Login ships no types
    """What Flask-Login keeps of a browser: its token; who that is stands in the directory."""

    def __init__(self, token: str, who: council.SignedInReader) -> None:
        self.token = token
        self.reader = who

    def get_id(self) -> str:
        """The token, which the signed cookie carries."""
        return self.token


def reader() -> council.SignedInReader:
    """Return the person who is signed in. Only asked on screens that need one."""
    who: council.SignedInReader = current_user.reader
    return who


def reader_or_nobody() -> council.SignedInReader | None:
    """Return the person who is signed in, or None."""
    return current_user.reader if current_user.is_authenticated else None


def _load(token: str) -> BrowserSession | None:
    with directory_at_once():
        who = council.signed_in(token)
    return BrowserSession(token, who) if who else None


def let_in(token: str) -> None:
    """Give the browser a new cookie for a token; nothing of the old one is kept, and its own token ends."""
    old = current_user.token if current_user.is_authenticated else None
    session.clear()
    with directory():
        if old:
            council.sign_out(old)
        who = council.signed_in(token)
    if who:
        login_user(BrowserSession(token, who))


def let_out() -> None:
    """End this browser's sign-in, here and in the directory."""
    if current_user.is_authenticated:
        with directory():
            council.sign_out(current_user.token)
    logout_user()
    session.clear()


def init(app: Flask) -> None:
    """Set Flask-Login up: no protection of its own, for the token is opaque, stored as a digest and can be ended."""
    manager = LoginManager(app)
    manager.session_protection = None
    manager.user_loader(_load)
