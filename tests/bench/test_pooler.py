"""Behind PgBouncer in transaction mode councils share connections and nothing else.

`make pooler` runs 10,000 interleaved transactions; the ordinary run of the tests some hundreds.
"""

from __future__ import annotations

import os
import random
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from tests import makers
from tests.bench.pooler import CONNECTIONS, installed, pooled
from tests.conftest import HOME, pointed_at
from tracker import council
from tracker.idea import Idea
from tracker.tenancy import NoCouncilError, abandon, as_council, directory, door, engine, rows, session

TRANSACTIONS = int(os.environ.get("POOLED_TRANSACTIONS", "400"))
COUNCILS, IDEAS, CLIENTS = 6, 3, 16
MISSING = "there is no PgBouncer 1.18 or newer on this machine: apt-get install pgbouncer"
MINE = "SELECT council_id, title, pg_backend_pid() AS server FROM idea ORDER BY id"
ANYTHING = "SELECT count(*) FROM idea"


class Seen(NamedTuple):
    """A row of an idea, and the server process that answered."""

    council_id: UUID
    title: str
    server: int


class Known(NamedTuple):
    """A council with its people's sign-in, and what it may see."""

    id: UUID
    token: str
    titles: frozenset[str]


@dataclass
class Diary:
    """Which councils each server process answered."""

    served: dict[int, set[UUID]] = field(default_factory=lambda: defaultdict(set))

    def hold(self, known: Known, found: list[Seen]) -> None:
        """Note what came, and hold it to the council that asked."""
        assert {row.council_id for row in found} == {known.id}
        assert {row.title for row in found} == known.titles
        for row in found:
            self.served[row.server].add(known.id)


@pytest.fixture(scope="module")
def pooler(database):
    """Lead the product through a pooler to the database of the tests."""
    program = installed()
    if program is None:
        pytest.fail(MISSING) if os.environ.get("CI") else pytest.skip(MISSING)
    with (
        pooled(program, database, HOME) as address,
        pointed_at(database, DATABASE_URL=address, DATABASE_POOLER="true", DATABASE_POOL=str(CLIENTS)),
    ):
        yield address


@pytest.fixture(scope="module")
def councils(pooler) -> list[Known]:
    found = []
    for number in range(COUNCILS):
        side = makers.a_side(name=f"Council {number}")
        titles = frozenset(f"Idea {n} of council {number}" for n in range(IDEAS))
        for title in titles:
            makers.a_sent_idea(side, title=title)
        with directory():
            token = council.start(person_id=side.lead.id, council_id=side.id)
        found.append(Known(side.id, token, titles))
    return found


def reads(known: Known, diary: Diary) -> None:
    """A page's reading, twice in one transaction."""
    with as_council(known.id):
        diary.hold(known, rows(Seen, MINE))
        diary.hold(known, rows(Seen, MINE))


def arrives(known: Known, diary: Diary) -> None:
    """A browser that enters by its cookie."""
    with council.arrive(known.token) as reader:
        assert reader is not None
        assert reader.council_id == known.id
        diary.hold(known, rows(Seen, MINE))


def acts(known: Known, diary: Diary) -> None:
    """An act that is taken back: what it wrote is seen in its own transaction, and nowhere else."""
    with as_council(known.id):
        found = session().scalars(select(Idea)).all()
        assert {idea.council_id for idea in found} == {known.id}
        found[0].title = "Renamed"
        assert "Renamed" in {row.title for row in rows(Seen, MINE)}
        abandon()


def fails(known: Known, diary: Diary) -> None:
    """A statement that goes wrong in the middle of a transaction."""
    with pytest.raises(DBAPIError, match="division by zero"), as_council(known.id):
        diary.hold(known, rows(Seen, MINE))
        session().execute(text("SELECT 1 / 0"))


def asks_without_a_council(_known: Known, _diary: Diary) -> None:
    """Wrong use: a council's table from the directory's door, whoever had the connection before."""
    with pytest.raises(DBAPIError), directory():
        session().execute(text(ANYTHING))


def goes_round_the_doors(_known: Known, _diary: Diary) -> None:
    """Wrong use: a statement outside any door and transaction."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True, prepare_threshold=None) as bare:
        assert bare.execute("SELECT coalesce(current_setting('seedbed.council', true), '')").fetchall() == [("",)]
        with pytest.raises(psycopg.Error):
            bare.execute(ANYTHING)


def names_no_council(_known: Known, _diary: Diary) -> None:
    """Wrong use: a council's door that is told no council."""
    with pytest.raises(NoCouncilError), as_council(None):
        pass


KINDS: list[tuple[Callable[[Known, Diary], None], int]] = [
    (reads, 40),
    (arrives, 25),
    (acts, 12),
    (fails, 8),
    (asks_without_a_council, 8),
    (goes_round_the_doors, 5),
    (names_no_council, 2),
]


def test_interleaved_transactions_of_many_councils_leak_nothing(councils):
    draw, diary = random.Random(7), Diary()  # noqa: S311 - which transaction comes when
    kinds, weights = zip(*KINDS, strict=True)
    work = [(draw.choice(councils), draw.choices(kinds, weights)[0]) for _ in range(TRANSACTIONS)]
    with ThreadPoolExecutor(CLIENTS) as clients:
        for done in [clients.submit(kind, known, diary) for known, kind in work]:
            done.result()
    assert 1 < len(diary.served) <= CONNECTIONS
    assert all(len(served) == COUNCILS for served in diary.served.values()), "each connection served every council"


def test_more_people_than_connections_are_in_transactions_at_once(councils, database):
    """What the pooler is for: as many clients as work here have fewer server processes than their number."""
    with psycopg.connect(database.admin_url) as admin:
        asked = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'seedbed_app' AND datname = current_database()"
        [(servers,)] = admin.execute(asked).fetchall()
    assert servers <= CONNECTIONS < CLIENTS


def test_each_transaction_is_told_its_limits_anew(councils):
    for known in councils:
        with as_council(known.id):
            names = ("statement_timeout", "idle_in_transaction_session_timeout", "timezone")
            told = [session().scalar(text("SELECT current_setting(:name)"), {"name": name}) for name in names]
            assert told == ["5s", "15s", "UTC"]
        with engine().connect() as bare, bare.begin():
            assert bare.scalar(text("SHOW plan_cache_mode")) == "force_generic_plan"


def test_nothing_is_prepared_on_a_connection_that_the_next_transaction_may_not_have(councils):
    for _ in range(2 * CONNECTIONS):
        with as_council(councils[0].id):
            for _ in range(6):
                rows(Seen, MINE)
            assert door().read(Count, "SELECT count(*) AS count FROM pg_prepared_statements") == [(0,)]


class Count(NamedTuple):
    """A number of rows."""

    count: int
