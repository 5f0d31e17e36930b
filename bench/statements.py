"""How many statements a page runs: exact, counted once in this process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from flask import Flask
from werkzeug.test import TestResponse

from bench.client import AnswerError
from bench.visitors import Visitor

Counted = list[str]


@contextmanager
def counted() -> Iterator[Counted]:
    """Collect every statement that reaches a cursor, set_config included, BEGIN and COMMIT not."""
    seen: Counted = []

    execute = psycopg.Cursor.execute

    def noted(cursor: Any, query: str | bytes, *given: Any, **more: Any) -> Any:
        told = query.decode() if isinstance(query, bytes) else query
        seen.append(" ".join(told.split()))
        return execute(cursor, query, *given, **more)

    psycopg.Cursor.execute = noted  # type: ignore[method-assign]
    try:
        yield seen
    finally:
        psycopg.Cursor.execute = execute  # type: ignore[method-assign]


def statements_of(app: Flask, kind: str, visitor: Visitor, ref: str) -> Counted:
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
    return seen


def _hold(answer: TestResponse, status: int) -> None:
    if answer.status_code != status or "/sign-in" in answer.headers.get("Location", ""):
        msg = f"{answer.request.path}: {answer.status_code} {answer.headers.get('Location', '')}"
        raise AnswerError(msg)
