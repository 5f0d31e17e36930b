"""Runs the migrations, as the role that owns the tables."""

from __future__ import annotations

from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from config.settings import for_psycopg

HERE = Path(__file__).parent


def configured(owner_url: str = "") -> Config:
    """Return Alembic's configuration for a database; there is no alembic.ini: the settings say where and as whom."""
    found = Config()
    found.set_main_option("script_location", str(HERE).replace("%", "%%"))
    found.attributes["url"] = for_psycopg(owner_url) if owner_url else ""
    return found


def migrate(owner_url: str, to: str = "head") -> None:
    """Bring a database to a revision, upwards or down: `head`, `base` or a revision's name.

    Two at once are harmless: the second waits. Raises alembic.util.CommandError for an unknown revision.
    """
    wanted = configured(owner_url)
    if to == "base" or (to != "head" and _is_behind(to, of=current(owner_url))):
        command.downgrade(wanted, to)
    else:
        command.upgrade(wanted, to)


def current(url: str) -> str | None:
    """Return the revision that a database is at, None for one without tables."""
    with psycopg.connect(url.replace("+psycopg", "", 1), connect_timeout=5) as connection:
        if connection.execute("SELECT to_regclass('public.alembic_version')").fetchone() == (None,):
            return None
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return str(row[0]) if row else None


def newest() -> str | None:
    """Return the revision that this code needs."""
    return ScriptDirectory.from_config(configured()).get_current_head()


def _is_behind(revision: str, *, of: str | None) -> bool:
    scripts = ScriptDirectory.from_config(configured())
    named = scripts.get_revision(revision).revision
    return of is not None and named in {step.revision for step in scripts.iterate_revisions(of, "base")}
