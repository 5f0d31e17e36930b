"""Plans made of methods, and lessons that other ideas used.

Revision ID: 0055
Revises: 0054
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.protect import protect

revision = "0055"
down_revision = "0054"

COUNCIL_NOW = sa.text("current_setting('seedbed.council')::uuid")
NOW = sa.text("now()")
STATES = ("planned", "under_way", "done", "skipped", "withdrawn")
IDEA = ["idea.council_id", "idea.id"]
MEMBER = ["membership.council_id", "membership.person_id"]


def upgrade() -> None:
    op.create_table(
        "plan_step",
        sa.Column("council_id", sa.Uuid(), server_default=COUNCIL_NOW, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("step_id", sa.Uuid(), nullable=False),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("because", sa.Text(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.ForeignKeyConstraint(["council_id", "idea_id"], IDEA, name=op.f("fk_plan_step_council_id_idea_id")),
        sa.ForeignKeyConstraint(["council_id", "by_id"], MEMBER, name=op.f("fk_plan_step_council_id_by_id")),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_plan_step")),
        sa.CheckConstraint(f"state IN ({', '.join(map(repr, STATES))})", name=op.f("ck_plan_step_state")),
        sa.CheckConstraint("phase <> ''", name=op.f("ck_plan_step_has_phase")),
        sa.CheckConstraint(
            "state NOT IN ('skipped', 'withdrawn') OR because IS NOT NULL", name=op.f("ck_plan_step_has_reason")
        ),
    )
    op.create_index("ix_plan_step_idea", "plan_step", ["council_id", "idea_id", "step_id", "number"])
    picked = sa.text("method IS NOT NULL")
    op.create_index("ix_plan_step_method", "plan_step", ["council_id", "method", "number"], postgresql_where=picked)
    protect("plan_step", verbs="SELECT, INSERT")
    _lesson_uses()


def _lesson_uses() -> None:
    op.create_table(
        "lesson_use",
        sa.Column("council_id", sa.Uuid(), server_default=COUNCIL_NOW, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("lesson_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("taught_by", sa.Text(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["council_id", "idea_id"], IDEA, name=op.f("fk_lesson_use_council_id_idea_id")),
        sa.ForeignKeyConstraint(["council_id", "by_id"], MEMBER, name=op.f("fk_lesson_use_council_id_by_id")),
        sa.ForeignKeyConstraint(
            ["council_id", "taken_back_by_id"], MEMBER, name=op.f("fk_lesson_use_council_id_taken_back_by_id")
        ),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_lesson_use")),
    )
    standing = sa.text("taken_back_at IS NULL")
    op.create_index(
        "uq_lesson_use_once",
        "lesson_use",
        ["council_id", "lesson_id", "idea_id"],
        unique=True,
        postgresql_where=standing,
    )
    op.create_index("ix_lesson_use_idea", "lesson_use", ["council_id", "idea_id", "id"])
    protect("lesson_use", verbs="SELECT, INSERT, UPDATE")


def downgrade() -> None:
    op.drop_table("lesson_use")
    op.drop_table("plan_step")
