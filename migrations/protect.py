"""The wall of each table: row-level security, forced on the owner too, and what the application's role may do.

Foreign keys come before `protect()`. Data migrations go through `each_council()`: the owner is bound as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from alembic import op
from sqlalchemy import text

OWN = "council_id = (SELECT current_setting('seedbed.council')::uuid)"
HERE = "council_id = (SELECT council_here())"
NOWHERE = "(SELECT in_directory())"
ALL_VERBS = "SELECT, INSERT, UPDATE, DELETE"


def protect(table: str, *, verbs: str = "SELECT, INSERT, UPDATE, DELETE") -> None:
    """Put a council's table behind its one policy: its own rows, to read and to write. No council set is an error."""
    wall(table)
    op.execute(f"CREATE POLICY own_council ON {table} USING ({OWN}) WITH CHECK ({OWN})")
    op.execute(f"GRANT {verbs} ON {table} TO seedbed_app")


def wall(table: str) -> None:
    """Enable and force row-level security: without a policy nobody but a superuser sees a row."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def allow(
    table: str, verb: str, condition: str, *, to: str = "seedbed_app", columns: str = "", after: str | None = None
) -> None:
    """Give one role one verb on a directory table, for the rows that a condition names.

    `columns` narrows the verb to these columns; `after` is what a changed row must meet, where that differs.
    """
    check = f"WITH CHECK ({condition})" if verb == "INSERT" else f"USING ({condition})"
    if verb in {"UPDATE", "ALL"}:
        check += f" WITH CHECK ({after or condition})"
    op.execute(f"CREATE POLICY {to.removeprefix('seedbed_')}_{verb.lower()} ON {table} FOR {verb} TO {to} {check}")
    given = ALL_VERBS if verb == "ALL" else f"{verb} ({columns})" if columns else verb
    op.execute(f"GRANT {given} ON {table} TO {to}")


def give(role: str, functions: str, signatures: tuple[str, ...]) -> None:
    """Have a narrow role own functions that the application may run."""
    op.execute(f"GRANT CREATE ON SCHEMA public TO {role}")
    op.execute(functions)
    for signature in signatures:  # given away last: once it is another's, revoking does nothing and only warns
        op.execute(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {signature} TO seedbed_app")
        op.execute(f"ALTER FUNCTION {signature} OWNER TO {role}")
    op.execute(f"REVOKE CREATE ON SCHEMA public FROM {role}")


def each_council() -> Iterator[UUID]:
    """Go through the councils, each one's rows to be seen and changed until the next: the owner is bound as well."""
    for (council_id,) in op.get_bind().execute(text("SELECT id FROM council ORDER BY id")).all():
        op.get_bind().execute(text("SELECT set_config('seedbed.council', :it, true)"), {"it": str(council_id)})
        yield council_id
