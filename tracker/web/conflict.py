"""Acts that exclude each other: one is done, the other is told so, with its words kept. The one place that knows.

Acts on the same thing take turns (tracker/web/turns.py). What meets all the same, at a key, in a deadlock or by waiting
too long, PostgreSQL refuses: the act is tried once more from the beginning, and finds what the other did, as if it had
come later. Where that is refused as well its person is told, by the page of 409.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
from flask import g, request, session
from sqlalchemy import exc

# unique and foreign keys, exclusion; serialization, deadlock
MEETS = {"23505", "23503", "23P01", "40001", "40P01"}
WAITED = "55P03"  # for a turn that did not come


class OvertakenError(Exception):
    """What the form asks can no longer be done, since somebody did something meanwhile: what, and where to see it."""

    def __init__(self, sentence: str, *, see: str | None = None) -> None:
        super().__init__(sentence)
        self.see = see


def sqlstate(error: BaseException) -> str:
    """What PostgreSQL calls an error; empty where it is none of its."""
    return getattr(getattr(error, "orig", error), "sqlstate", None) or ""


def is_conflict(error: BaseException) -> bool:
    """Whether two acts met, and this one lost."""
    return sqlstate(error) in MEETS | {WAITED}


def once_more(act: Callable[[], Any]) -> Any:
    """Do an act, each time in a transaction of its own; where it met another, do it once more, and it finds the other.

    Raises what the second meets.
    """
    said = session.get("_flashes")
    try:
        return act()
    except (exc.DBAPIError, psycopg.Error) as why:
        if sqlstate(why) not in MEETS or request.files:
            raise
    _unsay(said)
    return act()


def _unsay(said: Any) -> None:
    """Take back what the next page was to say of an act that was not kept."""
    for noted in ("receipt", "warned"):
        g.pop(noted, None)
    if session.get("_flashes") != said:
        session["_flashes"] = said or []
