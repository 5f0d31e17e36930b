"""What approved answers stand on: the demonstration of a pinned day, its people's browsers, and the files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import psycopg
import pytest
from flask import Flask

from local.servers import Addresses
from tests.approved.files import Approval
from tests.approved.people import People
from tests.approved.town import a_town
from tests.approved.visits import plain

SPONSOR = "colin"


@pytest.fixture
def approved(request: pytest.FixtureRequest) -> Approval:
    """What was approved: `approved.holds(name, what is said now)`."""
    return Approval(anew=request.config.getoption("--approve"))


@contextmanager
def _people(app: Flask, addresses: Addresses, name: str) -> Iterator[People]:
    process = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    with ExitStack() as passing:
        town = passing.enter_context(a_town(addresses, f"{name}_{process}_{os.getpid()}"))
        admin = passing.enter_context(psycopg.connect(town.admin_url, autocommit=True))
        yield People(app, admin, passing)


@pytest.fixture(scope="module")
def people(app: Flask, addresses: Addresses) -> Iterator[People]:
    """The people of the town that tests only look at.

    What a sponsor opens is seen by them from then on: they do so first, whichever test comes next.
    """
    with _people(app, addresses, "town") as found:
        for visit in plain():
            if visit.who == SPONSOR and visit.address.startswith("/ideas/"):
                found.answer(visit)
        yield found


@pytest.fixture
def own_town(app: Flask, addresses: Addresses) -> Iterator[People]:
    """The people of a town for this test alone, which may change it."""
    with _people(app, addresses, "own_town") as found:
        yield found
