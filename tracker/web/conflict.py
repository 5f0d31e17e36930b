"""Acts that exclude each other: one is done, the other is told so, with its words kept. The one place that knows.

Acts on the same thing take turns (tracker/web/turns.py). What meets all the same, at a key, in a deadlock or by waiting
too long, PostgreSQL refuses: the act is tried again from the beginning, and finds what the other did, as if it had come
later. Where that does not help its person is told, by the page of 409.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, NoReturn

import psycopg
from flask import g, request, session
from sqlalchemy import exc

KEYS = {"23505", "23503", "23P01"}  # unique and foreign keys, exclusion
MEETS = KEYS | {"40001", "40P01"}  # serialization, deadlock
WAITED = "55P03"  # for a turn that did not come
TRIES = 4  # more than two may want the same key
WHOSE_TURN = "Somebody else did something to the same thing at the same moment, and was first."

log = logging.getLogger(__name__)


class OvertakenError(Exception):
    """What a form asks could not be done, since somebody did something meanwhile: what, and where to see it.

    `sends_again` says that it may go well the next time.
    """

    def __init__(self, sentence: str, *, see: str | None = None, sends_again: bool = False) -> None:
        super().__init__(sentence)
        self.see = see
        self.sends_again = sends_again


def _sqlstate(error: BaseException) -> str:
    """What PostgreSQL calls an error; empty where it is none of its."""
    return getattr(getattr(error, "orig", error), "sqlstate", None) or ""


def once_more(act: Callable[[], Any]) -> Any:
    """Do an act, each time in a transaction of its own; where it met another, do it once more, and it finds the other.

    Raises OvertakenError where it meets others again and again, or waited too long for its turn. A key that refuses it
    each time was no other's doing: that error is raised as it is.
    """
    said = session.get("_flashes")
    for _ in range(TRIES - 1):
        try:
            return act()
        except (exc.DBAPIError, psycopg.Error) as why:
            if _sqlstate(why) not in MEETS or request.files:
                return _tell_of(why)
        _unsay(said)
    try:
        return act()
    except (exc.DBAPIError, psycopg.Error) as why:
        if _sqlstate(why) in KEYS:
            raise
        return _tell_of(why)


def once(act: Callable[[], Any]) -> Any:
    """Do an act that cannot be done once more, since it goes through several doors. Raises OvertakenError."""
    try:
        return act()
    except (exc.DBAPIError, psycopg.Error) as why:
        return _tell_of(why)


def _tell_of(why: exc.DBAPIError | psycopg.Error) -> NoReturn:
    """Raise what tells that two acts met; any other error as it is. It is logged, for a key may be a fault of ours."""
    if _sqlstate(why) not in MEETS | {WAITED}:
        raise why
    log.warning("an act met another: %s %s", request.url_rule, _sqlstate(why))
    raise OvertakenError(WHOSE_TURN, sends_again=True) from why


def _unsay(said: Any) -> None:
    """Take back what the next page was to say of an act that was not kept."""
    for noted in ("receipt", "warned"):
        g.pop(noted, None)
    if session.get("_flashes") != said:
        session["_flashes"] = said or []
