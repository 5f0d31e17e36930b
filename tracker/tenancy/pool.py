"""The one engine of a process: its connections, whom they bind, and what no error may tell."""

from __future__ import annotations

import functools
import select
import threading
import time
from contextlib import suppress
from typing import Any

import psycopg
from psycopg import generators
from psycopg.pq import ExecStatus, TransactionStatus
from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from config.settings import Settings, settings
from tracker.tenancy.absence import BEYOND_THE_STATEMENT_SECONDS, CONNECT_SECONDS, PatientConnection

_POOLED: dict[str, object] = {"prepare_threshold": None}  # what one connection prepared, another does not know
_LIMITS = (
    "SELECT set_config('timezone', 'UTC', true), set_config('statement_timeout', %s, true),"
    " set_config('idle_in_transaction_session_timeout', %s, true), set_config('lock_timeout', %s, true)"
)
# The role that signed in, and any that it may turn into, count as much as the one that it is now.
_UNBOUND = b"""
SELECT session_user::text, EXISTS (
  SELECT FROM pg_roles r
   WHERE (pg_has_role(session_user, r.oid, 'MEMBER') OR pg_has_role(current_user, r.oid, 'MEMBER'))
     AND (r.rolsuper OR r.rolbypassrls
          OR EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid AND c.relkind IN ('r', 'p'))))"""
LEAST_IDLE_MS = 15_000
MOST_PREPARED = 200  # of some 540 that all pages ask: a plan takes a quarter of a megabyte of the database's memory
RESTED_SECONDS = 30  # a connection unused for longer is asked whether it still lives
_making = threading.Lock()  # each of two threads that come first would make an engine; one would be lost, still open


_UNTOLD = (None,) * 5  # of a column: its sizes, precision, scale and whether it may be empty


class BriefCursor(psycopg.Cursor[Any]):
    """A cursor that tells of its columns only what SQLAlchemy asks: the name and the type of each.

    The driver's own makes an object that can tell much more, for each column, each time that it is looked at.
    """

    @property
    def description(self) -> list[tuple[Any, ...]] | None:  # type: ignore[override]
        """The columns as PEP 249 has them, what nobody asks left out; None where nothing is answered."""
        found = self.pgresult
        if found is None or not (found.nfields or found.status == ExecStatus.TUPLES_OK):
            return None
        return [((found.fname(n) or b"").decode(), found.ftype(n), *_UNTOLD) for n in range(found.nfields)]


class UnsafeRoleError(RuntimeError):
    """The database role could walk through the wall: it owns tables, is a superuser or bypasses row security."""


def engine() -> Engine:
    """Return the one engine of this process, as the role that row-level security binds."""
    with _making:
        return _made()


def forget_engine() -> None:
    """Close what rests, and have the next door make the engine anew, of the settings that hold then."""
    with _making:
        if _made.cache_info().currsize:
            _made().dispose()
        _made.cache_clear()


@functools.cache
def _made() -> Engine:
    wanted = settings()
    made = create_engine(
        wanted.database_url,
        pool_size=wanted.database_pool,
        max_overflow=2,
        hide_parameters=True,
        pool_timeout=CONNECT_SECONDS,
        pool_use_lifo=True,  # the connection that was used last has the plans of what is asked most
        connect_args={
            "application_name": "seedbed",
            "connect_timeout": CONNECT_SECONDS,
            **(_POOLED if wanted.database_pooler else _own(wanted)),
        },
    )
    event.listen(made, "do_connect", _connect)
    event.listen(made, "connect", _refuse_unbound)
    event.listen(made, "checkin", _note_rest)
    event.listen(made, "checkout", _refuse_dead)
    if wanted.database_pooler:
        event.listen(made, "begin", _limit)
    return made


def _connect(_dialect: object, _entry: object, given: list[Any], named: dict[str, Any]) -> PatientConnection:
    made = PatientConnection.connect(*given, **named)
    made.prepared_max, made.cursor_factory = MOST_PREPARED, BriefCursor
    made.patience = settings().statement_timeout_ms / 1000 + BEYOND_THE_STATEMENT_SECONDS
    return made


