"""What is wrong with an installation, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import psycopg
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from sqlalchemy.exc import SQLAlchemyError

from config import printer
from config.settings import settings
from migrations import runner
from tracker import attachment, clock, post, tenancy, vitals
from tracker.cli.sentence import first_line, mend

PATIENCE = 3  # seconds to wait for each server
# The parts that the page of operations tells of, and what is said where nothing is wrong with them.
WELL = {
    "worker": "is alive",
    "jobs": "none failed, is late or is stuck",
    "letters": "none waits too long, none was given up",
    "clock": "the database's and this machine's agree",
    "rows": "none is set aside",
}
PARTS = ("database", "migrations", "broker", "mail", "files", "holidays", "print", *WELL)


@dataclass(frozen=True)
class HealthCheck:
    """One thing that was looked at: what was found, and how to mend it where that is needed."""

    part: str
    found: str
    mend: str | None = None


def findings(parts: Iterable[str] = ()) -> Iterator[HealthCheck]:
    """Look at each part in turn, or only at those named; nothing is changed for good."""
    wanted = frozenset(parts)
    checks: tuple[tuple[str, Callable[[], Iterable[HealthCheck]]], ...] = (
        ("database", _database),
        ("migrations", _migrations),
        ("broker", _broker),
        ("mail", _mail),
        ("files", _files),
        ("holidays", _holidays),
        ("print", _print),
        ("worker", lambda: _vitals(wanted)),
    )
    for part, check in checks:
        if wanted and part not in wanted and not (part == "worker" and wanted & WELL.keys()):
            continue
        try:
            yield from check()
        except (SQLAlchemyError, psycopg.Error) as error:
            yield HealthCheck(part, first_line(error), mend(error))
        except tenancy.UnsafeRoleError as error:
            yield HealthCheck(part, str(error), "Connect as seedbed_app: migrations/roles.sql makes it.")


def _database() -> Iterator[HealthCheck]:
    tenancy.refuse_unsafe_role()
    yield HealthCheck("database", "answers, and row-level security binds our role")


def _migrations() -> Iterator[HealthCheck]:
    at, wanted = runner.current(settings().database_url), runner.newest()
    if at != wanted:
        yield HealthCheck(
            "migrations", f"the database is at {at or 'nothing'}, this code needs {wanted}", "seedbed migrate"
        )
    else:
        yield HealthCheck("migrations", f"at the newest, {wanted}")


def _broker() -> Iterator[HealthCheck]:
    patience = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE, "retry": Retry(NoBackoff(), 0)}
    try:
        with redis.Redis.from_url(settings().broker_url, **patience) as broker:
            policy = str(broker.info("memory").get("maxmemory_policy"))
    except (redis.RedisError, ValueError) as error:
        mend = "Start Valkey or Redis, or correct BROKER_URL. Pages work meanwhile; letters and figures wait."
        yield HealthCheck("broker", first_line(error), mend)
        return
    if policy != "noeviction":
        yield HealthCheck(
            "broker", f"drops keys when memory is short ({policy})", "Set its maxmemory-policy to noeviction."
        )
    else:
        yield HealthCheck("broker", "answers, and drops nothing")


def _mail() -> Iterator[HealthCheck]:
    carrier = post.the_carrier()
    try:
        yield HealthCheck("mail", f"{carrier.answers()} answers")
    except post.UnreachableError as error:
        mend = f"Correct {carrier.led_by}. Letters wait in the outbox meanwhile."
        yield HealthCheck("mail", str(error), mend)


def _files() -> Iterator[HealthCheck]:
    """Whether the store of files takes a few bytes, gives them back and lets them go."""
    try:
        attachment.try_store()
    except attachment.StoreAwayError as error:
        why = first_line(error.__cause__ or error)
        mend = "Correct FILES_AT and its keys, or make room there. Ideas can be logged meanwhile, without files."
        yield HealthCheck("files", f"the store of files keeps none: {why}", mend)
    else:
        yield HealthCheck("files", "a file was kept, read and let go")


def _holidays() -> Iterator[HealthCheck]:
    """Until when bank holidays are known: behind that, promises and nudges would fall on them."""
    until = clock.holidays_known_until()
    found = f"bank holidays are known until {until.day} {until:%B %Y}"
    mend = "Update the package govuk-bank-holidays, or name further days in the file of DAYS_OFF_FILE."
    yield HealthCheck("holidays", found, mend if until < clock.today() else None)


def _print() -> Iterator[HealthCheck]:
    """Whether a PDF can be made here: it is no fault where it cannot, for browsers print as well."""
    lacking = printer.lacking()
    without = f"no PDF is made here ({', '.join(lacking)} not found): people print from their browser"
    yield HealthCheck("print", without if lacking else "PDFs are made here")


def _vitals(wanted: frozenset[str]) -> Iterator[HealthCheck]:
    """What the page of operations says, part by part; of a broker that is away `_broker` tells more."""
    with tenancy.directory():
        found = vitals.findings(vitals.facts(broker_answers=True))
    for part, well in WELL.items():
        if not wanted or part in wanted:
            mine = [finding for finding in found if finding.part == part]
            yield from (HealthCheck(part, f"{one.title}: {one.found}", one.mend) for one in mine)
            if not mine:
                yield HealthCheck(part, well)
