"""Who looks at the demonstration, by first name, and a browser for each that is signed in."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from tests.approved.letters import Admin, Letter, carried
from tests.approved.states.steps import Days
from tests.approved.town import keep_promises
from tests.approved.visits import Visit, filled, filling
from tests.browsing import COOKIE, STRANGER, form_token
from tracker import clock, council
from tracker.tenancy import directory

VISITOR = "visitor"
_PERSON = text("SELECT id FROM person WHERE split_part(email, '.', 1) = :name")


class People:
    """The people of the town, each with a browser: `dan`, `farah@oldham` where there are two councils, `visitor`."""

    def __init__(self, app: Flask, admin: Admin, passing: ExitStack) -> None:
        self.app, self.admin, self.passing = app, admin, passing
        self.fill = filling(admin)
        self._tokens: dict[str, str] = {}

    def browser(self, who: str) -> FlaskClient:
        """A fresh browser that somebody is signed in with."""
        client = self.app.test_client()
        client.set_cookie(COOKIE, STRANGER if who == VISITOR else self._token(who))
        return client

    def answer(self, visit: Visit, *, browser: FlaskClient | None = None) -> TestResponse:
        """What a visit is answered."""
        browser = browser or self.browser(visit.who)
        if visit.form is None:
            return browser.get(self.fill(visit.address))
        cookie = browser.get_cookie(COOKIE)
        token = {"csrf_token": form_token(self.app, cookie.value if cookie else "")}
        return browser.post(self.fill(visit.address), data=dict(filled({**token, **visit.form}, self.fill)))

    def wait(self, step: Days) -> list[Letter]:
        """Let days pass; on the last of them the worker does what it promises, and these letters go out."""
        self.passing.enter_context(clock.at(clock.now() + timedelta(days=step.days)))
        if not step.works:
            return []
        with tempfile.TemporaryDirectory() as letters_in:
            keep_promises(Path(letters_in))
            return carried(Path(letters_in))

    def _token(self, who: str) -> str:
        if who not in self._tokens:
            name, _, code = who.partition("@")
            with directory() as door:
                place = council.by_code(code).id if code else None
                self._tokens[who] = council.start(
                    person_id=door.scalars(_PERSON, {"name": name}).one(), council_id=place
                )
        return self._tokens[who]
