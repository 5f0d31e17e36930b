"""The places of a council, and those that an idea names.

Revision ID: 0028
Revises: 0019
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.protect import protect

revision = "0028"
down_revision = "0019"

COUNCIL_NOW = sa.text("current_setting('seedbed.council')::uuid")
NOW = sa.text("now()")


def upgrade() -> None:
    _places()
    _idea_places()


def downgrade() -> None:
    op.drop_table("idea_place")
    op.drop_table("place")


def _council(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f(f"fk_{table}_council_id"))


def _key(table: str, column: str, to: str, key: str = "id") -> sa.ForeignKeyConstraint:
    """A key to another row of the same council."""
    return sa.ForeignKeyConstraint(
        ["council_id", column], [f"{to}.council_id", f"{to}.{key}"], name=op.f(f"fk_{table}_council_id_{column}")
    )


def _places() -> None:
    op.create_table(
        "place",
        sa.Column("council_id", sa.Uuid(), server_default=COUNCIL_NOW, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("into_id", sa.Uuid(), nullable=True),
        _council("place"),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_place")),
        _key("place", "into_id", "place"),
    )
    op.create_index(
        "uq_place_name",
        "place",
        ["council_id", sa.text("lower(name)")],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    protect("place")


def _idea_places() -> None:
    op.create_table(
        "idea_place",
        sa.Column("council_id", sa.Uuid(), server_default=COUNCIL_NOW, nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        _key("idea_place", "idea_id", "idea"),
        _key("idea_place", "place_id", "place"),
        _key("idea_place", "by_id", "membership", "person_id"),
        sa.PrimaryKeyConstraint("council_id", "idea_id", "place_id", name=op.f("pk_idea_place")),
    )
    op.create_index("ix_idea_place_place", "idea_place", ["council_id", "place_id", "idea_id"])
    protect("idea_place")
