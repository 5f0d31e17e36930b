"""What a request set going has its name: on the page's answer, on the jobs it asks for, on the letters it writes.

Each line of the log that is written meanwhile tells it as `request_id`, in the web, in the worker, and when a letter is
carried at last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import structlog

NAME = "request_id"
SEEMLY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")


def named(given: str | None) -> str:
    """Return the name that a front gave a request, where it is a seemly one; another where not."""
    return given if given and SEEMLY.fullmatch(given) else uuid4().hex


def current() -> str | None:
    """Return the name of what is being done; None where nobody asked for it."""
    found = structlog.contextvars.get_contextvars().get(NAME)
    return str(found) if found else None


@contextmanager
def done_for(name: str | None) -> Iterator[None]:
    """Do something for the request of a name, if it is known."""
    if name is None:
        yield
        return
    with structlog.contextvars.bound_contextvars(**{NAME: name}):
        yield
