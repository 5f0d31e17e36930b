"""The demonstration on a pinned day, in a database of its own, after the worker did once all that it promises."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import LiteralString

import psycopg
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import text

from bench.witness.masking import mask, without_identifiers
from bench.witness.pages import Page, Pages
from config.settings import settings
from local import demo, mailbox, ports, servers
from local.overlay import PERSONAS
from local.servers import Addresses
from tests import conftest
from tracker import clock
from tracker.app import create_app
from tracker.tenancy import directory

A_WEDNESDAY = datetime(2026, 11, 25, 10, tzinfo=clock.LONDON)
MOST_LETTERS = 2_000
OPERATOR = PERSONAS[0]  # lends their account to whoever runs the platform, for the last visit


@contextmanager
def running() -> Iterator[Flask]:
    """Plant the demonstration, have the worker's promises kept, and give the application that shows it."""
    with (
        servers.joined(conftest.HOME, durable=False) as found,
        _database(found) as own,
        tempfile.TemporaryDirectory() as letters_in,
        post_office(Path(letters_in)) as mail_url,
        conftest.pointed_at(own, DEV_MAILBOX=letters_in, MAIL_URL=mail_url, STATEMENT_TIMEOUT_MS="60000"),
        clock.at(A_WEDNESDAY),
    ):
        os.environ |= {"ENVIRONMENT": "demo", "LOG_LEVEL": "ERROR"}
        settings.cache_clear()
        app = create_app()
        demo.load()
        yield app


@contextmanager
def _database(found: Addresses) -> Iterator[Addresses]:
    name = f"witness_{os.getpid()}"
    own = conftest.clone(found, name)
    try:
        yield own
    finally:
        with psycopg.connect(found.admin_url, autocommit=True) as server:
            server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@contextmanager
def post_office(folder: Path) -> Iterator[str]:
    """Take letters into the mailbox that the demonstration shows."""
    port = ports.free_port()
    office = Controller(mailbox.Keeper(folder), hostname="127.0.0.1", port=port)
    office.start()
    try:
        yield f"smtp://127.0.0.1:{port}"
    finally:
        office.stop()


def send_again() -> None:
    """Have the letters of the demonstration's past, which count as sent, go out as well, so that each is read."""
    _as_owner("UPDATE letter SET sent_at = NULL")


def keep_promises() -> None:
    """Do once what the worker does on its own: each council's jobs first, those of no council last."""
    from worker.app import app as worker  # noqa: PLC0415 - it reads the settings as it is imported

    promised = worker.conf.beat_schedule.values()
    for job in sorted({promise["kwargs"]["job"] for promise in promised if promise["kwargs"]}):
        for council in _councils():
            worker.tasks[job].apply(headers={"council": council}, throw=True)
    for job in sorted({promise["task"] for promise in promised if not promise["kwargs"]}):
        worker.tasks[job].apply(throw=True)


def _councils() -> list[str]:
    with directory() as door:
        return [str(council) for council in door.scalars(text("SELECT id FROM council ORDER BY code"))]


def make_operator() -> None:
    """Give one person the operator's room. No page and no command does: whoever owns the database does."""
    _as_owner("UPDATE person SET is_operator = true WHERE email = %s", OPERATOR.email)


def letters() -> Pages:
    """Every letter that went out, each under whom it went to and its subject."""
    pages: Pages = {}
    for letter in reversed(mailbox.letters(Path(os.environ["DEV_MAILBOX"]), limit=MOST_LETTERS)):
        named = without_identifiers(f"letter to {letter.to}: {letter.subject}")
        count = 1 + sum(page.address.rpartition("~")[0] == named for page in pages.values())
        shown = letter.text.replace("\n", "<br>\n") + letter.html
        pages[f"{named}~{count}"] = Page(f"{named}~{count}", "200 letter", mask(shown))
    return pages


def _as_owner(statement: LiteralString, *values: str) -> None:
    with psycopg.connect(os.environ["DATABASE_ADMIN_URL"], autocommit=True) as server:
        server.execute(statement, values)
