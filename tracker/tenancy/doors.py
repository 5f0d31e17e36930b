"""The doors: the only ways to the database, and the only place that commits.

A door is one connection and one transaction. `as_council` opens one council's rows, `as_collaborative` the cards of one
collaborative, `directory` the tables that belong to no single council (sign-in, switching, which councils there are),
`arriving` those of whoever a statement finds. They do not nest. `rows()` reads on the open one, `session()` makes a
session on it for acts. Row-level security is the wall behind them (docs/decisions/0002-five-walls.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from typing import IO, Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from config.settings import settings
from tracker import ours
from tracker.tenancy.absence import BEYOND_THE_STATEMENT_SECONDS, waiting
from tracker.tenancy.pool import end_what_wrote_nothing, engine
from tracker.tenancy.reading import R, read
from tracker.tenancy.reading import run as run_on


class NoCouncilError(RuntimeError):
    """A council's rows were asked for without saying whose."""


class DoorError(RuntimeError):
    """A door was opened inside another, or used after it closed."""


class Door:
    """An open door: its connection, whose rows it opens, and what is noted behind it until it closes.

    `own_words` is what that council called things as the door opened, where that was asked for.
    """

    def __init__(self, connection: Connection, *, council: UUID | None = None) -> None:
        self.connection = connection
        self.council = council
        self.own_words: dict[str, str] | None = None
        self.info: dict[str, Any] = {}
        self.abandoned = False
        self.session: Session | None = None

    def act(self) -> Session:
        """Return the session of this door, made when something first acts: on its connection, in its transaction."""
        if self.session is None:
            self.session = Session(self.connection, expire_on_commit=False, join_transaction_mode="control_fully")
        return self.session

    def read(self, into: type[R], statement: str, **given: object) -> list[R]:
        """Read rows on the connection; they see what the session did so far."""
        if self.session is not None:
            self.session.flush()
        return read(self.connection.connection.driver_connection, into, statement, given)  # type: ignore[arg-type]

    def write(self, into: type[R], statement: str, **given: object) -> list[R]:
        """Change something on the connection, and read what the statement tells of it."""
        self._take_part()
        return self.read(into, statement, **given)

    def run(self, statement: str, **given: object) -> None:
        """Do something on the connection, after what the session did so far."""
        self._take_part()
        run_on(self.connection.connection.driver_connection, statement, given)  # type: ignore[arg-type]

    def _take_part(self) -> None:
        """Have what comes be undone with an attempt: its savepoint is set only once its session does something."""
        if self.session is not None:
            self.session.flush()
            if self.session.in_nested_transaction():
                self.session.connection()

    def keep(self) -> None:
        """Commit what was done, by the session or by a statement of its own."""
        if self.session is not None:
            self.session.commit()
        if self.connection.in_transaction():
            self.connection.commit()

    def drop(self) -> None:
        """Take back what was done."""
        end_what_wrote_nothing(self.connection)
        if self.session is not None:
            self.session.rollback()
        self.connection.rollback()


Hears = Callable[[Door], None]

_SET = text("SELECT set_config(:name, :value, true)")


class _EnteredCouncil(NamedTuple):
    """The council whose rows open, and what it set of its own; None where there is no such council."""

    entered: str
    own_settings: dict[str, Any] | None
    own_words: dict[str, str] | None


_SET_COUNCIL = """
SELECT set_config('seedbed.council', CAST(:council AS text), true) AS entered,
 (SELECT own_settings FROM council WHERE id = CAST(:council AS uuid)) AS own_settings,
 (SELECT own_words FROM council WHERE id = CAST(:council AS uuid)) AS own_words"""
_open: ContextVar[Door | None] = ContextVar("open_door", default=None)
_before_it_is_kept: dict[Hears, None] = {}
_once_it_is_kept: dict[Hears, None] = {}


def listen(*, before: Hears | None = None, after: Hears | None = None) -> None:
    """Have somebody hear of every transaction, just before it commits or once it did. Listening twice is once."""
    for heard, hears in ((_before_it_is_kept, before), (_once_it_is_kept, after)):
        if hears:
            heard[hears] = None


def unlisten(*, after: Hears) -> None:
    """Have somebody hear no more of what committed."""
    _once_it_is_kept.pop(after, None)


@contextmanager
def _door(*, council: UUID | None = None, collaborative: UUID | None = None) -> Iterator[Door]:
    """Open a door: one connection, one transaction, with the one setting that says whose rows may be seen."""
    if _open.get() is not None:
        msg = "doors do not nest: close the open one first"
        raise DoorError(msg)
    with engine().connect() as connection:
        connection.begin()
        door = Door(connection, council=council)
        token, held = _open.set(door), ours.hold(None)
        try:
            if council:
                [entered] = door.read(_EnteredCouncil, _SET_COUNCIL, council=str(council))
                door.own_words = entered.own_words
                ours.hold(entered.own_settings)
            if collaborative:
                connection.execute(_SET, {"name": "seedbed.collaborative", "value": str(collaborative)})
            yield door
            _close(door)
        except BaseException:
            door.drop()
            raise
        finally:
            if door.session is not None:
                door.session.close()
            ours.let_go(held)
            _open.reset(token)
    if not door.abandoned:
        for hears in _once_it_is_kept:
            hears(door)


