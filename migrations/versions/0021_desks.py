"""What is asked of each member is counted, help is an item that is due, and an idea may be handed back.

Revision ID: 0021
Revises: 0024
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations.protect import each_council

revision = "0021"
down_revision = "0024"

DAYS = "BETWEEN '1900-01-01' AND '2199-12-31'"
NO_COUNCIL = "00000000-0000-0000-0000-000000000000"
# Help that was asked for lately stands on the leads' desk until one of them answers; so far nobody could say that here.
STILL_WANTED = """
UPDATE nudge SET help_due_on = CAST(settled_at AT TIME ZONE 'Europe/London' AS date) + 2
 WHERE reply IN ('need_help', 'hand_over') AND settled_at > now() - interval '30 days'"""
MEMBER = {"idea": "handed_from_id", "nudge": "helped_by_id"}


def upgrade() -> None:
    op.add_column("membership", sa.Column("asked", sa.BigInteger(), server_default=sa.text("0"), nullable=False))
    op.execute("GRANT UPDATE (asked) ON membership TO seedbed_app")
    for table, columns in _columns().items():
        for column in columns:
            op.add_column(table, column)
        _hold(table, *(column.name for column in columns if isinstance(column.type, sa.Date)))
        _point_at_member(table, MEMBER[table])
    for _ in each_council():
        op.execute(STILL_WANTED)
    op.execute("SELECT set_config('seedbed.council', '', true)")
    op.create_index(
        "ix_nudge_help",
        "nudge",
        ["council_id", "help_due_on", "id"],
        postgresql_where=sa.text("help_due_on IS NOT NULL AND helped_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_nudge_help", table_name="nudge")
    for table, columns in _columns().items():
        for column in columns:
            op.drop_column(table, column.name)
    op.drop_column("membership", "asked")


def _columns() -> dict[str, list[sa.Column[Any]]]:
    return {
        "idea": [sa.Column("handed_from_id", sa.Uuid()), sa.Column("back_until", sa.Date())],
        "nudge": [
            sa.Column("help_due_on", sa.Date()),
            sa.Column("helped_at", sa.DateTime(timezone=True)),
            sa.Column("helped_by_id", sa.Uuid()),
            sa.Column("help_words", sa.Text()),
        ],
    }


def _hold(table: str, *days: str) -> None:
    """Hold columns to days that make sense. They are empty yet, so no row need be read while others wait."""
    for day in days:
        name = f"ck_{table}_{day}_day"
        op.execute(f'ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ("{day}" {DAYS}) NOT VALID')
        op.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}")


def _point_at_member(table: str, column: str) -> None:
    """Point at a membership. No row names one yet: it is checked as of a council that has none, as the wall asks."""
    op.execute(f"SELECT set_config('seedbed.council', '{NO_COUNCIL}', true)")
    name = f"fk_{table}_council_id_{column}"
    op.execute(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (council_id, {column})"
        " REFERENCES membership (council_id, person_id)"
    )
    op.execute("SELECT set_config('seedbed.council', '', true)")
