"""What approved answers stand on: the demonstration of a pinned day, its people's browsers, and the files."""

from __future__ import annotations

import os
from collections.abc import Iterator

import psycopg
import pytest

from local.servers import Addresses
from tests.approved.files import Approval
from tests.approved.people import People
from tests.approved.town import a_town
from tests.approved.visits import addressing
from tracker.app import create_app


@pytest.fixture
def approved(request: pytest.FixtureRequest) -> Approval:
    """What was approved: `approved.holds(name, what is said now)`."""
    return Approval(anew=request.config.getoption("--approve"))


@pytest.fixture(scope="module")
def town(addresses: Addresses) -> Iterator[Addresses]:
    """The demonstration, for the tests that only look at it."""
    with a_town(addresses, f"town_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}_{os.getpid()}") as found:
        yield found


@pytest.fixture(scope="module")
def people(town):
    """The people of the town and their browsers."""
    return People(create_app())


@pytest.fixture(scope="module")
def at(town):
    """Fill identifiers into an address: `at("/nudges/{nudge:no_sponsor/KNW-22}")`."""
    with psycopg.connect(town.admin_url, autocommit=True) as admin:
        yield addressing(admin)