def _close(door: Door) -> None:
    if door.abandoned:
        door.drop()
        return
    for hears in _before_it_is_kept:
        hears(door)
    door.keep()


@contextmanager
def as_council(council_id: UUID | None) -> Iterator[Session]:
    """Open one council's rows for one transaction.

    Raises NoCouncilError before any SQL when no council is named, and DoorError inside another door.
    """
    if not isinstance(council_id, UUID):
        msg = "no council, no query: name the council whose rows are wanted"
        raise NoCouncilError(msg)
    with _door(council=council_id) as door:
        yield door.act()


@contextmanager
def as_collaborative(collaborative_id: UUID | None) -> Iterator[Session]:
    """Open the cards of one collaborative, and nothing of any council, for one transaction."""
    if not isinstance(collaborative_id, UUID):
        msg = "no collaborative, no query: name the collaborative whose cards are wanted"
        raise NoCouncilError(msg)
    with _door(collaborative=collaborative_id) as door:
        yield door.act()


@contextmanager
def directory() -> Iterator[Session]:
    """Open the tables of no single council; the database itself refuses every council's table here."""
    with _door() as door:
        yield door.act()


@contextmanager
def arriving(into: type[R], statement: str, *, seconds: float = 0, **given: object) -> Iterator[R | None]:
    """Open the rows of whoever a statement finds: entering is that one statement.

    It is asked as in the directory, and itself sets whose rows may be seen from then on; the row that it finds names
    the same council as `council_id`, with its `own_settings` where they are asked for; that of a guest, who is of no
    council, does not. Yields that row, or None where nobody is found: no council's rows open then.

    A statement may take as long as the settings say, or so many `seconds` where they are more: the one that enters has
    the server know, by `:limit` in milliseconds.
    """
    limit = max(settings().statement_timeout_ms, round(1000 * seconds))
    patience = limit / 1000 + BEYOND_THE_STATEMENT_SECONDS
    with _door() as door, waiting(door.connection, patience) if seconds else nullcontext():
        found = door.read(into, statement, limit=str(limit), **given)
        if found:
            door.council = getattr(found[0], "council_id", None)
            ours.hold(getattr(found[0], "own_settings", None))
        yield found[0] if found else None


def door() -> Door:
    """Return the open door. Raises NoCouncilError where none is open."""
    if (found := _open.get()) is None:
        msg = "no door is open: use as_council(), as_collaborative() or directory()"
        raise NoCouncilError(msg)
    return found


def session() -> Session:
    """Return the session of the open door, for acts. Raises NoCouncilError where none is open."""
    return door().act()


def rows(into: type[R], statement: str, **given: object) -> list[R]:
    """Read a constant statement's rows on the open door, each a named tuple of one class.

    `statement` names its particulars as `:name`; its columns are the fields of the class, in their order (TypeError
    otherwise). Raises NoCouncilError where no door is open.
    """
    return door().read(into, statement, **given)


def write(into: type[R], statement: str, **given: object) -> list[R]:
    """Run a constant statement on the open door that changes something, and return the rows that it tells."""
    return door().write(into, statement, **given)


def run(statement: str, **given: object) -> None:
    """Run a constant statement on the open door that tells nothing back, with its particulars as `rows` has them."""
    door().run(statement, **given)


def copy_out(statement: str, out: IO[bytes]) -> None:
    """Write a constant statement's rows on the open door to a file, as CSV, never all in memory. It takes no values."""
    found = door()
    if found.session is not None:
        found.session.flush()
    driver = found.connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY ({statement}) TO STDOUT WITH (FORMAT csv)") as rows_out:  # type: ignore[union-attr]
        for piece in rows_out:
            out.write(piece)


def is_open() -> bool:
    """Say whether a door is open here."""
    return _open.get() is not None


def current_council() -> UUID:
    """Return the council whose door is open. Raises NoCouncilError in any other door."""
    found = door().council
    if found is None:
        msg = "this door belongs to no council"
        raise NoCouncilError(msg)
    return found


def abandon() -> None:
    """Have the open door roll back when it closes, without an error: a page that was refused must leave nothing."""
    door().abandoned = True


@contextmanager
def attempt() -> Iterator[None]:
    """Try one act inside the open transaction; if it raises, what it wrote is undone and the door stays usable."""
    with session().begin_nested():
        yield
