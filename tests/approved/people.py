"""Who looks at the demonstration, by first name, and a browser for each that is signed in."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from tests.browsing import COOKIE, STRANGER, form_token
from tracker import council
from tracker.tenancy import directory

VISITOR = "visitor"
_PERSON = text("SELECT id FROM person WHERE split_part(email, '.', 1) = :name")


class People:
    """The people of the town, each with a browser: `dan`, `farah@oldham` where there are two councils, `visitor`."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._tokens: dict[str, str] = {}

    def browser(self, who: str) -> FlaskClient:
        """A fresh browser that somebody is signed in with."""
        client = self.app.test_client()
        client.set_cookie(COOKIE, STRANGER if who == VISITOR else self._token(who))
        return client

    def filled_in(self, who: str, form: dict[str, Any]) -> dict[str, Any]:
        """A form with the token that the forms of somebody's browser carry."""
        brings = STRANGER if who == VISITOR else self._token(who)
        return {"csrf_token": form_token(self.app, brings), **form}

    def _token(self, who: str) -> str:
        if who not in self._tokens:
            name, _, code = who.partition("@")
            with directory() as door:
                place = council.by_code(code).id if code else None
                self._tokens[who] = council.start(
                    person_id=door.scalars(_PERSON, {"name": name}).one(), council_id=place
                )
        return self._tokens[who]
