"""How errors are told: what happened, whether the text is safe, what to do now."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from tracker import idea
from tracker.council import NoSuchCouncilError
from tracker.pages.support.rendering import render

log = logging.getLogger(__name__)
TOLD = {403, 404, 419, 429, 500, 503}
EXPIRED = 419


def _tell(code: int, **shown: Any) -> tuple[str, int]:
    return render(f"errors/{code}.html", **shown), code


def _http(error: HTTPException) -> Any:
    if error.code in TOLD and error.code is not None:
        return _tell(error.code)
    if error.code and 400 <= error.code < 500:  # noqa: PLR2004 - the range of client errors
        return render("errors/404.html"), error.code
    return error


def _missing(_error: Exception) -> tuple[str, int]:
    return _tell(404)


def _expired(_error: CSRFError) -> tuple[str, int]:
    return _tell(EXPIRED)


def _down(error: OperationalError) -> tuple[str, int, dict[str, str]]:
    log.error("the database did not answer: %s", error.orig)
    return (*_tell(503), {"Retry-After": "30"})


def _broken(error: Exception) -> tuple[str, int]:
    log.error("a page failed: %s %s", request.method, request.path, exc_info=error)
    return _tell(500)


def init(app: Flask) -> None:
    """Register the error pages."""
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(idea.NotFoundError, _missing)
    app.register_error_handler(NoSuchCouncilError, _missing)
    app.register_error_handler(OperationalError, _down)
    app.register_error_handler(Exception, _broken)
