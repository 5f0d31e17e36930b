"""A gate policy on a page: why a version came, and the draft of the next.

Revision ID: 0037
Revises: 0035
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.protect import protect

revision = "0037"
down_revision = "0035"


def upgrade() -> None:
    op.add_column("gate_policy", sa.Column("because", sa.Text(), nullable=True))
    op.create_table(
        "gate_policy_draft",
        sa.Column(
            "council_id", sa.Uuid(), server_default=sa.text("current_setting('seedbed.council')::uuid"), nullable=False
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rules", postgresql.JSONB(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id", "by_id"],
            ["membership.council_id", "membership.person_id"],
            name=op.f("fk_gate_policy_draft_council_id_by_id"),
        ),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_gate_policy_draft_council_id")),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_gate_policy_draft")),
        sa.UniqueConstraint("council_id", name=op.f("uq_gate_policy_draft_council_id")),
    )
    protect("gate_policy_draft", verbs="SELECT, INSERT, DELETE")


def downgrade() -> None:
    op.drop_table("gate_policy_draft")
    op.drop_column("gate_policy", "because")
