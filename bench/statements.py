"""How many statements a page runs and what it weighs: exact, measured once in this process."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import event
from werkzeug.test import TestResponse

from bench.client import AnswerError
from bench.visitors import Visitor
from tracker import tenancy


@dataclass(frozen=True)
class Page:
    """What one page took and gave: its statements in order, its bytes plain and compressed."""

    statements: list[str]
    plain: int
    gzipped: int
    is_shown: bool


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect every statement that reaches a cursor, set_config included, BEGIN and COMMIT not."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(" ".join(statement.split()))

    event.listen(tenancy.engine(), "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(tenancy.engine(), "before_cursor_execute", note)


def page_of(app: Flask, kind: str, visitor: Visitor, ref: str) -> Page:
    """Open a page (or send the form) as a visitor, and count. Raises AnswerError for another answer."""
    browser, sends = app.test_client(use_cookies=False), kind == "log an idea"
    headers = {"Cookie": visitor.cookie}
    browser.get("/ideas", headers=headers)  # the first answer of a process compiles its templates
    with counted() as seen:
        if sends:
            answer = browser.post("/ideas/new", data=visitor.form, headers=headers)
        else:
            answer = browser.get("/ideas" if kind == "list" else f"/ideas/{ref}", headers=headers)
    _hold(answer, 303 if sends else 200)
    return Page(seen, len(answer.data), len(gzip.compress(answer.data, 6)), is_shown=not sends)


def _hold(answer: TestResponse, status: int) -> None:
    if answer.status_code != status or "/sign-in" in answer.headers.get("Location", ""):
        msg = f"{answer.request.path}: {answer.status_code} {answer.headers.get('Location', '')}"
        raise AnswerError(msg)
