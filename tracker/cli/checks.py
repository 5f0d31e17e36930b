"""What is wrong with an installation, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import psycopg
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from sqlalchemy.exc import SQLAlchemyError

from config.settings import settings
from migrations import runner
from tracker import council, post, tenancy
from tracker.clock import now
from tracker.later import LATE_AFTER, Job

PATIENCE = 3  # seconds to wait for each server


@dataclass(frozen=True)
class HealthCheck:
    """One thing that was looked at: what was found, and how to mend it where that is needed."""

    part: str
    found: str
    mend: str | None = None


def findings() -> Iterator[HealthCheck]:
    """Look at each part in turn; nothing is changed."""
    checks: tuple[tuple[str, Callable[[], HealthCheck]], ...] = (
        ("database", _database),
        ("migrations", _migrations),
        ("broker", _broker),
        ("mail", _mail),
        ("worker", _worker),
    )
    for part, check in checks:
        try:
            yield check()
        except (SQLAlchemyError, psycopg.Error) as error:
            yield HealthCheck(part, _first_line(error), _mend(error))
        except tenancy.UnsafeRoleError as error:
            yield HealthCheck(part, str(error), "Connect as seedbed_app: migrations/roles.sql makes it.")


def _database() -> HealthCheck:
    tenancy.refuse_unsafe_role()
    return HealthCheck("database", "answers, and row-level security binds our role")


def _migrations() -> HealthCheck:
    at, wanted = runner.current(settings().database_url), runner.newest()
    if at != wanted:
        return HealthCheck(
            "migrations", f"the database is at {at or 'nothing'}, this code needs {wanted}", "seedbed migrate"
        )
    return HealthCheck("migrations", f"at the newest, {wanted}")


def _broker() -> HealthCheck:
    patience = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE, "retry": Retry(NoBackoff(), 0)}
    try:
        with redis.Redis.from_url(settings().broker_url, **patience) as broker:
            policy = str(broker.info("memory").get("maxmemory_policy"))
    except (redis.RedisError, ValueError) as error:
        mend = "Start Valkey or Redis, or correct BROKER_URL. Pages work meanwhile; letters and figures wait."
        return HealthCheck("broker", _first_line(error), mend)
    if policy != "noeviction":
        return HealthCheck(
            "broker", f"drops keys when memory is short ({policy})", "Set its maxmemory-policy to noeviction."
        )
    return HealthCheck("broker", "answers, and drops nothing")


def _mail() -> HealthCheck:
    try:
        return HealthCheck("mail", f"{post.the_carrier().answers()} answers")
    except post.UnreachableError as error:
        return HealthCheck("mail", str(error), "Correct MAIL_URL. Letters wait in the outbox meanwhile.")


def _worker() -> HealthCheck:
    with tenancy.directory():
        last = council.last_run(Job.BEAT_HEART)
    if not isinstance(last, datetime):
        return HealthCheck("worker", "has never run here", "Start `seedbed worker` and `seedbed beat`.")
    if now() - last > LATE_AFTER[Job.BEAT_HEART]:
        told = f"was last alive {last:%d %B %Y %H:%M} UTC"
        return HealthCheck("worker", told, "Start `seedbed worker` and `seedbed beat`, or read their log.")
    return HealthCheck("worker", "is alive")


def in_a_sentence(error: SQLAlchemyError | psycopg.Error) -> str:
    """Say in one line what the database refused, and how to mend it."""
    return f"The database says: {_first_line(error).rstrip('.')}. {_mend(error)}"


def _mend(error: Exception) -> str:
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, psycopg.errors.UndefinedTable | psycopg.errors.UndefinedColumn):
        return "Run `seedbed migrate`."
    if isinstance(cause, psycopg.errors.QueryCanceled | psycopg.errors.LockNotAvailable):
        return "It is busy: try again later."
    if isinstance(cause, psycopg.OperationalError):
        return "Start PostgreSQL, or correct DATABASE_URL."
    return "Ask `seedbed doctor` what is wrong."


def _first_line(error: Exception) -> str:
    cause = getattr(error, "orig", None) or error
    return (str(cause).strip() or type(cause).__name__).splitlines()[0]
