"""Makes the roles and extensions that Seedbed stands on, in its own database, as a superuser; again mends them."""

from __future__ import annotations

import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import sql

TRIES = 25
STATEMENTS = Path(__file__).parent / "roles.sql"


def password_in(url: str) -> str:
    """Return the password that an address holds, "" where it holds none."""
    return unquote(urlsplit(url).password or "")


def make(admin_url: str, *, owner: str, app: str, backup: str | None = None) -> None:
    """Run roles.sql with the passwords of owner and application; with one of its own, backups may sign in too."""
    statements = STATEMENTS.read_text(encoding="utf-8")
    with psycopg.connect(admin_url.replace("+psycopg", "", 1), autocommit=True) as database:
        for placeholder, password in ((":'owner_password'", owner), (":'app_password'", app)):
            statements = statements.replace(placeholder, sql.Literal(password).as_string(database))
        _run(database, statements)
        if backup:
            let_in = sql.SQL("ALTER ROLE seedbed_backup LOGIN PASSWORD {}").format(sql.Literal(backup))
            _run(database, let_in.as_string(database))


def _run(database: psycopg.Connection[tuple[object, ...]], statements: str) -> None:
    """Run statements, all or none; roles are all databases' own, so somebody beside us may be changing them."""
    for _ in range(TRIES):
        try:
            database.execute(statements.encode())
        except psycopg.errors.InternalError_ as why:
            if "concurrently updated" not in str(why):
                raise
            time.sleep(0.2)
        else:
            return
    msg = "somebody else keeps changing the roles: try again"
    raise RuntimeError(msg)
