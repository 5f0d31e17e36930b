"""The database that is measured: generated once for each generator and schema, copied for each run.

A run writes (logging an idea is one of its pages), so it works on a copy that goes when it ends.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from local import servers
from local.servers import Addresses
from migrations import runner
from tracker import clock, portfolio
from tracker.idea import Stage

HERE = Path(__file__).parent
MIGRATIONS = HERE.parent / "migrations"
KINDS = {".py", ".sql"}
MANY = 50  # of everything on the first idea of a council, for counting statements
LONELY = 0  # the number of one more council, with a single idea that has one of everything
LARGE = 99  # the number of the council that has far more ideas than the others
HUNDRED = 88  # councils that make a hundred with the first ten, that of one idea and the large one: 5,016 cards
JOINTS = ("bench-together", "bench-hundred")  # the collaboratives whose figures are kept
REFERENCES = (
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE contype = 'f' AND connamespace = 'public'::regnamespace ORDER BY 1, 2"
)


@dataclass(frozen=True)
class Scale:
    """How much is generated: councils of so many ideas each beside a large one, with the rows of the floor or not.

    `joint` councils of whom little but `cards` each is there join a collaborative with the first ten and the large
    one: none where none is said. The newest database of each name is kept.
    """

    name: str
    councils: int
    ideas: int
    large: int
    floor: bool = True
    joint: int = 0
    cards: int = 57

    @property
    def visitors(self) -> int:
        """Of so many councils somebody looks or logs ideas: an even number."""
        return min(32, self.councils // 2 * 2)

    @property
    def shared(self) -> int:
        """How many cards stand in the collaborative of many councils."""
        return self.joint * self.cards

    def __str__(self) -> str:
        cards = f", a collaborative of {self.shared:,} cards" if self.joint else ""
        return f"{self.councils} councils x {self.ideas:,} ideas, one of {self.large:,}{cards}"


FULL = Scale("full", councils=50, ideas=2_000, large=100_000, joint=HUNDRED)
QUICK = Scale("quick", councils=12, ideas=500, large=5_000, joint=HUNDRED)
SMALL = Scale("small", councils=40, ideas=20, large=20_000, floor=False, joint=HUNDRED)  # for a test


def digest(scale: Scale) -> str:
    """Name what the data is made from: the generator, the schema and the size."""
    files = [*sorted(HERE.glob("*.sql")), *sorted(p for p in MIGRATIONS.rglob("*.*") if p.suffix in KINDS)]
    found = hashlib.sha256(f"{vars(scale)} {MANY}".encode())
    for file in files:
        found.update(file.read_bytes())
    return found.hexdigest()[:12]


def kept(on: Addresses, scale: Scale, *, say: Callable[[str], None]) -> str:
    """Return the name of the generated database: made where it is missing, whole or not at all; older ones go."""
    name = f"data_{scale.name}_{digest(scale)}"
    with _maintenance(on) as server:
        alike = f"data\\_{scale.name}\\_%"
        asked = "SELECT datname FROM pg_database WHERE datname LIKE %s"
        there = {row[0] for row in server.execute(asked, [alike])}
        for old in there - {name}:
            _drop(server, old)
        if name not in there:
            making = f"making_{name}"
            _drop(server, making)
            say(f"Generating {scale} (once for this schema) ...")
            _generate(servers.create_database(on, making), scale, say=say)
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


def _generate(found: Addresses, scale: Scale, *, say: Callable[[str], None]) -> None:
    """Migrate, and fill: each council inside its own door, as the role that the product itself works as."""
    runner.migrate(found.owner_url)
    with psycopg.connect(found.owner_url) as owner:
        owner.execute(_read("floor"))
        # The product's role may not even make a temporary table. Rights on a database do not travel into its copies.
        owner.execute(
            sql.SQL("GRANT TEMPORARY ON DATABASE {} TO seedbed_app").format(sql.Identifier(owner.info.dbname))
        )
    amounts = {
        LONELY: 1,
        1: scale.ideas,
        LARGE: scale.large,
        **dict.fromkeys(range(2, scale.councils + 1), scale.ideas),
    }
    with psycopg.connect(found.admin_url, autocommit=True) as server:
        with without_references(server), psycopg.connect(found.database_url) as app:
            _begin(app)
            for number, ideas in amounts.items():
                events, floor = 1 if number == LONELY else MANY, scale.floor and number != LARGE
                _council(app, number, ideas=ideas, events=events, floor=floor)
                if ideas == scale.large or number % 10 == 0:
                    say(f"  council {number}")
            if scale.joint:
                say("  a hundred councils")
                _joint(found, scale)
        _keep_profile(found)
        server.execute("VACUUM (FREEZE, ANALYZE)")


def _joint(found: Addresses, scale: Scale) -> None:
    """Make a collaborative of many councils, past every door and without what the database does of itself."""
    with psycopg.connect(found.admin_url) as server:
        server.execute(_read("words"))
        _let(server, now=clock.now().isoformat(), joint_councils=scale.joint, joint_cards=scale.cards)
        server.execute(_read("joint"))


def _keep_profile(found: Addresses) -> None:
    """Have today's profile of the large council kept, and the figures of collaboratives, as after a night at work."""
    say_where = {"ENVIRONMENT": "test", "DATABASE_URL": found.database_url, "STATEMENT_TIMEOUT_MS": "600000"}
    subprocess.run(
        [sys.executable, "-m", "bench.profile", str(LARGE), *JOINTS],
        env=os.environ | say_where,
        cwd=HERE.parent,
        check=True,
    )


