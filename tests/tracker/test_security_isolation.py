"""Raw SQL against every table of a council, in its own context, a foreign one and none; and doors in any order.

Rows are made as the superuser, past every rule but the checks, so that each table holds one of each council.
"""

# ruff: noqa: S608 - statements made of names from the database's own catalogue

from __future__ import annotations

import contextvars
import os
import re
import uuid
from collections import Counter
from contextlib import AbstractContextManager, ExitStack, suppress
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg import sql
from psycopg.types.json import Json
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests import makers
from tracker import council, tenancy
from tracker.db import new_id
from tracker.history import record
from tracker.history.events.council import ServiceAdded
from tracker.tenancy import as_collaborative, as_council, directory

LISTED = (Path(__file__).parents[2] / "docs" / "decisions" / "0002-five-walls.md").read_text(encoding="utf-8")
TABLES = sorted(re.findall(r"^\| (\w+) \| council \|", LISTED, flags=re.MULTILINE))
NOT_GIVEN = psycopg.errors.InsufficientPrivilege
NO_COUNCIL = (psycopg.errors.UndefinedObject, psycopg.errors.InvalidTextRepresentation, NOT_GIVEN)


# --- one row of each table --------------------------------------------------------------------------------------------
A_VALUE = {
    "bytea": lambda: b"\x00\x01",
    "uuid": new_id,  # each after the one before, as two ideas that are alike are kept
    "text": lambda: "x",
    "character varying": lambda: "x",
    "bigint": lambda: 1,
    "numeric": lambda: 1,
    "boolean": lambda: False,
    "date": lambda: date(2026, 1, 1),
    "timestamp with time zone": lambda: datetime(2026, 1, 1, tzinfo=UTC),
    "jsonb": lambda: Json({}),
    "ARRAY": list,
}


# One of two columns, by a constraint.
NEEDED_BESIDES: dict[str, dict[str, object]] = {
    "old_service": {"ends_on": date(2026, 1, 1)},
    "team_member": {"name": "x"},
}


def columns_of(server, table: str) -> list[tuple[str, str]]:
    """The columns that a row must give, with their types."""
    return server.execute(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = 'public'"
        " AND table_name = %s AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'",
        [table],
    ).fetchall()


def allowed_words(server, table: str) -> dict[str, str]:
    """The first word of each closed list of a table, by its column."""
    checks = server.execute(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c' AND conrelid = %s::regclass", [table]
    ).fetchall()
    found = (re.match(r"CHECK \(\(\(?\(?(\w+)\)?.*?'([a-z]\w*)'::", told) for (told,) in checks)
    return {one[1]: one[2] for one in found if one}


def a_row(server, table: str, council_id: uuid.UUID) -> dict[str, object]:
    words = allowed_words(server, table)
    row = {name: words.get(name) or A_VALUE[kind]() for name, kind in columns_of(server, table)}
    return {**row, **NEEDED_BESIDES.get(table, {}), "council_id": council_id}


def inserting(table: str, row: dict[str, object]) -> sql.Composed:
    names = sql.SQL(", ").join(map(sql.Identifier, row))
    return sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(table), names, sql.SQL(", ").join(map(sql.Placeholder, row))
    )


@pytest.fixture(scope="module")
def two(database) -> tuple[uuid.UUID, uuid.UUID]:
    """Two councils with one row in every table."""
    pair = (makers.a_council().id, makers.a_council().id)
    with psycopg.connect(database.admin_url) as server:
        server.execute("SET session_replication_role = replica")  # what a row points at is not asked
        for table in TABLES:
            for council_id in pair:
                row = a_row(server, table, council_id)
                server.execute(inserting(table, row), row)
    return pair


@pytest.fixture
def app_role(database):
    """A bare connection as the application's role; what it does is undone."""
    with psycopg.connect(database.database_url) as connection:
        yield connection
        connection.rollback()


def tried(connection, statement, values=None) -> int | type[Exception]:
    """How many rows a statement found or changed, or how it was refused; undone either way."""
    with suppress(psycopg.Rollback), connection.transaction(force_rollback=True):
        try:
            with connection.transaction():
                answer = connection.execute(statement, values)
                return len(answer.fetchall()) if answer.description else answer.rowcount
        except psycopg.Error as why:
            return type(why)
    raise AssertionError(statement)


def enter(connection, council_id: uuid.UUID | None) -> None:
    connection.rollback()
    if council_id:
        connection.execute("SELECT set_config('seedbed.council', %s, true)", [str(council_id)])


def verbs_on(table: str, whose: uuid.UUID, row: dict[str, object]) -> dict[str, tuple[object, object]]:
    where = {"whose": whose}
    return {
        "select": (f"SELECT 1 FROM {table} WHERE council_id = %(whose)s", where),
        "update": (f"UPDATE {table} SET council_id = council_id WHERE council_id = %(whose)s", where),
        "delete": (f"DELETE FROM {table} WHERE council_id = %(whose)s", where),
        "insert": (inserting(table, row), row),
    }


@pytest.mark.parametrize("table", TABLES)
def test_no_context_sees_or_changes_a_row_but_its_own(database, two, app_role, table):
    ours, theirs = two
    with psycopg.connect(database.admin_url) as server:
        verbs = verbs_on(table, ours, a_row(server, table, ours))
    for verb, (statement, values) in verbs.items():
        enter(app_role, None)
        assert tried(app_role, statement, values) in NO_COUNCIL, f"{verb} without a council"
        enter(app_role, theirs)
        wanted = {NOT_GIVEN} if verb == "insert" else {0, NOT_GIVEN} if verb != "select" else {0}
        assert tried(app_role, statement, values) in wanted, f"{verb} from a foreign council"
        enter(app_role, ours)
        own = tried(app_role, statement, values)
        if verb == "select":
            assert own == 1
        elif verb in {"update", "delete"}:
            assert own in {1, NOT_GIVEN, psycopg.errors.ForeignKeyViolation}, f"{verb} of one's own: {own}"


