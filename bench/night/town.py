"""Many councils that are alike, made fast: one by the generator, the others copied from it, table by table, in SQL.

Keys begin with the council, so a copy differs from its model in nothing else. What the night neither reads nor writes
is not copied, indexes of words are not made, and of the references only those of what it writes are there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg import sql

from bench import data
from bench.data import Scale
from local.servers import Addresses

MODEL = "bench-1"
WRITTEN = ["profile_snapshot", "triangle"]
# What is between councils, of letters and nudges, or what the night itself works out.
LEFT_OUT = [
    *WRITTEN,
    "adaptation",
    "adaptation_credit",
    "adaptation_feedback",
    "adoption_note",
    "collaborative_member",
    "confidant",
    "follower",
    "fault",
    "job_run",
    "letter",
    "notice",
    "nudge",
    "nudge_token",
    "question_link",
    "publication",
    "sign_in",
]
TABLES = """SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'council_id'
 WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND NOT c.relname = ANY (%s)
 ORDER BY pg_relation_size(c.oid) DESC"""
COLUMNS = """SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
 AND attgenerated = '' AND attname <> 'council_id' ORDER BY attnum"""
INDEXES = """SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid), amname = 'btree'
 FROM pg_index i JOIN pg_class c ON c.oid = indexrelid JOIN pg_am a ON a.oid = c.relam
 WHERE indrelid = %s::regclass AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = indexrelid)"""
COUNCILS = """INSERT INTO council (id, code, name, kind, nation, prefix, next_number, promise_days, created_at)
 SELECT gen_random_uuid(), 'night-' || n, 'Night ' || n, kind, nation, prefix, next_number, promise_days, created_at
 FROM council, generate_series(2, %s) AS n WHERE code = %s"""
COPY = """INSERT INTO {table} (council_id, {columns}) OVERRIDING SYSTEM VALUE
 SELECT copy.id, model.* FROM (SELECT id FROM council WHERE code LIKE 'night-%' ORDER BY code) AS copy
 CROSS JOIN LATERAL (SELECT {columns} FROM {table}
  WHERE council_id = (SELECT id FROM council WHERE code = {model}) OFFSET 0) AS model"""
HASTE = ("session_replication_role = replica", "synchronous_commit = off", "maintenance_work_mem = '256MB'")


@dataclass(frozen=True)
class Town:
    """So many councils of so many ideas each."""

    councils: int
    ideas: int

    @property
    def size(self) -> int:
        """How many ideas there are."""
        return self.councils * self.ideas

    def __str__(self) -> str:
        return f"{self.size:,} ideas in {self.councils} councils"


FULL, TENTH = Town(400, 2_500), Town(40, 2_500)


@contextmanager
def built(on: Addresses, town: Town, *, say: Callable[[str], None]) -> Iterator[Addresses]:
    """Generate it for one night, and drop it after."""
    model = Scale("model", councils=1, ideas=town.ideas, large=1, floor=False)
    with data.copied(on, data.kept(on, model, say=say)) as found:
        say(f"Generating {town} ...")
        with psycopg.connect(found.admin_url, autocommit=True) as server:
            _copy(server, found, town)
            server.execute("VACUUM (ANALYZE)")
        yield found


def _copy(server: psycopg.Connection, found: Addresses, town: Town) -> None:
    tables = [name for (name,) in server.execute(TABLES, [LEFT_OUT])]
    indexes = [row for table in tables for row in server.execute(INDEXES, [table])]
    with data.without_references(server, only=WRITTEN):
        for name, _, _ in indexes:
            server.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
        server.execute(COUNCILS, [town.councils, MODEL])
        _side_by_side(found, [_copy_of(server, table) for table in tables])
        _side_by_side(found, [made for _, made, is_of_order in indexes if is_of_order])
        server.execute("TRUNCATE {}".format(", ".join(WRITTEN)))


def _copy_of(server: psycopg.Connection, table: str) -> str:
    columns = [sql.Identifier(name) for (name,) in server.execute(COLUMNS, [table])]
    named = {"table": sql.Identifier(table), "columns": sql.SQL(", ").join(columns), "model": sql.Literal(MODEL)}
    return sql.SQL(COPY).format(**named).as_string(server)


def _side_by_side(found: Addresses, statements: Sequence[str]) -> None:
    """Run statements on two connections, in their order."""

    def run(statement: str) -> None:
        with psycopg.connect(found.admin_url, autocommit=True) as server:
            for setting in HASTE:
                server.execute(f"SET {setting}")
            server.execute(statement.encode())

    with ThreadPoolExecutor(2) as two:
        list(two.map(run, statements))