def end_what_wrote_nothing(connection: Connection) -> None:
    """Commit a transaction in which nothing was written and nothing failed; whoever rolls back then takes back nothing.

    With a rollback the driver forgets what it prepared: after a page that was not found, or a form that was refused,
    every statement of this connection would be planned anew.
    """
    if connection.invalidated:
        return
    driver: Any = connection.connection.driver_connection
    if driver.prepare_threshold is None or driver.info.transaction_status != TransactionStatus.INTRANS:
        return
    with suppress(psycopg.Error):  # whoever rolls back meets it again
        [wrote] = driver.execute("SELECT pg_current_xact_id_if_assigned() IS NOT NULL").fetchone()
        if not wrote:
            driver.commit()


def _own(wanted: Settings) -> dict[str, object]:
    """What holds for a connection of our own as long as it lasts."""
    limits = {"statement_timeout": wanted.statement_timeout_ms, "idle_in_transaction_session_timeout": _idle(wanted)}
    told = {"timezone": "UTC", **limits, "lock_timeout": _turn(wanted)}
    options = " ".join(f"-c {name}={value}" for name, value in told.items())
    return {"options": options, "prepare_threshold": 1}  # what is asked a second time is asked often


def _idle(wanted: Settings) -> int:
    """How many milliseconds a transaction may lie between two statements.

    Whoever may wait long for one, as the worker may, may work as long between two: health of a large council does.
    """
    return max(LEAST_IDLE_MS, wanted.statement_timeout_ms)


def _turn(wanted: Settings) -> int:
    """How many milliseconds an act waits for its turn: less than its statement may take, so that it is told why."""
    return wanted.statement_timeout_ms * 4 // 5


def _limit(connection: Connection) -> None:
    """Say for one transaction what a connection of our own is told once: a pooler lends another to the next."""
    wanted = settings()
    connection.exec_driver_sql(_LIMITS, (f"{wanted.statement_timeout_ms}", f"{_idle(wanted)}", f"{_turn(wanted)}"))


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


def keep_values_out(why: BaseException | None) -> bool:
    """Take the values of rows out of an error, so that no log tells them: PostgreSQL names them in its DETAIL.

    Returns whether there were any.
    """
    tells = bool(getattr(getattr(why, "diag", None), "message_detail", None))
    if why is not None and tells:
        why.args = (str(why).partition("\n")[0],)
    return tells


@event.listens_for(Engine, "handle_error")
def _keep_values_out(context: ExceptionContext) -> None:
    why = context.original_exception
    if keep_values_out(why) and context.sqlalchemy_exception:
        context.sqlalchemy_exception.args = (f"({type(why).__module__}.{type(why).__name__}) {why}",)


def refuse_unsafe_role() -> None:
    """Refuse to run as a role that row-level security does not bind. Raises UnsafeRoleError, naming why."""
    with engine().connect():
        pass  # each connection is looked at as it is made
    engine().dispose()  # processes to come must not share a connection


def _refuse_unbound(connection: Any, _entry: ConnectionPoolEntry) -> None:
    """Refuse a connection whose role walks through the walls: whatever process opens a door, with whatever it began.

    Raises UnsafeRoleError, and OperationalError where the server went away meanwhile.
    """
    connection.pgconn.send_query(_UNBOUND)  # as it is: no transaction begins
    [found] = connection.wait(generators.execute(connection.pgconn))
    if found.status != psycopg.pq.ExecStatus.TUPLES_OK:
        connection.close()
        msg = "the connection ended before its role was looked at"
        raise psycopg.OperationalError(msg)
    role, unbound = found.get_value(0, 0).decode(), found.get_value(0, 1)
    if unbound != b"f":
        connection.close()
        msg = f"refusing to start as {role!r}: the role must not be a superuser, bypass row security or own tables"
        raise UnsafeRoleError(msg)
