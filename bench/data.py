"""The database that is measured: generated once for each generator and schema, copied for each run.

A run writes (logging an idea is one of its pages), so it works on a copy that goes when it ends.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from local import servers
from local.servers import Addresses
from migrations import runner

HERE = Path(__file__).parent
MIGRATIONS = HERE.parent / "migrations"
KINDS = {".py", ".sql"}
COUNCILS, IDEAS = 50, 2_000
MANY = 50  # of everything on the first idea of a council, for counting statements
LONELY = 0  # the number of one more council, with a single idea that has one of everything


def digest(*, councils: int, ideas: int) -> str:
    """Name what the data is made from: the generator, the schema and the size."""
    files = [*sorted(HERE.glob("*.sql")), *sorted(p for p in MIGRATIONS.rglob("*.*") if p.suffix in KINDS)]
    found = hashlib.sha256(f"{councils} {ideas} {MANY}".encode())
    for file in files:
        found.update(file.read_bytes())
    return found.hexdigest()[:12]


def kept(on: Addresses, *, councils: int, ideas: int, say: Callable[[str], None]) -> str:
    """Return the name of the generated database: made where it is missing, whole or not at all; older ones go."""
    name = f"data_{digest(councils=councils, ideas=ideas)}"
    with _maintenance(on) as server:
        there = {row[0] for row in server.execute("SELECT datname FROM pg_database WHERE datname LIKE 'data\\_%'")}
        for old in there - {name}:
            _drop(server, old)
        if name not in there:
            making = f"making_{name}"
            _drop(server, making)
            say(f"Generating {councils} councils x {ideas:,} ideas (once for this schema) ...")
            _generate(servers.create_database(on, making), councils=councils, ideas=ideas, say=say)
            _rename(server, making, name)
    return name


@contextmanager
def copied(on: Addresses, name: str) -> Iterator[Addresses]:
    """Copy the generated database for one run, and drop the copy after it."""
    run = sql.Identifier("run")
    with _maintenance(on) as server:
        _drop(server, "run")
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(run, sql.Identifier(name)))
    servers.create_database(on, "run")
    try:
        yield on.named("run")
    finally:
        with _maintenance(on) as server:
            _drop(server, "run")


def _maintenance(on: Addresses) -> psycopg.Connection:
    """Connect as the servers' superuser, beside every database."""
    return psycopg.connect(urlunsplit(urlsplit(on.admin_url)._replace(path="/postgres")), autocommit=True)


def _drop(server: psycopg.Connection, name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _rename(server: psycopg.Connection, old: str, new: str) -> None:
    server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new)))


def _generate(found: Addresses, *, councils: int, ideas: int, say: Callable[[str], None]) -> None:
    """Migrate, and fill: each council inside its own door, as the role that the product itself works as."""
    runner.migrate(found.owner_url)
    with psycopg.connect(found.owner_url) as owner:
        owner.execute(_read("floor"))
        # The product's role may not even make a temporary table. Rights on a database do not travel into its copies.
        owner.execute(
            sql.SQL("GRANT TEMPORARY ON DATABASE {} TO seedbed_app").format(sql.Identifier(owner.info.dbname))
        )
    with psycopg.connect(found.database_url) as app:
        app.execute(_read("words"))
        app.execute("SELECT set_config('bench.now', now()::text, false)")
        app.commit()
        _council(app, LONELY, ideas=1, events=1)
        for number in range(1, councils + 1):
            _council(app, number, ideas=ideas, events=MANY)
            if number % 10 == 0:
                say(f"  {number} councils")
    with psycopg.connect(found.admin_url, autocommit=True) as server:
        server.execute("VACUUM (FREEZE, ANALYZE)")


def _council(app: psycopg.Connection, number: int, *, ideas: int, events: int) -> None:
    """Make one council: its people in the directory, then what is its own behind its door."""
    for setting, value in (("bench.council", number), ("bench.ideas", ideas), ("bench.events", events)):
        app.execute("SELECT set_config(%s, %s, false)", [setting, str(value)])
    app.execute(_read("directory"))
    app.commit()
    found = app.execute("SELECT id FROM council WHERE code = %s", [f"bench-{number}"]).fetchone()
    app.execute("SELECT set_config('seedbed.council', %s, true)", [str(found[0]) if found else ""])
    app.execute(_read("council"))
    app.commit()


def _read(name: str) -> bytes:
    return (HERE / f"{name}.sql").read_bytes()
