"""What a council set of its own, dated; and how each idea's triangle stood on the days on which it changed.

Revision ID: 0058
Revises: 0057
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations.protect import each_council, protect

revision = "0058"
down_revision = "0057"

COUNCIL_NOW = sa.text("current_setting('seedbed.council')::uuid")
CALENDAR = "BETWEEN '1900-01-01' AND '2199-12-31'"
FIGURES = ("authority", "capacity", "value", "score", "trust")
AS_THEY_STAND = f"""
INSERT INTO triangle_day (idea_id, day, stage, {", ".join(FIGURES)})
SELECT idea_id, computed_on, stage, {", ".join(FIGURES)} FROM triangle"""


def upgrade() -> None:
    op.add_column("council", sa.Column("own_settings", JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False))
    op.execute("GRANT UPDATE (own_settings) ON council TO seedbed_app")
    _changes()
    _days()
    for _ in each_council():
        op.execute(AS_THEY_STAND)


def downgrade() -> None:
    op.drop_table("triangle_day")
    op.drop_table("setting_change")
    op.drop_column("council", "own_settings")


def _changes() -> None:
    op.create_table(
        "setting_change",
        sa.Column("council_id", sa.Uuid(), server_default=COUNCIL_NOW, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", JSONB(), nullable=True),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("counts_from", sa.Date(), nullable=True),
        sa.CheckConstraint(f"counts_from {CALENDAR}", name=op.f("ck_setting_change_counts_from_day")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_setting_change_council_id")),
        sa.ForeignKeyConstraint(
            ["council_id", "by_id"],
            ["membership.council_id", "membership.person_id"],
            name=op.f("fk_setting_change_council_id_by_id"),
        ),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_setting_change")),
    )
    op.create_index("ix_setting_change_name", "setting_change", ["council_id", "name", "number"])
    protect("setting_change", verbs="SELECT, INSERT")


def _days() -> None:
    op.create_table(
        "triangle_day",
        sa.Column("council_id", sa.Uuid(), server_default=COUNCIL_NOW, nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        *(sa.Column(figure, sa.Numeric(5, 1), nullable=True) for figure in FIGURES),
        sa.CheckConstraint(f"day {CALENDAR}", name=op.f("ck_triangle_day_day_day")),
        sa.ForeignKeyConstraint(
            ["council_id", "idea_id"],
            ["idea.council_id", "idea.id"],
            name=op.f("fk_triangle_day_council_id_idea_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("council_id", "idea_id", "day", name=op.f("pk_triangle_day")),
    )
    protect("triangle_day", verbs="SELECT, INSERT, UPDATE, DELETE")
