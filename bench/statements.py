"""How many statements a page runs: exact, counted once in this process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

import psycopg
from flask import Flask
from werkzeug.test import TestResponse

from bench.client import AnswerError
from bench.kinds import Kind
from bench.visitors import Visitor

Counted = list[str]


@contextmanager
def counted() -> Iterator[Counted]:
    """Collect every statement that reaches a cursor, set_config included, BEGIN and COMMIT not."""
    seen: Counted = []

    execute, execute_each = psycopg.Cursor.execute, psycopg.Cursor.executemany

    def noted(cursor: Any, query: str | bytes, *given: Any, **more: Any) -> Any:
        told = query.decode() if isinstance(query, bytes) else query
        seen.append(" ".join(told.split()))
        return execute(cursor, query, *given, **more)

    def noted_each(cursor: Any, query: str | bytes, given: Any, **more: Any) -> Any:
        sets = list(given)
        seen.extend([" ".join(str(query).split())] * len(sets))
        return execute_each(cursor, query, sets, **more)

    psycopg.Cursor.execute, psycopg.Cursor.executemany = noted, noted_each  # type: ignore[method-assign]
    try:
        yield seen
    finally:
        psycopg.Cursor.execute, psycopg.Cursor.executemany = execute, execute_each  # type: ignore[method-assign]


def statements_of(app: Flask, kind: Kind, visitor: Visitor) -> Counted:
    """Open a page on the council's first idea (or send the form) as a visitor, and count.

    Raises AnswerError for another answer.
    """
    browser, headers = app.test_client(use_cookies=False), {"Cookie": visitor.cookie}
    address = kind.one_address(visitor.number, visitor.word)
    if not kind.acts:
        browser.get(address, headers=headers)  # the first answer of a process compiles its templates
    with counted() as seen:
        if kind.acts:
            answer = browser.post(address, data=visitor.form, headers=headers)
        else:
            answer = browser.get(address, headers=headers)
    _hold(answer, HTTPStatus.SEE_OTHER if kind.acts else HTTPStatus.OK)
    return seen


def _hold(answer: TestResponse, status: HTTPStatus) -> None:
    if answer.status_code != status or "/sign-in" in answer.headers.get("Location", ""):
        msg = f"{answer.request.path}: {answer.status_code} {answer.headers.get('Location', '')}"
        raise AnswerError(msg)
