"""What may come in at all: requests for this site, with text and numbers that the database can hold."""

from __future__ import annotations

from typing import Any

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter, Map

from config.settings import settings
from tracker.web.browser import SAFE

NUL = "\0"
BAD_REQUEST = 400
LARGEST_NUMBER = 2**31 - 1


class _Number(IntegerConverter):
    """A number in an address; one that no column holds is an address that is not there."""

    def __init__(self, url_map: Map, *args: Any, **kwargs: Any) -> None:
        super().__init__(url_map, *args, **{"max": LARGEST_NUMBER, **kwargs})


def _refuse_nul() -> None:
    """Refuse text that PostgreSQL cannot hold, wherever it stands; no browser sends it by itself."""
    sent = [request.path, *request.args.values()]
    if request.method not in SAFE:
        sent += request.form.values()
    if any(NUL in text for text in sent):
        abort(BAD_REQUEST)


def init(app: Flask) -> None:
    """Answer for this site's own name only, so that no other name ends up in an address that we make."""
    app.config["TRUSTED_HOSTS"] = settings().trusted_hosts
    app.url_map.converters["int"] = _Number
    app.before_request(_refuse_nul)
