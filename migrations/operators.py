"""Operators are made by whoever owns the tables: the application itself could never make anybody one.

The owner is bound by row-level security too, and lifts it from its table for the one statement, in one transaction:
nobody else reads or writes the table meanwhile.
"""

from __future__ import annotations

import psycopg


def make(owner_url: str, *, email: str) -> bool:
    """Make the person with an address an operator; say whether there is such a person."""
    with psycopg.connect(owner_url.replace("+psycopg", "", 1)) as server:
        server.execute("ALTER TABLE person NO FORCE ROW LEVEL SECURITY")
        made = server.execute("UPDATE person SET is_operator = true WHERE lower(email) = lower(%s)", [email])
        server.execute("ALTER TABLE person FORCE ROW LEVEL SECURITY")
        return made.rowcount > 0
