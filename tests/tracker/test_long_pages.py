"""Pages that ask something of all that a council has may take longer over a statement; no other may."""

from __future__ import annotations

from typing import Any, NamedTuple

import psycopg
import pytest

from tests.conftest import pointed_at
from tracker import council, tenancy
from tracker.web import screens

USUAL, LONG = ("5s", 10.0), ("20s", 25.0)


class Limit(NamedTuple):
    """What the server allows a statement."""

    allowed: str


def limits() -> tuple[str, Any]:
    """How long a statement may take on the open door, and after how many seconds nobody waits for it any more."""
    [found] = tenancy.rows(Limit, "SELECT current_setting('statement_timeout') AS allowed")
    driver: Any = tenancy.door().connection.connection.driver_connection
    return found.allowed, driver.patience


@pytest.fixture
def allowed(database, monkeypatch):
    """What each page that is opened may take."""
    seen: list[tuple[str, Any]] = []
    inside = screens._inside

    def noted(view, arguments):
        seen.append(limits())
        return inside(view, arguments)

    monkeypatch.setattr(screens, "_inside", noted)
    with pointed_at(database, STATEMENT_TIMEOUT_MS="5000"):
        yield seen


@pytest.mark.parametrize(
    "address",
    [
        "/portfolio/nudges",
        "/portfolio/nudges/rules",
        "/portfolio?day=2026-03-01",
        "/portfolio/mix?day=2026-03-01",
        "/portfolio/reports/2026-q3",
    ],
)
def test_what_is_worked_out_of_all_ideas_may_take_longer_and_the_next_page_may_not(world, browse, allowed, address):
    lead = browse(world.ours.lead)
    for asked in ("/portfolio", address, "/portfolio/mix", "/ideas", address):
        lead.get(asked)
    assert allowed == [USUAL, LONG, USUAL, USUAL, LONG]


def test_a_statement_ends_when_its_page_may_take_no_longer(world, database):
    with pointed_at(database, STATEMENT_TIMEOUT_MS="200"):
        with tenancy.directory():
            token = council.start(person_id=world.ours.lead.id, council_id=world.ours.id)
        with council.arrive(token, seconds=5):
            tenancy.run("SELECT pg_sleep(0.4)")
        with pytest.raises(psycopg.errors.QueryCanceled), council.arrive(token):
            tenancy.run("SELECT pg_sleep(0.4)")
