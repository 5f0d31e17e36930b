"""What members note in a collaborative (strands, a shelf, support asked and given), and who brokers which theme.

Revision ID: 0049
Revises: 0048
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations.protect import HERE, allow, wall

revision = "0049"
down_revision = "0048"

MOMENT = sa.DateTime(timezone=True)
COUNCIL_NOW = sa.text("current_setting('seedbed.council')::uuid")
DAY = "BETWEEN '1900-01-01' AND '2199-12-31'"
MINE = "collaborative_id IN (SELECT my_collaboratives())"
WORKING = "collaborative_id IN (SELECT working_collaboratives())"
KINDS = ("strand", "research", "link", "asked", "given")


def upgrade() -> None:
    """Make the tables: members write in what is at work, all members read what was not taken back."""
    _table(
        "collaborative_note",
        sa.Column(
            "kind", sa.Enum(*KINDS, name="kind", native_enum=False, create_constraint=True, length=40), nullable=False
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("words", sa.Text()),
        sa.Column("address", sa.Text()),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("strand_id", sa.Uuid()),
        sa.Column("withdrawn_at", MOMENT),
        sa.CheckConstraint(f'"on" {DAY}', name=op.f("ck_collaborative_note_on_day")),
        sa.CheckConstraint("title <> ''", name=op.f("ck_collaborative_note_has_title")),
        sa.ForeignKeyConstraint(["strand_id"], ["collaborative_note.id"], name=op.f("fk_collaborative_note_strand_id")),
    )
    _table(
        "collaborative_broker",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", MOMENT),
        _member("collaborative_broker", "person_id"),
    )


def _member(table: str, column: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_council_id_{column}")
    return sa.ForeignKeyConstraint(["council_id", column], ["membership.council_id", "membership.person_id"], name=name)


def _table(table: str, *columns: Any) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), server_default=COUNCIL_NOW, nullable=False),
        sa.Column("collaborative_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        *columns,
        _member(table, "by_id"),
        sa.ForeignKeyConstraint(["collaborative_id"], ["collaborative.id"], name=op.f(f"fk_{table}_collaborative_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    standing = sa.text("withdrawn_at IS NULL")
    op.create_index(f"ix_{table}_standing", table, ["collaborative_id", "at", "id"], postgresql_where=standing)
    op.create_index(f"ix_{table}_council_id", table, ["council_id", "collaborative_id"])
    wall(table)
    allow(table, "SELECT", f"{HERE} OR {MINE} AND withdrawn_at IS NULL")
    allow(table, "INSERT", f"{HERE} AND {WORKING}")
    allow(table, "UPDATE", f"{HERE} AND withdrawn_at IS NULL", columns="withdrawn_at", after=HERE)


def downgrade() -> None:
    """Forget all of it."""
    op.drop_table("collaborative_broker")
    op.drop_table("collaborative_note")
