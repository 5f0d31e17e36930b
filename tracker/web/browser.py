"""The browser that asks: the one cookie that says which it is, and the token that its forms carry.

The cookie holds a secret word and nothing else. Of a signed-in browser it is what the directory keeps a digest of; of
any other it is made when a form is first shown, begins with STRANGER and is known nowhere. A form carries a random word
and the digest that only we can make of it and the cookie, so that no other site can send one (OWASP's signed
double-submit); the random word has each page carry another, so that nothing can be guessed from its compressed length.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Any

from flask import Flask, Response, current_app, g, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin

from config.settings import settings

STRANGER = "~"
SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
FIELD = "csrf_token"
KEY = "form_key"
SEALED = "kept_words"  # names the row of words that are sent again
EXPIRED = 419
SALT = 16
# The first that is found counts: each calls itself by the names of those below it as well.
PROGRAMS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "Chrome/": "Chrome",
    "CriOS/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "iPhone": "an iPhone",
    "iPad": "an iPad",
    "Android": "Android",
    "Windows": "Windows",
    "CrOS": "a Chromebook",
    "Macintosh": "a Mac",
    "Linux": "Linux",
}


class ForgedFormError(Exception):
    """A form without the token of this browser: from another site, or kept open since before somebody signed in."""


class _Notices(SecureCookieSessionInterface):
    """Flask's signed session holds what the next page says and nothing else: most pages neither read nor write it."""

    def open_session(self, app: Flask, request: Any) -> SecureCookieSession | None:
        """Read the notices where the browser brought any."""
        brings_any = self.get_cookie_name(app) in request.cookies
        return super().open_session(app, request) if brings_any else self.session_class()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the notices where there are others than the browser brought."""
        if session.modified:
            super().save_session(app, session, response)


def _cookie() -> str:
    return settings().cookie_called("seedbed")


def token() -> str | None:
    """What the cookie of a browser that signed in holds; None for a stranger's."""
    brought = _brought()
    return None if brought.startswith(STRANGER) else brought or None


def keep(word: str) -> None:
    """Give the browser another cookie with its answer; it is another browser from then on."""
    g.browser = g.new_browser = word


def forget() -> None:
    """Take the cookie away with the answer."""
    keep("")


def called() -> str:
    """What people call the browser that asks, in words: "Firefox on Windows"; nothing else of what it says is kept."""
    agent = request.user_agent.string
    program = next((words for mark, words in PROGRAMS.items() if mark in agent), "A browser")
    system = next((f" on {words}" for mark, words in SYSTEMS.items() if mark in agent), "")
    return program + system


def form_token() -> str:
    """The token that a form on this page carries."""
    if not _brought():
        keep(STRANGER + secrets.token_urlsafe(32))
    if "form_token" not in g:
        salt = secrets.token_hex(SALT // 2)
        g.form_token = salt + _digest(salt)
    made: str = g.form_token
    return made


def _brought() -> str:
    if "browser" not in g:
        g.browser = request.cookies.get(_cookie(), "")
    word: str = g.browser
    return word


def _digest(salt: str) -> str:
    key = str(current_app.secret_key).encode()
    return hmac.digest(key, f"form {salt} {_brought()}".encode(), hashlib.sha256).hex()


def _refuse_forged() -> None:
    """Refuse an act whose form does not carry the token of this browser, or, over HTTPS, does not come from this site.

    Raises ForgedFormError.
    """
    if request.method in SAFE or request.endpoint is None:
        return
    if getattr(current_app.view_functions.get(request.endpoint), "bears_its_right", False):
        return
    given = request.form.get(FIELD) or request.headers.get("X-CSRFToken", "")
    salt, digest = given[:SALT], given[SALT:]
    is_ours = _brought() and hmac.compare_digest(digest.encode(), _digest(salt).encode())
    if not is_ours or (request.is_secure and not (request.referrer or "").startswith(request.host_url)):
        raise ForgedFormError


def send_cookie(response: Response, name: str, value: str) -> None:
    """Have an answer bring the browser a cookie of ours, or take it away where its value is empty."""
    secure = settings().cookies_are_secure
    if value:
        response.set_cookie(name, value, secure=secure, httponly=True, samesite="Lax")
    else:
        response.delete_cookie(name, secure=secure, httponly=True, samesite="Lax")


def _send(response: Response) -> Response:
    if "new_browser" in g:
        send_cookie(response, _cookie(), g.new_browser)
    return response


def init(app: Flask) -> None:
    """Have every act carry its form's token, and every answer the cookie that is to be kept."""
    app.session_interface = _Notices()
    app.before_request(_refuse_forged)
    app.after_request(_send)
    app.jinja_env.globals["csrf_token"] = form_token
