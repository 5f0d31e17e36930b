"""Gates in full depth: why a fact about an idea was stated, panels with their meetings, which panel a request is for.

Revision ID: 0038
Revises: 0042
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op

from migrations.protect import protect

revision = "0038"
down_revision = "0042"
COUNCIL = sa.text("current_setting('seedbed.council')::uuid")
FOR_A_PANEL = sa.text("panel_id IS NOT NULL")


def upgrade() -> None:
    op.add_column("idea_fact", sa.Column("because", sa.Text(), nullable=True))
    _panel()
    _panel_member()
    _meeting()
    op.execute(f"SELECT set_config('seedbed.council', '{UUID(int=0)}', true)")  # a key is checked behind the walls
    op.add_column("decision_request", sa.Column("panel_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_decision_request_council_id_panel_id"),
        "decision_request",
        "panel",
        ["council_id", "panel_id"],
        ["council_id", "id"],
    )
    op.create_index(
        op.f("ix_decision_request_panel"),
        "decision_request",
        ["council_id", "panel_id", "decided_at"],
        postgresql_where=FOR_A_PANEL,
    )
    op.execute("SELECT set_config('seedbed.council', '', true)")


def _panel() -> None:
    op.create_table(
        "panel",
        _council(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        *_keys("panel"),
        _member("panel", "by_id"),
        sa.UniqueConstraint("council_id", "name", name=op.f("uq_panel_council_id_name")),
    )
    protect("panel", verbs="SELECT, INSERT, UPDATE")


def _panel_member() -> None:
    op.create_table(
        "panel_member",
        _council(),
        sa.Column("panel_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        _points_at("panel_member", "panel"),
        _member("panel_member", "person_id"),
        sa.PrimaryKeyConstraint("council_id", "panel_id", "person_id", name=op.f("pk_panel_member")),
    )
    protect("panel_member", verbs="SELECT, INSERT, DELETE")


def _meeting() -> None:
    op.create_table(
        "meeting",
        _council(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("panel_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("off_at", sa.DateTime(timezone=True), nullable=True),
        *_keys("meeting"),
        _points_at("meeting", "panel"),
        _member("meeting", "by_id"),
        sa.UniqueConstraint("council_id", "number", name=op.f("uq_meeting_council_id_number")),
        sa.CheckConstraint("\"on\" BETWEEN '1900-01-01' AND '2199-12-31'", name=op.f("ck_meeting_on_day")),
    )
    op.create_index(op.f("ix_meeting_on"), "meeting", ["council_id", "on", "id"])
    protect("meeting", verbs="SELECT, INSERT, UPDATE")


def _council() -> sa.Column[Any]:
    return sa.Column("council_id", sa.Uuid(), server_default=COUNCIL, nullable=False)


def _keys(table: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f(f"fk_{table}_council_id")),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f(f"pk_{table}")),
    )


def _points_at(table: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["council_id", f"{other}_id"],
        [f"{other}.council_id", f"{other}.id"],
        name=op.f(f"fk_{table}_council_id_{other}_id"),
    )


def _member(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["council_id", column],
        ["membership.council_id", "membership.person_id"],
        name=op.f(f"fk_{table}_council_id_{column}"),
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_decision_request_panel"), table_name="decision_request")
    op.drop_constraint(op.f("fk_decision_request_council_id_panel_id"), "decision_request", type_="foreignkey")
    op.drop_column("decision_request", "panel_id")
    op.drop_table("meeting")
    op.drop_table("panel_member")
    op.drop_table("panel")
    op.drop_column("idea_fact", "because")
