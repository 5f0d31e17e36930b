"""How errors are told: what happened, whether the text is safe, what to do now; to a program, as a problem object."""

from __future__ import annotations

import logging
import secrets
from typing import Any, NamedTuple

from flask import Flask, g, make_response, request
from sqlalchemy import exc
from werkzeug.exceptions import HTTPException

from tracker import idea, tenancy
from tracker.council import NoSuchCouncilError, PersonError
from tracker.web import signed_in
from tracker.web.browser import EXPIRED, SAFE, ForgedFormError
from tracker.web.constraints import refusal_of
from tracker.web.problem import problem, wants_json
from tracker.web.rendering import back_to, render

log = logging.getLogger(__name__)
GIVES_BACK = {419, 500, 503}
SECRETS = ("csrf", "password", "current", "token")
SHORT = 20  # what was chosen, not written
TOLD = {403, 404, 419, 429, 500, 503}
REFUSED = 422
FIRST_ERROR = 400


class TypedWords(NamedTuple):
    """What somebody wrote into one field, by the name of the field."""

    name: str
    text: str


def _typed() -> list[TypedWords]:
    """What was sent and is not kept, to be given back: words only, never a password."""
    if request.method != "POST":
        return []
    return [
        TypedWords(name.replace("_", " ").capitalize(), text)
        for name, text in request.form.items()
        if text.strip() and len(text) > SHORT and not any(secret in name for secret in SECRETS)
    ]


def _tell(code: int, **shown: Any) -> Any:
    if wants_json():
        return problem(code, **shown)
    return render(f"errors/{code}.html", typed=_typed() if code in GIVES_BACK else [], **shown), code


def _http(error: HTTPException) -> Any:
    if error.code is None or error.code < FIRST_ERROR:
        return error
    if error.code in TOLD or wants_json():
        return _tell(error.code)
    if error.code < 500:  # noqa: PLR2004 - the end of the range of client errors
        return render("errors/404.html"), error.code
    return error


def _missing(_error: Exception) -> Any:
    return _tell(404)


def _refused(error: idea.Refused | PersonError) -> Any:
    """A rule refused what a program asked, and nothing of it is kept. A form shows its own refusals (see `trying`)."""
    if not wants_json():
        return _broken(error)
    return problem(REFUSED, detail=str(error), **({"field": error.field} if error.field else {}))


def _not_held(error: exc.IntegrityError) -> Any:
    """What no column holds, told to a program as a rule's refusal; behind a form it is a fault of ours."""
    refusal = refusal_of(error) if wants_json() else None
    return _refused(refusal) if refusal else _broken(error)


def _expired(_error: ForgedFormError) -> Any:
    return _tell(EXPIRED) if wants_json() else _tell(EXPIRED, again=request.path if request.endpoint else None)


def _down(error: Exception) -> Any:
    """Say that the database is away, without asking it again who is here: one short line in the log."""
    if not g.get("unknown_because"):
        log.error("the database did not answer: %s %s: %s", request.method, _asked(), tenancy.in_a_line(error))
    signed_in.nobody_arrives()
    again = {} if wants_json() else {"again": _this_page()}
    answer = make_response(_tell(503, **again))
    answer.headers["Retry-After"] = "30"
    return answer


def _this_page() -> str:
    return back_to(request.full_path.rstrip("?"), "/") if request.method in SAFE else "/"


def _asked() -> object:
    return request.url_rule or request.path  # the rule, for an address may hold the secret of a link


def _broken(error: Exception) -> Any:
    if tenancy.is_away(error):
        return _down(error)
    reference = secrets.token_hex(4)
    log.error("a page failed: %s %s (%s)", request.method, _asked(), reference, exc_info=error)
    return _tell(500, reference=reference)


def init(app: Flask) -> None:
    """Register how each error is told."""
    app.register_error_handler(ForgedFormError, _expired)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(idea.NotFoundError, _missing)
    app.register_error_handler(NoSuchCouncilError, _missing)
    app.register_error_handler(idea.Refused, _refused)
    app.register_error_handler(PersonError, _refused)
    app.register_error_handler(exc.IntegrityError, _not_held)
    app.register_error_handler(Exception, _broken)
