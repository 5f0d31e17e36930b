"""What a sweep could not work out: set aside and named, so that everything else of its council goes on.

A sweep does its work at once, in a savepoint. Only where that fails is it done again in halves, until what fails by
itself is known: so a healthy council pays for two words to the database. A fault stands until its subject is worked out
again, and names the row and the kind of error, never what people wrote.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar
from uuid import UUID

import psycopg
import structlog
from sqlalchemy import ForeignKey, UniqueConstraint, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from tracker.clock import now
from tracker.db import Base, new_id
from tracker.tenancy import Query, attempt, current_council, rows, run

log = structlog.get_logger(__name__)

S = TypeVar("S")
MOST = 250  # in one piece of work: where more fails, it is no row that is at fault, and the work itself has failed

_BY_A_ROW = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError, SQLAlchemyError)
_OF_THE_MOMENT = (psycopg.OperationalError, psycopg.InterfaceError)  # away, cancelled, out of time, in a deadlock


class FaultKind(enum.StrEnum):
    """What was being worked out."""

    STANDING = "standing"
    PROFILE = "profile"
    NUDGE = "nudge"
    NUDGE_LETTER = "nudge_letter"
    NOTICE = "notice"
    WAKING = "waking"
    NEWS = "news"


class Fault(Base):
    """Something of a council that was set aside: of which kind, named how, since when, and by what kind of error."""

    __tablename__ = "fault"
    __table_args__ = (UniqueConstraint("council_id", "kind", "subject"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"))
    kind: Mapped[str]
    subject: Mapped[str]
    error: Mapped[str]
    since: Mapped[datetime] = mapped_column(server_default=text("now()"))
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class TooManyFaultsError(RuntimeError):
    """More failed than rows do by themselves: the work itself is at fault."""


def is_by_a_row(error: Exception) -> bool:
    """Whether it is a row that an error comes from, and not the moment: the same work would fail again."""
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, _OF_THE_MOMENT):
        return isinstance(cause, psycopg.errors.ProgramLimitExceeded)
    return isinstance(error, _BY_A_ROW) or isinstance(cause, psycopg.Error)


def work_out(work: Callable[[Sequence[S] | None], object], subjects: Callable[[], Sequence[S]]) -> dict[S, str]:
    """Do work on everything (None); where that fails, on halves of its subjects, and return those that fail alone.

    Each is returned with the kind of its error. What failed leaves nothing behind. Errors of the moment are raised.
    """
    if (error := _failure(work, None)) is None:
        return {}
    faults = {}
    for subject, why in _sifted(work, subjects()):
        faults[subject] = type(why).__name__
        if len(faults) > MOST:
            raise TooManyFaultsError(f"more than {MOST} rows failed") from error
    return faults


def _failure(work: Callable[[Sequence[S] | None], object], subjects: Sequence[S] | None) -> Exception | None:
    try:
        with attempt():
            work(subjects)
    except Exception as why:
        if not is_by_a_row(why):
            raise
        return why
    return None


def _sifted(work: Callable[[Sequence[S] | None], object], subjects: Sequence[S]) -> Iterator[tuple[S, Exception]]:
    if not subjects or (error := _failure(work, subjects)) is None:
        return
    if len(subjects) == 1:
        yield subjects[0], error
        return
    half = len(subjects) // 2
    yield from _sifted(work, subjects[:half])
    yield from _sifted(work, subjects[half:])


_KEEP = """
WITH mended AS (
  DELETE FROM fault WHERE council_id = CAST(:here AS uuid) AND kind = CAST(:kind AS text)
     AND subject <> ALL (CAST(:subjects AS text[])))
INSERT INTO fault (id, council_id, kind, subject, error, since, at)
SELECT found.id, CAST(:here AS uuid), CAST(:kind AS text), found.subject, found.error,
       CAST(:at AS timestamptz), CAST(:at AS timestamptz)
  FROM unnest(CAST(:ids AS uuid[]), CAST(:subjects AS text[]), CAST(:errors AS text[])) AS found (id, subject, error)
ON CONFLICT (council_id, kind, subject) DO UPDATE SET error = excluded.error, at = excluded.at"""


def keep(kind: FaultKind, found: Mapping[str, str]) -> None:
    """Keep what was set aside in this run, by its name and the kind of its error; what is mended goes."""
    found = dict(sorted(found.items()))  # in one order, so that two runs never wait in a circle
    for subject, error in found.items():
        log.error("set aside", kind=str(kind), subject=subject, error=error)
    given = {"here": current_council(), "kind": kind, "at": now()}
    listed = {"ids": [new_id() for _ in found], "subjects": list(found), "errors": list(found.values())}
    run(_KEEP, **given, **listed)


class FaultEntry(NamedTuple):
    """Something set aside, as its operator reads it."""

    council: str
    kind: str
    subject: str
    error: str
    since: datetime
    at: datetime


_FAULTS = """
SELECT c.name AS council, f.kind, f.subject, f.error, f.since, f.at
  FROM fault f JOIN council c ON c.id = f.council_id ORDER BY c.name, f.kind, f.subject, f.id LIMIT 200"""


def faults() -> list[FaultEntry]:
    """What is set aside now, of every council, the first 200. Asked in the directory."""
    return rows(FaultEntry, _FAULTS)


class FaultCount(NamedTuple):
    """How much of a kind is set aside over all councils, the one that is longest, and since when."""

    kind: str
    number: int
    council: str
    subject: str
    since: datetime


_COUNTS = """
SELECT DISTINCT ON (f.kind) f.kind, count(*) OVER (PARTITION BY f.kind) AS number, c.name AS council, f.subject, f.since
  FROM fault f JOIN council c ON c.id = f.council_id ORDER BY f.kind, f.since, f.id"""


def counts() -> list[FaultCount]:
    """How much is set aside now, by kind; nothing where all goes on. Asked in the directory."""
    return counts_query().answer()


def counts_query() -> Query[list[FaultCount]]:
    """The same, to be asked together with others."""
    return Query(FaultCount, _COUNTS, {}, list)