@pytest.mark.parametrize("table", TABLES)
def test_a_row_cannot_be_handed_to_another_council(two, app_role, table):
    ours, theirs = two
    enter(app_role, ours)
    assert tried(app_role, f"UPDATE {table} SET council_id = %(to)s", {"to": theirs}) is NOT_GIVEN


@pytest.mark.parametrize("table", TABLES)
def test_an_unfiltered_look_shows_ones_own_alone(two, app_role, table):
    enter(app_role, two[0])
    seen = {council_id for (council_id,) in app_role.execute(f"SELECT council_id FROM {table}")}
    assert seen == {two[0]}


# --- doors in any order -----------------------------------------------------------------------------------------------
SLOTS, COUNCILS = 3, 4
STEPS = st.lists(
    st.tuples(
        st.integers(0, SLOTS - 1),
        st.sampled_from(
            ["look", "look", "write", "write", "savepoint", "break", "time out", "die", "close", "raise", "abandon"]
        ),
        st.integers(0, COUNCILS + 2),
    ),
    max_size=40,
)


class Slot:
    """One of several doors that are open at once, each in a context of its own, as in as many threads."""

    def __init__(self, places: dict[uuid.UUID, str], committed: Counter[uuid.UUID]) -> None:
        self.tokens, self.places, self.committed, self.pending = places, list(places), committed, 0
        self.stack: ExitStack | None = None
        self.place: uuid.UUID | None = None

    def step(self, what: str, which: int) -> None:
        """Open a door, or do something in the one that is open."""
        if self.stack is None:
            self.context, self.stack, self.pending = contextvars.copy_context(), ExitStack(), 0
            self.place = self.places[which] if which < len(self.places) else None
            self.context.run(self.stack.enter_context, self._door(which))
        elif what in {"close", "abandon"}:
            self.close(keeps=what == "close")
        else:
            self.context.run(getattr(self, f"_{what.replace(' ', '_')}"))

    def _door(self, which: int) -> AbstractContextManager[object]:
        if self.place:
            return council.arrive(self.tokens[self.place]) if which % 2 else as_council(self.place)
        others = (directory, lambda: as_collaborative(uuid.uuid4()), lambda: council.arrive("nobody's"))
        return others[which - len(self.places)]()

    def _look(self) -> None:
        found = tenancy.session().execute(text("SELECT council_id FROM event"))
        if self.place is None:
            raise AssertionError("a door of no council showed a council's table")
        seen = [council_id for (council_id,) in found]
        assert set(seen) <= {self.place}, "a foreign row"
        assert len(seen) == self.committed[self.place] + self.pending, "rows are missing, or there are too many"

    def _write(self) -> None:
        record(ServiceAdded(name="Noted"))
        tenancy.session().flush()
        self.pending += 1

    def _savepoint(self) -> None:
        with suppress(ZeroDivisionError), tenancy.attempt():
            record(ServiceAdded(name="Never kept"))
            tenancy.session().flush()
            raise ZeroDivisionError

    def _break(self) -> None:
        tenancy.session().execute(text("SELECT 1 / 0"))

    def _time_out(self) -> None:
        tenancy.session().execute(text("SET LOCAL statement_timeout = '5ms'"))
        tenancy.session().execute(text("SELECT pg_sleep(1)"))

    def _die(self) -> None:
        pid = tenancy.session().execute(text("SELECT pg_backend_pid()")).scalar()
        with psycopg.connect(os.environ["DATABASE_ADMIN_URL"], autocommit=True) as server:
            server.execute("SELECT pg_terminate_backend(%s, 1000)", [pid])
        tenancy.session().execute(text("SELECT 1"))

    def _raise(self) -> None:
        raise ZeroDivisionError

    def close(self, *, keeps: bool = True) -> None:
        """Close the door; what was written there is kept, or was undone."""
        stack, self.stack = self.stack, None
        if stack:
            if not keeps:
                self.context.run(tenancy.abandon)
            self.context.run(stack.close)
            self.committed[self.place] += self.pending if keeps else 0

    def fail(self, why: Exception) -> None:
        """Have the door see an error, as a view's would."""
        stack, self.stack = self.stack, None
        if stack:
            with suppress(type(why)):
                self.context.run(stack.__exit__, type(why), why, why.__traceback__)


@pytest.fixture(scope="module")
def places(database) -> dict[uuid.UUID, str]:
    """Some councils, each with the token of somebody who is signed in there."""
    worlds = [makers.a_world() for _ in range(COUNCILS // 2)]
    sides = [side for world in worlds for side in (world.ours, world.theirs)]
    with directory():
        return {side.id: council.start(person_id=side.lead.id, council_id=side.id) for side in sides}


@settings(max_examples=150)
@given(steps=STEPS)
def test_no_order_of_doors_over_few_connections_ever_shows_a_foreign_row(places, steps):
    assert tenancy.engine().pool.size() == 2
    committed: Counter[uuid.UUID] = Counter()
    for place in places:
        with as_council(place) as door:
            committed[place] = door.execute(text("SELECT count(*) FROM event")).scalar()
    slots = [Slot(places, committed) for _ in range(SLOTS)]
    try:
        for slot, what, which in steps:
            try:
                slots[slot].step(what, which)
            except (DBAPIError, ZeroDivisionError) as why:
                slots[slot].fail(why)
    finally:
        for slot in slots:
            with suppress(DBAPIError):
                slot.close(keeps=False)
