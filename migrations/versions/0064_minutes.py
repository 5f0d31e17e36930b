"""Minutes of a meeting: who was there and what was said; and when a panel was told what is on its table.

Revision ID: 0064
Revises: 0063
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.protect import protect

revision = "0064"
down_revision = "0063"

COUNCIL_NOW = sa.text("current_setting('seedbed.council')::uuid")


def upgrade() -> None:
    op.add_column("meeting", sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "minutes",
        sa.Column("council_id", sa.Uuid(), server_default=COUNCIL_NOW, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("others", sa.Text(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_minutes_council_id")),
        _key("minutes", "meeting_id", "meeting", "id"),
        _key("minutes", "by_id", "membership", "person_id"),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_minutes")),
    )
    op.create_index("ix_minutes_meeting", "minutes", ["council_id", "meeting_id", "number"])
    op.create_table(
        "minutes_presence",
        sa.Column("council_id", sa.Uuid(), server_default=COUNCIL_NOW, nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        _key("minutes_presence", "minutes_id", "minutes", "id"),
        _key("minutes_presence", "person_id", "membership", "person_id"),
        sa.PrimaryKeyConstraint("council_id", "minutes_id", "person_id", name=op.f("pk_minutes_presence")),
    )
    for table in ("minutes", "minutes_presence"):
        protect(table, verbs="SELECT, INSERT")


def downgrade() -> None:
    op.drop_table("minutes_presence")
    op.drop_table("minutes")
    op.drop_column("meeting", "told_at")


def _key(table: str, column: str, to: str, key: str) -> sa.ForeignKeyConstraint:
    """A key to another row of the same council."""
    return sa.ForeignKeyConstraint(
        ["council_id", column], [f"{to}.council_id", f"{to}.{key}"], name=op.f(f"fk_{table}_council_id_{column}")
    )
