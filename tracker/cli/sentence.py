"""What the database refused, in one sentence: known before anything else is read, for a command to say it at once."""

from __future__ import annotations

import psycopg
from sqlalchemy.exc import SQLAlchemyError


def in_a_sentence(error: SQLAlchemyError | psycopg.Error) -> str:
    """Say in one line what the database refused, and how to mend it."""
    return f"The database says: {first_line(error).rstrip('.')}. {mend(error)}"


def mend(error: Exception) -> str:
    """Say what to do about what the database refused."""
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, psycopg.errors.UndefinedTable | psycopg.errors.UndefinedColumn):
        return "Run `seedbed migrate`."
    if isinstance(cause, psycopg.errors.QueryCanceled | psycopg.errors.LockNotAvailable):
        return "It is busy: try again later."
    if isinstance(cause, psycopg.OperationalError):
        return "Start PostgreSQL, or correct DATABASE_URL."
    return "Ask `seedbed doctor` what is wrong."


def first_line(error: BaseException) -> str:
    """Say in one line what the database says."""
    cause = getattr(error, "orig", None) or error
    return (str(cause).strip() or type(cause).__name__).splitlines()[0]
