"""The demonstration on a pinned day, planted once and kept as a template that every test process clones.

It is planted anew when anything changed that planting runs: the product below its pages, letters, reference data, the
demonstration itself.
"""

from __future__ import annotations

import fcntl
import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from bench.witness import demonstration
from local import demo
from local.servers import Addresses
from tests.conftest import HOME, ROOT, clone, pointed_at
from tracker import clock

DAY = demonstration.A_WEDNESDAY
MADE_OF = ("tracker", "worker", "config", "migrations", "local/overlay", "demo", "templates/post", "tests/approved")
SHOWN_ONLY = ("tracker/pages", "tracker/web", "tracker/cli", "tests/approved/pages", "tests/approved/letters")
KINDS = frozenset({".py", ".sql", ".csv", ".txt", ".html"})
NAME = "template_town"


@contextmanager
def a_town(addresses: Addresses, name: str) -> Iterator[Addresses]:
    """Have this process use a copy of the planted demonstration, on its day."""
    found = clone(addresses, name, of=_template(addresses))
    try:
        with pointed_at(found), clock.at(DAY):
            yield found
    finally:
        with _maintaining(addresses) as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _template(addresses: Addresses) -> str:
    """Name the planted database of this very code; plant it where it is missing, whole or not at all."""
    name = f"{NAME}_{_digest()}"
    with (HOME / "planting.lock").open("w") as lock, _maintaining(addresses) as server:
        fcntl.flock(lock, fcntl.LOCK_EX)
        old = [found for (found,) in server.execute("SELECT datname FROM pg_database WHERE datname ^@ %s", [NAME])]
        if name not in old:
            for other in old:
                server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(other)))
            making = f"{NAME}_making"
            _plant(clone(addresses, making))
            server.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(making), sql.Identifier(name))
            )
    return name


def _maintaining(addresses: Addresses) -> psycopg.Connection[tuple[str]]:
    return psycopg.connect(addresses.named("postgres").admin_url, autocommit=True)


def _digest() -> str:
    found = hashlib.sha256()
    for path in sorted(path for folder in MADE_OF for path in (ROOT / folder).rglob("*") if path.suffix in KINDS):
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith(SHOWN_ONLY):
            found.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()[:12]


def _plant(empty: Addresses) -> None:
    """Plant the demonstration and what it lacks, and do once what the worker does on its own."""
    with (
        tempfile.TemporaryDirectory() as letters,
        demonstration.post_office(Path(letters)) as mail_url,
        pointed_at(empty, MAIL_URL=mail_url),
        clock.at(DAY),
    ):
        demo.load()
        demonstration.keep_promises()
