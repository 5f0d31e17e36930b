"""How errors are told: what happened, whether the text is safe, what to do now; to a program, as a problem object."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from flask import Flask, g, make_response, redirect, request
from sqlalchemy import exc
from werkzeug.exceptions import HTTPException

from tracker import idea, tenancy
from tracker.council import NoSuchCouncilError, PersonError
from tracker.form import SentBeforeError
from tracker.web import signed_in
from tracker.web.browser import EXPIRED, SAFE, ForgedFormError
from tracker.web.conflict import OvertakenError
from tracker.web.constraints import refusal_of
from tracker.web.form_key import new_key, sent_key
from tracker.web.manuscript import NotKeptError, manuscript, with_key
from tracker.web.problem import problem, wants_json
from tracker.web.rendering import back_to, render, say

log = logging.getLogger(__name__)
SENDS_AGAIN = {500, 503}  # what may go well the next time
TOLD = {403, 404, 409, 413, 419, 429, 500, 503}
REFUSED = 422
FIRST_ERROR = 400


def _tell(code: int, **shown: Any) -> Any:
    if wants_json():
        return problem(code, **shown)
    return _page(code, code, **shown)


def _page(page: int | str, code: int, **shown: Any) -> Any:
    """The page of an error; whatever was sent is given back, also where it was refused."""
    given_back = {"manuscript": manuscript(), "sends_again": code in SENDS_AGAIN}
    return render(f"errors/{page}.html", **{**given_back, **shown}), code


def _in_a_sentence(page: int | str, code: int, sentence: str, **shown: Any) -> Any:
    """What happened in a sentence: to a person with their words, to a program by itself."""
    return problem(code, detail=sentence) if wants_json() else _page(page, code, detail=sentence, **shown)


def _http(error: HTTPException) -> Any:
    if error.code is None or error.code < FIRST_ERROR:
        return error
    if error.code in TOLD or wants_json():
        return _tell(error.code)
    if error.code < 500:  # noqa: PLR2004 - the end of the range of client errors
        return _page(404, error.code)
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
    """A form came too late. Only a form that we gave to this very reader is offered again: it may be another site's."""
    if wants_json():
        return _tell(EXPIRED)
    key, who = sent_key(), signed_in.reader_or_nobody()
    ours = bool(key and who and key.person_id == who.person_id)
    return _tell(EXPIRED, sends_again=ours, again=request.path if request.endpoint else None)


def _down(error: Exception) -> Any:
    """Say that the database is away, without asking it again who is here: one short line in the log."""
    if not g.get("unknown_because"):
        log.error("the database did not answer: %s %s: %s", request.method, _asked(), tenancy.in_a_line(error))
    signed_in.nobody_arrives()
    again = {} if wants_json() else {"again": _this_page()}
    answer = make_response(_tell(503, **again))
    answer.headers["Retry-After"] = "30"
    return answer


def _not_kept(error: NotKeptError) -> Any:
    return _in_a_sentence("not_saved", REFUSED, str(error), sends_again=True)


def _overtaken(error: OvertakenError) -> Any:
    return _in_a_sentence(409, 409, str(error), see=error.see, sends_again=error.sends_again)


def _sent_before(sent: SentBeforeError) -> Any:
    """The form was sent before: just the same leads where the first led; what was changed since is given back."""
    if sent.same:
        say("You sent this twice. It was kept once.")
        return redirect(sent.location, 303)
    another = with_key(manuscript(), new_key())
    sentence = "You sent this form before, and what it said then was kept."
    return _in_a_sentence(409, 409, sentence, see=sent.location, manuscript=another, sends_again=True)


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
    app.register_error_handler(NotKeptError, _not_kept)
    app.register_error_handler(OvertakenError, _overtaken)
    app.register_error_handler(SentBeforeError, _sent_before)
    app.register_error_handler(exc.IntegrityError, _not_held)
    app.register_error_handler(Exception, _broken)
