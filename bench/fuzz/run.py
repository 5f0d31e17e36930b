"""Sending what was drawn: one after the other, some at the same moment; and what came back."""

from __future__ import annotations

import io
import logging
import random
import re
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import psycopg
from flask import Flask
from werkzeug.datastructures import MultiDict

from bench.fuzz.drawing import Drawer, Request
from bench.fuzz.values import File, Value
from config.settings import settings
from tests.browsing import STRANGER, Browser, form_token
from tests.tracker.places import Place

BROKEN, AWAY = 500, 503
AT_ONCE = 3
SIMULTANEOUS = 0.1


@dataclass
class Outcome:
    """The answers by status, and each request that broke something, with the errors that the log tells of it."""

    statuses: Counter[int] = field(default_factory=Counter)
    broken: list[tuple[Request, int, str]] = field(default_factory=list)

    @property
    def tried(self) -> int:
        """How many requests were answered."""
        return self.statuses.total()

    def __str__(self) -> str:
        told = ", ".join(f"{count} of {status}" for status, count in sorted(self.statuses.items()))
        lines = [f"fuzz: tried {self.tried}, broken {len(self.broken)} ({told})"]
        return "\n".join([*lines, *(f"{status}: {request}\n    {why}" for request, status, why in self.broken)])


class _Errors(logging.Handler):
    """What each thread logged of an error last: its kind and where it was raised."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.last: dict[int, str] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Note it."""
        trace = getattr(record, "trace", None) or record.getMessage()  # a record holds its error in words alone
        ours = re.findall(r"tracker/([\w/]+\.py)\", line (\d+)", trace)
        steps = [f"{file}:{line}" for file, line in reversed(ours[-3:])]
        self.last[threading.get_ident()] = f"{trace.splitlines()[-1][:200]} ({' < '.join(steps)})"


@contextmanager
def _listening() -> Iterator[_Errors]:
    handler, root = _Errors(), logging.getLogger()
    before, root.handlers = root.handlers, [handler]
    try:
        yield handler
    finally:
        root.handlers = before


class Sender:
    """Sends requests as the people of a place, and keeps what came back."""

    def __init__(self, app: Flask, place: Place, errors: _Errors, *, secret: str = "") -> None:
        self.app, self.place, self.errors, self.secret = app, place, errors, secret
        self.outcome, self._lock = Outcome(), threading.Lock()

    def send(self, request: Request) -> str:
        """Send one request; return its page, where it is one."""
        browser = Browser(self.app, self.place.people.get(request.who))
        self.errors.last.pop(threading.get_ident(), None)
        try:
            answer = self._answer(browser, request)
            status, page = answer.status_code, answer.text if answer.mimetype == "text/html" else ""
        except Exception as why:  # noqa: BLE001 - whatever leaves the application is broken
            status, page = BROKEN, ""
            self.errors.last[threading.get_ident()] = f"{type(why).__name__}: {why}"[:300]
        with self._lock:
            self.outcome.statuses[status] += 1
            if status >= BROKEN and not (status == AWAY and _is_away()):
                why_it = self.errors.last.get(threading.get_ident(), "nothing was logged")
                self.outcome.broken.append((request, status, why_it))
            if self.secret and self.secret in page:
                self.outcome.broken.append((request, status, "shows what is another council's"))
        return page

    def _answer(self, browser: Browser, request: Request):  # noqa: ANN202 - werkzeug's answer of a test
        somewhere = random.Random(request.seed).randbytes(4)  # so that no door is shut to all by what it counts
        browser.client.environ_base["REMOTE_ADDR"] = ".".join(map(str, somewhere))
        if request.method == "GET":
            return browser.client.get(request.path)
        token = form_token(self.app, browser.brings() or self._stranger(browser))
        if request.json is not None:
            return browser.client.post(request.path, json=request.json, headers={"X-CSRFToken": token})
        return browser.client.post(request.path, **_body({"csrf_token": token, **request.form}))

    @staticmethod
    def _stranger(browser: Browser) -> str:
        browser.bring(STRANGER)
        return STRANGER


def _body(form: Mapping[str, Value]) -> dict[str, Any]:
    """A form as a browser sends it; in parts where a file is among it. Halves of characters go as they are."""
    pairs = [(name, value) for name, many in form.items() for value in (many if isinstance(many, list) else [many])]
    if any(isinstance(value, tuple) for _, value in pairs):
        parts = MultiDict((_whole(name), _part(value)) for name, value in pairs)
        return {"data": parts, "content_type": "multipart/form-data"}
    body = urlencode(pairs, errors="surrogatepass")
    return {"data": body, "content_type": "application/x-www-form-urlencoded"}


def _part(value: str | File) -> str | tuple[io.BytesIO, str]:
    return _whole(value) if isinstance(value, str) else (io.BytesIO(value[0]), _whole(value[1]))


def _whole(text: str) -> str:
    return text.encode(errors="replace").decode()


def _is_away() -> bool:
    """Whether the database really does not answer: then 503 is the right thing to say."""
    try:
        with psycopg.connect(settings().database_url, connect_timeout=2) as asked:
            asked.execute("SELECT 1")
    except psycopg.Error:
        return True
    return False


def run(app: Flask, place: Place, *, requests: int, seed: int, only: tuple[str, ...] = (), secret: str = "") -> Outcome:
    """Send so many requests, drawn by a seed, and return what came back.

    `only` keeps to screens whose endpoints begin so; `secret` stands in another council, and on no page that is shown.
    """
    drawer, rng = Drawer(app, place, only=only), random.Random(seed)
    with _listening() as errors, ThreadPoolExecutor(AT_ONCE) as pool:
        sender = Sender(app, place, errors, secret=secret)
        for request in drawer.pages():
            drawer.read(sender.send(request), request.path)
        number = 0
        with suppress(KeyboardInterrupt):  # what was tried by then is told
            while number < requests:
                drawn = drawer.draw(f"{seed}-{number}")
                at_once = AT_ONCE if rng.random() < SIMULTANEOUS else 1
                number += at_once
                _send(sender, pool, [drawn] * at_once)
    return sender.outcome


def _send(sender: Sender, pool: ThreadPoolExecutor, drawn: Sequence[Request]) -> None:
    if len(drawn) == 1:
        sender.send(drawn[0])
    else:
        list(pool.map(sender.send, drawn))
