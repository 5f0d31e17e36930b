"""How the database went about each statement, as PostgreSQL's auto_explain tells it to the connection that asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import event

from tracker import tenancy

Plan = dict[str, Any]
SETTINGS = {
    "session_preload_libraries": "auto_explain",
    "auto_explain.log_min_duration": "0",
    "auto_explain.log_analyze": "on",
    "auto_explain.log_timing": "off",
    "auto_explain.log_buffers": "on",
    "auto_explain.log_format": "json",
    "auto_explain.log_level": "notice",
    "auto_explain.log_nested_statements": "on",
    "auto_explain.log_parameter_max_length": "0",
    "plan_cache_mode": "force_generic_plan",
}


@contextmanager
def explained(admin_url: str) -> Iterator[list[Plan]]:
    """Have every statement of the product's new connections explained, and collect the plans as they come.

    `admin_url` leads the superuser to the database that the product works on.
    """
    plans: list[Plan] = []

    def note(diagnostic: psycopg.errors.Diagnostic) -> None:
        _, found, told = (diagnostic.message_primary or "").partition("plan:\n")
        if found:
            plans.append(json.loads(told))

    def listen(connection: psycopg.Connection, _entry: object) -> None:
        connection.add_notice_handler(note)

    tenancy.engine().dispose()
    with psycopg.connect(admin_url, autocommit=True) as admin:
        database = sql.Identifier(admin.info.dbname)
        for name, value in SETTINGS.items():
            admin.execute(
                sql.SQL("ALTER DATABASE {} SET {} = {}").format(database, sql.Identifier(*name.split(".")), value)
            )
        event.listen(tenancy.engine(), "connect", listen)
        try:
            yield plans
        finally:
            event.remove(tenancy.engine(), "connect", listen)
            tenancy.engine().dispose()
            admin.execute(sql.SQL("ALTER DATABASE {} RESET ALL").format(database))
