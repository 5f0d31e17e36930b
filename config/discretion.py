"""What no line of a log tells: what people typed, secrets of links, passwords in addresses.

Every record of this process is made here, whichever library writes it and wherever it goes. An error is told by its
kind and the lines where it happened, never by its message: libraries put into one what they were given. Addresses lose
their query and the long words that are secrets of links.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

import psycopg

TRACE = "Traceback (most recent call last)"
SHORTEST = 3  # letters of a message that are looked for among other words

_HIDDEN = (
    (re.compile(r"(?<=://)[^/\s@]+@"), "…@"),  # who signs in to a server, and with which password
    (re.compile(r"\?[^\s\"'<>]*=[^\s\"'<>]*"), "?…"),
    (re.compile(r"(?<=/)[\w~%-]{20,}(?=[/?#\s\"'),;]|$)"), "…"),
    (re.compile(r"(?<=/code/)[\w~%-]+|(?<=/t/)[\w~%-]+"), "…"),  # secrets short enough to be typed
)


def kind(why: BaseException) -> str:
    """What went wrong, by its kind alone; of a database what it calls that, of a system what every one of them says."""
    named = f"{type(why).__module__}.{type(why).__qualname__}".removeprefix("builtins.")
    cause = getattr(why, "orig", None) or why
    if isinstance(cause, psycopg.Error):
        diag = cause.diag
        known = [cause.sqlstate, diag.table_name, diag.constraint_name]
        away = [str(cause).strip().partition("\n")[0]] if cause.sqlstate is None else []
        return " ".join([named, *filter(None, known), *(hidden(line) for line in away if _is_connecting(cause))])
    if isinstance(why, OSError) and why.strerror:
        return f"{named}: {why.strerror}"
    return named


def _is_connecting(why: psycopg.Error) -> bool:
    """Whether an error is of a connection: then it tells of a server, and of no value."""
    return isinstance(why, psycopg.OperationalError)


def hidden(line: str) -> str:
    """Return a line without queries and secrets of the addresses in it."""
    for what, instead in _HIDDEN:
        line = what.sub(instead, line)
    return line


def _chain(why: BaseException) -> Iterator[BaseException]:
    """An error and what it came from, the newest first."""
    seen: set[int] = set()
    found: BaseException | None = why
    while found is not None and id(found) not in seen:
        seen.add(id(found))
        yield found
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)


def trace(why: BaseException) -> str:
    """Where an error happened and of what kind it is, with what it came from; in the order of Python's own traces."""
    steps = ["".join(traceback.format_tb(step.__traceback__)) + kind(step) for step in _chain(why)]
    return "\nwhich led to\n".join(reversed(steps))


def _error(told: object) -> BaseException | None:
    """The error that a record was given, in whichever way."""
    if isinstance(told, BaseException):
        return told
    if isinstance(told, tuple):
        return told[1] if len(told) > 1 and isinstance(told[1], BaseException) else None
    return sys.exc_info()[1] if told else None


def _discreet(given: Any, why: BaseException | None) -> Any:
    """What a record may tell of one thing that it was given."""
    if isinstance(given, BaseException):
        return kind(given)
    if not isinstance(given, str):
        return given
    if TRACE in given:
        return "(where it happened is told with it)"
    for step in _chain(why) if why else ():
        for words in (repr(step), str(step)):
            if len(words) >= SHORTEST:
                given = given.replace(words, kind(step))
    return hidden(given)


def _all_discreet(given: Any, why: BaseException | None) -> Any:
    if isinstance(given, Mapping):
        return {name: _discreet(value, why) for name, value in given.items()}
    if isinstance(given, tuple):
        return tuple(
            _all_discreet(value, why) if isinstance(value, Mapping) else _discreet(value, why) for value in given
        )
    return _discreet(given, why)


def record(  # noqa: PLR0917 - as the standard library calls it
    name: Any,
    level: Any,
    path: Any,
    line: Any,
    message: Any,
    args: Any,
    exc_info: Any,
    func: Any = None,
    sinfo: Any = None,
    **more: Any,
) -> logging.LogRecord:
    """Make a record of the log that tells nothing that anybody typed."""
    own = message if isinstance(message, MutableMapping) else {}  # structlog's: all that is told stands in it
    why = _error(exc_info) or _error(own.get("exc_info"))
    if own:
        message = {key: value for key, value in own.items() if key != "exc_info"}
    made = logging.LogRecord(
        name, level, path, line, _all_discreet(message, why), _all_discreet(args, why), None, func, sinfo, **more
    )
    made.exc_text = made.trace = trace(why) if why else None
    return made


def tell_trace(_logger: Any, _name: str, told: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Put into a line where its error happened: a step of structlog's."""
    if found := getattr(told.get("_record"), "trace", None):
        told["exception"] = found
    return told


def keep() -> None:
    """Have every record of this process made here."""
    logging.setLogRecordFactory(record)
