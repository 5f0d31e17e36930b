"""Each request has a name, which its answer tells and the log repeats (config/errand.py)."""

from __future__ import annotations

import structlog
from flask import Flask, Response, request

from config import errand

HEADER = "X-Request-ID"


def _begin() -> None:
    structlog.contextvars.bind_contextvars(**{errand.NAME: errand.named(request.headers.get(HEADER))})


def _tell(response: Response) -> Response:
    if name := errand.current():
        response.headers[HEADER] = name
    return response


def _end(_error: BaseException | None) -> None:
    structlog.contextvars.unbind_contextvars(errand.NAME)


def init(app: Flask) -> None:
    """Name each request before anything else, and forget the name once it is answered."""
    app.before_request(_begin)
    app.after_request(_tell)
    app.teardown_request(_end)