@contextmanager
def without_references(server: psycopg.Connection, *, only: Collection[str] = ()) -> Iterator[None]:
    """Take the foreign keys away while rows come in by the million, and check them all at once after it.

    With `only`, those of other tables stay away.
    """
    references = server.execute(REFERENCES).fetchall()
    for table, name, _ in references:
        server.execute(sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(*map(sql.Identifier, (table, name))))
    yield
    for table, name, definition in references:
        if not only or table in only:
            named = sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} ").format(*map(sql.Identifier, (table, name)))
            server.execute(named + sql.SQL(definition))


def _begin(app: psycopg.Connection) -> None:
    """Say what the statements of every council draw on.

    Tables that were just filled have no statistics: what triggers join would be looked at row by row, as if few.
    """
    app.execute("SET enable_nestloop = off")
    app.execute(_read("words"))
    _let(
        app,
        now=clock.now().isoformat(),
        large=LARGE,
        parts=" ".join(portfolio.PARTS),
        items=_keys(),
        asked=_keys(asked=True),
    )
    app.commit()


def _keys(*, asked: bool = False) -> str:
    """The items of the triangle by their stage, or those of them that a person answers."""
    items = {stage: [item.key for item in portfolio.items_of(stage) if item.asked_of or not asked] for stage in Stage}
    return json.dumps({stage: " ".join(keys) for stage, keys in items.items()})


def _let(app: psycopg.Connection, **settings: object) -> None:
    for name, value in settings.items():
        app.execute("SELECT set_config(%s, %s, false)", [f"bench.{name}", str(value)])


def _council(app: psycopg.Connection, number: int, *, ideas: int, events: int, floor: bool) -> None:
    """Make one council: its people in the directory, then what is its own behind its door."""
    _let(app, council=number, ideas=ideas, events=events)
    app.execute(_read("directory"))
    app.commit()
    app.execute("DISCARD PLANS")  # those of a small council would not do for a large one
    found = app.execute("SELECT id FROM council WHERE code = %s", [f"bench-{number}"]).fetchone()
    app.execute("SELECT set_config('seedbed.council', %s, true)", [str(found[0]) if found else ""])
    for name in ("council", "around", *(["floor_rows"] if floor else [])):
        app.execute(_read(name))
    app.commit()


def _read(name: str) -> bytes:
    return (HERE / f"{name}.sql").read_bytes()
