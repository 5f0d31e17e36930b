"""What may come in at all: requests for this site, with text and numbers that the database can hold."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, abort, g, request
from werkzeug.routing import IntegerConverter, Map

from config.settings import settings
from tracker.text import is_text
from tracker.web.numbers import LARGEST

OK, BAD_REQUEST, UNREADABLE = 200, 400, 422


class _Number(IntegerConverter):
    """A number in an address; one that no column holds is an address that is not there."""

    regex = r"[0-9]{1,10}"

    def __init__(self, url_map: Map, *args: Any, **kwargs: Any) -> None:
        super().__init__(url_map, *args, **{"max": LARGEST, **kwargs})


def _refuse_no_text() -> None:
    """Refuse an address with what no text can hold; no browser sends it. A form says it beside its field."""
    if not all(map(is_text, [request.path, *request.args.keys(), *request.args.values()])):
        abort(BAD_REQUEST)


def _tell_unreadable(response: Response) -> Response:
    """Answer 422 where a form came with what no page of ours sends; its page says what is wrong beside its field."""
    if g.get("unreadable") and response.status_code == OK:
        response.status_code = UNREADABLE
    return response


def init(app: Flask) -> None:
    """Answer for this site's own name only, so that no other name ends up in an address that we make."""
    app.config["TRUSTED_HOSTS"] = settings().trusted_hosts
    app.url_map.converters["int"] = _Number
    app.before_request(_refuse_no_text)
    app.after_request(_tell_unreadable)
