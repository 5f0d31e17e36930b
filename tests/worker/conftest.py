"""What the worker's tests share: a real mail server, and an outbox that holds only this test's letters."""

from __future__ import annotations

import importlib

import psycopg
import pytest

from tests.worker.mailing import serving
from tracker import listening, tenancy


@pytest.fixture(scope="session", autouse=True)
def _the_worker(database):
    """Read the worker's module under the settings that all tests share, whichever test comes first.

    It keeps what its settings said when it was read, how long a task may take among it, and wires this process to the
    broker, which only tests that ask for it want.
    """
    importlib.import_module("worker.app")
    tenancy.unlisten(after=listening._ask_the_worker)


@pytest.fixture
def outbox(database):
    """The outbox, empty at first, as a superuser sees it: `outbox("SELECT ...")`."""
    with psycopg.connect(database.admin_url, autocommit=True) as door:
        door.execute("UPDATE letter SET sent_at = now() WHERE sent_at IS NULL AND given_up_at IS NULL")
        yield lambda statement, *values: door.execute(statement, values)


@pytest.fixture
def asks_the_worker():
    """Have this process ask the worker for what is asked for later, as the web does, for one test."""
    listening.wire()
    yield
    tenancy.unlisten(after=listening._ask_the_worker)


@pytest.fixture
def mail():
    """A mail server that notes what it accepts."""
    with serving() as server:
        yield server
