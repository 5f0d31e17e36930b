"""How a constant statement is read on a door's own connection: its rows as the named tuples that they are."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.rows import RowFactory, tuple_row
from sqlalchemy import Select
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from tracker.tenancy.pool import keep_values_out

R = TypeVar("R", bound=tuple[Any, ...])

_PARTICULAR = re.compile(r"(?<![:\w]):([a-z_][a-z0-9_]*)\b")


def spelled(asked: Select[Any]) -> str:
    """Spell a statement out for `rows()`, once: what is long and asked often is not put together anew each time.

    What is the same each time stands in it as it is, so that the database plans with it; what is given with it is
    named. Raises ValueError where a constant would be read as something that is given.
    """
    dialect: Any = PGDialect_psycopg
    made: Any = asked.compile(dialect=dialect(paramstyle="named"))
    given = {name for name, bind in made.binds.items() if bind.required}
    whole = made.construct_expanded_state(dict.fromkeys(given))

    def told(found: re.Match[str]) -> str:
        name = found[1]
        if name in given:
            return found[0]
        stored = whole.processors.get(name, lambda value: value)(whole.parameters[name])
        constant = sql.Literal(stored.value if isinstance(stored, StrEnum) else stored).as_string()
        if _PARTICULAR.search(constant):
            msg = f"{constant} would be read as something that is given"
            raise ValueError(msg)
        return constant

    return _PARTICULAR.sub(told, whole.statement)


class _NumberedStatement(NamedTuple):
    """A statement as the server takes it: its particulars by number, and what they are called."""

    sql: bytes
    names: tuple[str, ...]


@functools.cache
def _numbered(statement: str) -> _NumberedStatement:
    names = tuple(dict.fromkeys(_PARTICULAR.findall(statement)))
    return _NumberedStatement(_PARTICULAR.sub(lambda found: f"${names.index(found[1]) + 1}", statement).encode(), names)


@functools.cache
def _maker(into: type[R], statement: str) -> Callable[[psycopg.Cursor[R]], Callable[[Sequence[Any]], R]]:
    """How the driver makes the rows of a statement: its columns are the same each time, so they are looked at once."""
    held: set[str] = set()
    make = into._make  # type: ignore[attr-defined]  # every named tuple has it

    def rows_of(cursor: psycopg.Cursor[R]) -> Callable[[Sequence[Any]], R]:
        if not held:
            _hold(into, [column.name for column in cursor.description or ()])
            held.add(statement)
        return make  # type: ignore[no-any-return]

    return rows_of


def _hold(into: type[R], columns: Sequence[str]) -> None:
    """Hold columns to the fields of a class. Raises TypeError where they are not those, in their order."""
    fields: Sequence[str] = into._fields  # type: ignore[attr-defined]
    if list(fields) != list(columns):
        msg = f"{into.__name__} has the fields {', '.join(fields)}, its statement the columns {', '.join(columns)}"
        raise TypeError(msg)


def read(connection: psycopg.Connection[Any], into: type[R], statement: str, given: dict[str, object]) -> list[R]:
    """Run a statement with its particulars, `:name` each, and return its rows as named tuples of one class."""
    return _asked(connection, statement, given, _maker(into, statement)).fetchall()


def run(connection: psycopg.Connection[Any], statement: str, given: dict[str, object]) -> None:
    """Run a statement with its particulars; nothing of what it may find is read."""
    _asked(connection, statement, given, tuple_row)


def _asked(
    connection: psycopg.Connection[Any], statement: str, given: dict[str, object], makes: RowFactory[R]
) -> psycopg.RawCursor[R]:
    asked = _numbered(statement)
    try:
        cursor = psycopg.RawCursor(connection, row_factory=makes)
        return cursor.execute(asked.sql, [_given(given[name]) for name in asked.names])
    except psycopg.Error as why:
        keep_values_out(why)
        raise


def _given(value: object) -> object:
    """What is given to a statement, as the driver takes it.

    A list of ids or of days is spelled here: the driver asks of each by itself how it is written, and quoted.
    """
    if type(value) is list and value:
        kinds = set(map(type, value))
        if kinds == {UUID}:
            return f"{{{','.join(f'{one.int:032x}' for one in value)}}}"
        if kinds == {date}:
            return f"{{{','.join(map(str, value))}}}"
    return value
