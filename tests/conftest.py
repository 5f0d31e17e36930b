"""Every test runs on real servers, in a database of its own process, in a world of two look-alike councils."""

from __future__ import annotations

import fcntl
import gc
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from psycopg import sql

from config.settings import settings
from local import servers
from local.servers import Addresses
from migrations import runner
from tests import makers
from tests.browsing import Browser
from tracker import listening, tenancy
from tracker.app import create_app

ROOT = Path(__file__).parent.parent
HOME = ROOT / "var" / "tests"
MIGRATIONS = ROOT / "migrations"
KINDS = {".py", ".sql"}
MOST_COUNCILS = 40  # that the tests before it may leave to a module

in_use: list[Addresses] = []  # the database of this process, once a test needed one

hypothesis_settings.register_profile(
    "seedbed", deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
hypothesis_settings.load_profile("seedbed")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Have tests/approved write what is said now, instead of holding it against what was approved."""
    parser.addoption("--approve", action="store_true", help="write anew what pages and letters are approved to say")


def pytest_collection_finish() -> None:
    """Leave out of every collection what was imported and collected: it stays until the end (an eighth of the time)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def addresses() -> Iterator[Addresses]:
    """Where the servers of all tests are: started by the first process that needs them, stopped by the last."""
    listening.wire(worker=False)
    with servers.joined(HOME, durable=False) as found:
        yield found


def clone(addresses: Addresses, name: str, *, of: str | None = None) -> Addresses:
    """Copy the migrated, empty database under a new name, or another that nobody is connected to."""
    wanted = sql.Identifier(name)
    with (HOME / "cloning.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        template = sql.Identifier(of or _template(addresses))
        with psycopg.connect(_maintenance(addresses), autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(wanted))
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(wanted, template))
    return addresses.named(name)


def _template(addresses: Addresses) -> str:
    """Name the empty database of these very migrations; make it where it is missing, whole or not at all."""
    digest = hashlib.sha256(
        b"".join(path.read_bytes() for path in sorted(MIGRATIONS.rglob("*.*")) if path.suffix in KINDS)
    )
    name = f"template_{digest.hexdigest()[:12]}"
    with psycopg.connect(_maintenance(addresses), autocommit=True) as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            making = f"{name}_making"
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(making)))
            runner.migrate(servers.create_database(addresses, making).owner_url)
            server.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(making), sql.Identifier(name))
            )
    return name


def corner(addresses: Addresses, which: int) -> str:
    """Name a part of the broker that no other test process uses.

    0 is of the database, 1 and 2 of tests with workers, 3 of tests that look at what lies there and run none.
    """
    process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    assert process < 4, "the broker has sixteen parts: four test processes at most"
    return f"{addresses.broker_url.rpartition('/')[0]}/{4 * process + which}"


def _maintenance(addresses: Addresses) -> str:
    return urlunsplit(urlsplit(addresses.admin_url)._replace(path="/postgres"))


@contextmanager
def pointed_at(found: Addresses, **more: str) -> Iterator[None]:
    """Have this process use a database, as the role that row-level security binds."""
    kept = dict(os.environ)
    os.environ.update(
        ENVIRONMENT="test",
        DATABASE_URL=found.database_url,
        DATABASE_OWNER_URL=found.owner_url,
        DATABASE_ADMIN_URL=found.admin_url,
        DATABASE_BACKUP_URL=found.backup_url,
        SECRET_KEY="a secret of the tests, long enough to sign with",
        BROKER_URL=corner(found, 0),
        FILES_AT=str(HOME / "files"),
    )
    os.environ.update(more)
    tenancy.forget_engine()
    settings.cache_clear()
    try:
        yield
    finally:
        tenancy.forget_engine()
        os.environ.clear()
        os.environ.update(kept)
        settings.cache_clear()


@pytest.fixture(scope="session")
def database(addresses: Addresses) -> Iterator[Addresses]:
    """The database of this process; tests keep apart by working in councils of their own."""
    found = clone(addresses, f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}_{os.getpid()}")
    with pointed_at(found):
        makers.first_world()
        in_use.append(found)
        yield found


@pytest.fixture(scope="module", autouse=True)
def room_for_more() -> None:
    """Begin a module with an empty database where those before it left many councils: they make all else slow."""
    if not in_use:
        return
    [found] = in_use
    with psycopg.connect(found.admin_url) as server:
        [(councils,)] = server.execute("SELECT count(*) FROM council").fetchall()
    if councils > MOST_COUNCILS:
        gc.collect()  # what a failed act still holds goes back to the pool before the pool goes
        tenancy.engine().dispose()
        clone(found, urlsplit(found.database_url).path.lstrip("/"))


@pytest.fixture
def empty_database(addresses: Addresses, request: pytest.FixtureRequest) -> Iterator[Addresses]:
    """A database with nothing in it, for this test alone."""
    request.getfixturevalue("database")
    found = clone(addresses, f"empty_{os.getpid()}")
    with pointed_at(found):
        yield found


@pytest.fixture
def world(database: Addresses) -> makers.World:
    """Two councils that look alike, each with somebody in every role. Nothing of one may be seen from the other."""
    return makers.a_world()


@pytest.fixture(scope="session")
def app(database: Addresses):
    """The web application, as it is served."""
    made = create_app()
    made.config["TESTING"] = False
    return made


@pytest.fixture
def browse(app):
    """Open a browser for a person: `browse(world.ours.lead)`; for nobody: `browse(None)`."""

    def opened(person: makers.Someone | None = None) -> Browser:
        return Browser(app, person)

    return opened


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect every statement that reaches a cursor, BEGIN and COMMIT aside."""
    seen: list[str] = []

    execute = psycopg.Cursor.execute

    def noted(cursor, query, *given, **more):
        seen.append(query.decode() if isinstance(query, bytes) else str(query))
        return execute(cursor, query, *given, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(psycopg.Cursor, "execute", noted)
        yield seen


@pytest.fixture
def statements():
    """Count statements: `with statements() as seen: ...; len(seen)`."""
    return counted
