"""Turns: work that only one does at a time in the whole database, and things that have no row to hold."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tracker.tenancy.absence import waiting
from tracker.tenancy.doors import session
from tracker.tenancy.pool import end_what_wrote_nothing, engine


@contextmanager
def alone(work: str) -> Iterator[None]:
    """Do work that goes through several doors as the only one in the whole database; whoever else asks for it waits."""
    with engine().begin() as connection, waiting(connection, None):
        connection.execute(
            text(
                "SELECT set_config(name, '0', true) FROM unnest(ARRAY['lock_timeout', 'statement_timeout',"
                " 'idle_in_transaction_session_timeout']) AS name"
            )
        )
        wait = text("SELECT pg_advisory_xact_lock(hashtextextended(CAST(:work AS text), 0))")
        connection.execute(wait, {"work": work})
        yield


_TURNS = text("SELECT pg_advisory_xact_lock(hashtextextended(thing, 0)) FROM unnest(CAST(:things AS text[])) AS thing")


def take_turn(*things: str) -> None:
    """Wait until no other transaction has its turn on these things; then it is this one's until the door closes.

    For what has no row of its own to hold, or whose row is another council's. Taken in one order by everybody.
    """
    session().execute(_TURNS, {"things": sorted(things)})


_TRY = text(
    "SELECT set_config('idle_in_transaction_session_timeout', CAST(:longest AS text), true),"
    " set_config('tcp_keepalives_idle', '30', true),"
    " set_config('tcp_keepalives_interval', '10', true),"
    " set_config('tcp_keepalives_count', '3', true),"
    " pg_try_advisory_xact_lock(hashtextextended(CAST(:work AS text), 0))"
)


@contextmanager
def only_one(work: str, *, seconds: float) -> Iterator[bool]:
    """Say whether we are the only one in the whole database at some work that goes through several doors.

    Nobody waits. The work of a process that was killed, or whose machine is gone, is free again within a minute, that
    of one which stands still after so many seconds; while we hold it, its transaction reads and writes nothing.
    """
    connection = engine().connect()
    try:
        yield bool(connection.execute(_TRY, {"work": work, "longest": round(seconds * 1000)}).one()[-1])
    finally:
        with suppress(DBAPIError):  # the database went away meanwhile, and whoever held the work with it
            end_what_wrote_nothing(connection)
            connection.close()
