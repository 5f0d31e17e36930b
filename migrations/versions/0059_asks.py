"""What a lead asks somebody about an idea; who was elected; which nudges a person has by letter; nudges about no idea.

Revision ID: 0059
Revises: 0058
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from migrations.protect import protect

revision = "0059"
down_revision = "0058"

COUNCIL_NOW = sa.text("current_setting('seedbed.council')::uuid")
NOW = sa.text("now()")
OWN = ("elected", "quiet_nudges")


def upgrade() -> None:
    op.add_column("membership", sa.Column("elected", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("membership", sa.Column("quiet_nudges", ARRAY(sa.Text()), server_default="{}", nullable=False))
    op.execute(f"GRANT UPDATE ({', '.join(OWN)}) ON membership TO seedbed_app")
    op.alter_column("nudge", "idea_id", nullable=True)
    _asks()


def downgrade() -> None:
    op.drop_table("nudge_ask")
    op.alter_column("nudge", "idea_id", nullable=False)
    for column in OWN:
        op.drop_column("membership", column)


def _key(column: str, to: str, key: str = "id") -> sa.ForeignKeyConstraint:
    """A key to another row of the same council."""
    return sa.ForeignKeyConstraint(
        ["council_id", column], [f"{to}.council_id", f"{to}.{key}"], name=op.f(f"fk_nudge_ask_council_id_{column}")
    )


def _uuid(name: str, *, needed: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid(), nullable=not needed)


def _asks() -> None:
    op.create_table(
        "nudge_ask",
        sa.Column("council_id", sa.Uuid(), server_default=COUNCIL_NOW, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _uuid("idea_id"),
        _uuid("person_id"),
        sa.Column("words", sa.Text(), nullable=False),
        _uuid("by_id"),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        _uuid("ended_by_id", needed=False),
        sa.CheckConstraint("asked_on BETWEEN '1900-01-01' AND '2199-12-31'", name=op.f("ck_nudge_ask_asked_on_day")),
        _key("idea_id", "idea"),
        *(_key(column, "membership", "person_id") for column in ("person_id", "by_id", "ended_by_id")),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_nudge_ask")),
    )
    op.create_index(
        "uq_nudge_ask_open",
        "nudge_ask",
        ["council_id", "idea_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    protect("nudge_ask", verbs="SELECT, INSERT, UPDATE")
