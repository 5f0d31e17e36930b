"""Who looks at the demonstration, by first name, and a browser for each that is signed in."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import text

from tests.makers import SECRET_OF_FORMS
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
        with client.session_transaction() as kept:
            kept["csrf_token"] = SECRET_OF_FORMS
            if who != VISITOR:
                kept["_user_id"], kept["_fresh"] = self._token(who), True
        return client

    def filled_in(self, form: dict[str, Any]) -> dict[str, Any]:
        """A form with the token that all forms of these browsers carry."""
        signer = URLSafeTimedSerializer(self.app.secret_key, salt="wtf-csrf-token")
        return {"csrf_token": signer.dumps(SECRET_OF_FORMS), **form}

    def _token(self, who: str) -> str:
        if who not in self._tokens:
            name, _, code = who.partition("@")
            with directory() as door:
                place = council.by_code(code).id if code else None
                self._tokens[who] = council.start(
                    person_id=door.scalars(_PERSON, {"name": name}).one(), council_id=place
                )
        return self._tokens[who]
