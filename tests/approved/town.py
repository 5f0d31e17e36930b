"""The demonstration on a pinned day, planted once and kept as a template that every test process clones.

It is planted anew when anything changed that planting runs: the product below its pages, letters, reference data, the
demonstration itself; save where APPROVED_TOWN says that the product is broken on purpose.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from bench.witness import demonstration
from config.settings import settings
from local import demo
from local.servers import Addresses
from tests.approved import letters, newcomers
from tests.conftest import HOME, ROOT, clone, pointed_at
from tracker import clock

DAY = demonstration.A_WEDNESDAY
OWN = (
    "tests/approved/town.py",
    "tests/approved/newcomers.py",
    "tests/approved/letters.py",
    "bench/witness/demonstration.py",
    "local/demo.py",
)
MADE_OF = ("tracker", "worker", "config", "migrations", "local/overlay", "demo", "templates/post")
SHOWN_ONLY = ("tracker/pages", "tracker/web", "tracker/cli")
KINDS = frozenset({".py", ".sql", ".csv", ".txt", ".html"})
NAME = "template_town"
MAKING = f"{NAME}_making"
AS_PLANTED = "APPROVED_TOWN"  # set where the product is broken on purpose, after the town was planted whole
NOBODY = "smtp://127.0.0.1:1"  # there is no mail server unless a test has one


@contextmanager
def a_town(addresses: Addresses, name: str) -> Iterator[Addresses]:
    """Have this process use a copy of the planted demonstration, on its day."""
    found = clone(addresses, name, of=_template(addresses))
    try:
        with pointed_at(found, MAIL_URL=NOBODY), clock.at(DAY):
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
        whole = [found for found in old if found != MAKING]
        if whole and AS_PLANTED in os.environ:
            name = whole[0]
        if name not in old:
            for other in old:
                server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(other)))
            _plant(clone(addresses, MAKING))
            server.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(MAKING), sql.Identifier(name))
            )
    return name


def _maintaining(addresses: Addresses) -> psycopg.Connection[tuple[str]]:
    return psycopg.connect(addresses.named("postgres").admin_url, autocommit=True)


def _digest() -> str:
    """What planting depends on, in a few letters."""
    found = hashlib.sha256()
    below = (path for folder in MADE_OF for path in (ROOT / folder).rglob("*") if path.suffix in KINDS)
    for path in sorted([*below, *(ROOT / name for name in OWN)]):
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith(SHOWN_ONLY):
            found.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()[:12]


def _plant(empty: Addresses) -> None:
    """Plant the demonstration and what it lacks, and do once what the worker does on its own."""
    with pointed_at(empty), clock.at(DAY), tempfile.TemporaryDirectory() as letters_in:
        demo.load()
        newcomers.plant()
        keep_promises(Path(letters_in))
        letters.keep(Path(letters_in))


def keep_promises(letters_in: Path) -> None:
    """Do once what the worker does on its own; letters go to a mail server that is there for as long."""
    with demonstration.post_office(letters_in) as url, pytest.MonkeyPatch.context() as patched:
        patched.setenv("MAIL_URL", url)
        settings.cache_clear()
        demonstration.keep_promises()
    settings.cache_clear()
