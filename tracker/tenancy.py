"""The doors: the only ways to a session, and the only place that commits.

`as_council` opens one council's rows, `as_collaborative` the cards of one collaborative, `directory` the tables that
belong to no single council (sign-in, switching, which councils there are). They do not nest, and a session belongs to
its door for life. Row-level security is the wall behind them (docs/decisions/0002-five-walls.md).
"""

from __future__ import annotations

import functools
import select
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import Session, SessionTransaction
from sqlalchemy.pool import ConnectionPoolEntry

from config.settings import settings


class NoCouncilError(RuntimeError):
    """A session was asked for without saying whose."""


class DoorError(RuntimeError):
    """A door was opened inside another, or used after it closed."""


class UnsafeRoleError(RuntimeError):
    """The database role could walk through the wall: it owns tables, is a superuser or bypasses row security."""


class DoorSession(Session):
    """A session stamped with the door it was opened by."""


RESTED_SECONDS = 30  # a connection unused for longer is asked whether it still lives

_open: ContextVar[DoorSession | None] = ContextVar("open_door", default=None)


@functools.cache
def engine() -> Engine:
    """Return the one engine of this process, as the role that row-level security binds."""
    wanted = settings()
    made = create_engine(
        wanted.database_url,
        pool_size=wanted.database_pool,
        max_overflow=2,
        hide_parameters=True,
        connect_args={
            "options": f"-c timezone=UTC -c statement_timeout={wanted.statement_timeout_ms}",
            "application_name": "seedbed",
        },
    )
    event.listen(made, "checkin", _note_rest)
    event.listen(made, "checkout", _refuse_dead)
    return made


@functools.cache
def _at_once(made: Engine) -> Engine:
    """Return the same engine and pool, each statement a transaction of its own."""
    return made.execution_options(isolation_level="AUTOCOMMIT")


def _note_rest(_connection: object, entry: ConnectionPoolEntry) -> None:
    entry.info["rests_since"] = time.monotonic()


def _refuse_dead(connection: DBAPIConnection, entry: ConnectionPoolEntry, _lent: object) -> None:
    """Have the pool replace a connection that died while it rested.

    A server that ends a connection says so at once, so there is something to read where nothing was asked; a network
    may forget one in silence, so that one which rested long is asked. All others are lent as they are.
    """
    rested = time.monotonic() - entry.info.get("rests_since", time.monotonic())
    if rested > RESTED_SECONDS or _was_told_something(connection):
        try:
            engine().dialect.do_ping(connection)
        except psycopg.Error as why:
            raise DisconnectionError from why


def _was_told_something(connection: Any) -> bool:
    try:
        poll = select.poll()
        poll.register(connection.fileno(), select.POLLIN)
        return bool(poll.poll(0))
    except (psycopg.Error, OSError):
        return True


@event.listens_for(Engine, "handle_error")
def _keep_values_out(context: ExceptionContext) -> None:
    """Take the values of rows out of an error, so that no log tells them: PostgreSQL names them in its DETAIL."""
    why = context.original_exception
    if getattr(getattr(why, "diag", None), "message_detail", None):
        why.args = (str(why).partition("\n")[0],)
        if context.sqlalchemy_exception:
            context.sqlalchemy_exception.args = (f"({type(why).__module__}.{type(why).__name__}) {why}",)


@event.listens_for(DoorSession, "after_begin")
def _tell_the_database(session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    """Say at the begin of every transaction whose rows may be seen; the setting ends with the transaction."""
    if (setting := session.info.get("setting")) and not transaction.nested:
        name, value = setting
        connection.execute(text("SELECT set_config(:name, :value, true)"), {"name": name, "value": value})


@contextmanager
def _door(on: Engine | None = None, **info: object) -> Iterator[DoorSession]:
    if _open.get() is not None:
        msg = "doors do not nest: close the open one first"
        raise DoorError(msg)
    session = DoorSession(on or engine(), expire_on_commit=False, info=dict(info))
    token = _open.set(session)
    try:
        yield session
        if session.info.get("abandoned"):
            session.rollback()
        else:
            session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.close()
        _open.reset(token)


@contextmanager
def as_council(council_id: UUID | None) -> Iterator[DoorSession]:
    """Open one council's rows for one transaction.

    Raises NoCouncilError before any SQL when no council is named, and DoorError inside another door.
    """
    if not isinstance(council_id, UUID):
        msg = "no council, no query: name the council whose rows are wanted"
        raise NoCouncilError(msg)
    with _door(council=council_id, setting=("seedbed.council", str(council_id))) as session:
        yield session


@contextmanager
def as_collaborative(collaborative_id: UUID | None) -> Iterator[DoorSession]:
    """Open the cards of one collaborative, and nothing of any council, for one transaction."""
    if not isinstance(collaborative_id, UUID):
        msg = "no collaborative, no query: name the collaborative whose cards are wanted"
        raise NoCouncilError(msg)
    with _door(collaborative=collaborative_id, setting=("seedbed.collaborative", str(collaborative_id))) as session:
        yield session


@contextmanager
def directory() -> Iterator[DoorSession]:
    """Open the tables of no single council; the database itself refuses every council's table here."""
    with _door(directory=True) as session:
        yield session


@contextmanager
def directory_at_once() -> Iterator[DoorSession]:
    """Open the directory for a look at it: each statement is kept by itself, and there is no transaction to undo."""
    with _door(_at_once(engine()), directory=True) as session:
        yield session


@contextmanager
def alone(work: str) -> Iterator[None]:
    """Do work that goes through several doors as the only one in the whole database; whoever else asks for it waits."""
    with engine().begin() as connection:
        connection.execute(
            text(
                "SELECT set_config(name, '0', true) FROM unnest(ARRAY['lock_timeout', 'statement_timeout',"
                " 'idle_in_transaction_session_timeout']) AS name"
            )
        )
        wait = text("SELECT pg_advisory_xact_lock(hashtextextended(CAST(:work AS text), 0))")
        connection.execute(wait, {"work": work})
        yield


def session() -> DoorSession:
    """Return the session of the open door. Raises NoCouncilError where none is open."""
    if (found := _open.get()) is None:
        msg = "no door is open: use as_council(), as_collaborative() or directory()"
        raise NoCouncilError(msg)
    return found


def is_open() -> bool:
    """Say whether a door is open here."""
    return _open.get() is not None


def current_council() -> UUID:
    """Return the council whose door is open. Raises NoCouncilError in any other door."""
    found = session().info.get("council")
    if not isinstance(found, UUID):
        msg = "this door belongs to no council"
        raise NoCouncilError(msg)
    return found


def abandon() -> None:
    """Have the open door roll back when it closes, without an error: a page that was refused must leave nothing."""
    session().info["abandoned"] = True


@contextmanager
def attempt() -> Iterator[None]:
    """Try one act inside the open transaction; if it raises, what it wrote is undone and the door stays usable."""
    with session().begin_nested():
        yield


def refuse_unsafe_role() -> None:
    """Refuse to run as a role that row-level security does not bind. Raises UnsafeRoleError, naming why."""
    with engine().connect() as connection:
        role, unbound, owned = connection.execute(
            text(
                "SELECT current_user, rolsuper OR rolbypassrls,"
                " (SELECT count(*) FROM pg_class WHERE relowner = r.oid AND relkind IN ('r', 'p'))"
                " FROM pg_roles r WHERE rolname = current_user"
            )
        ).one()
    engine().dispose()  # processes to come must not share a connection
    if unbound or owned:
        msg = f"refusing to start as {role!r}: the role must not be a superuser, bypass row security or own tables"
        raise UnsafeRoleError(msg)
