"""What tells that the database is away, and a connection that does not wait for ever on one that says nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import Connection, exc

CONNECT_SECONDS = 5
BEYOND_THE_STATEMENT_SECONDS = 5  # the server itself ends a statement that takes too long, and says so

# Refused, starting, ended, silent, out of room, become a copy that takes no writes, or without a connection to spare.
_AWAY = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    psycopg.errors.ReadOnlySqlTransaction,
    exc.OperationalError,
    exc.InterfaceError,
    exc.TimeoutError,
)


class PatientConnection(psycopg.Connection[Any]):
    """A connection that gives up, as if the server had ended it, where no answer comes for `patience` seconds.

    A server that is stopped or cut off in silence says nothing, not even that a statement took too long. None waits for
    ever.
    """

    patience: float | None = None

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Wait for the server. Raises OperationalError when patience ends; the connection is closed by then."""
        if timeout is not None:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, self.patience)
        except psycopg.errors._WaitTimeout:  # noqa: SLF001 - what `wait` itself documents that it raises
            self.pgconn.finish()
            msg = f"the database said nothing for {self.patience:g} seconds"
            raise psycopg.OperationalError(msg) from None


@contextmanager
def waiting(connection: Connection, seconds: float | None) -> Iterator[None]:
    """Have a connection wait so long for an answer; without seconds, for as long as it takes."""
    driver: Any = connection.connection.driver_connection
    usual, driver.patience = driver.patience, seconds
    try:
        yield
    finally:
        driver.patience = usual


def is_away(error: BaseException) -> bool:
    """Say whether an error comes of a database that cannot be used just now, itself or as what led to it."""
    return any(isinstance(cause, _AWAY) or _was_cut_off(cause) for cause in _causes(error))


def _was_cut_off(error: BaseException) -> bool:
    return isinstance(error, exc.DBAPIError) and error.connection_invalidated


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen = set[int]()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def in_a_line(error: BaseException) -> str:
    """Say in one line what the driver says, where it says anything; nothing of a statement or its values."""
    told = [getattr(cause, "orig", None) or cause for cause in _causes(error) if isinstance(cause, _AWAY)]
    return next((line for one in reversed(told) if (line := str(one).partition("\n")[0].strip())), type(error).__name__)
