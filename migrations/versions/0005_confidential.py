"""An idea may be kept confidential: since when stands on it, and who may see it besides stands in rows.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.protect import protect

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("idea", sa.Column("confidential_since", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "confidant",
        sa.Column(
            "council_id", sa.Uuid(), server_default=sa.text("current_setting('seedbed.council')::uuid"), nullable=False
        ),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id", "idea_id"],
            ["idea.council_id", "idea.id"],
            name=op.f("fk_confidant_council_id_idea_id"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "person_id"],
            ["membership.council_id", "membership.person_id"],
            name=op.f("fk_confidant_council_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "by_id"],
            ["membership.council_id", "membership.person_id"],
            name=op.f("fk_confidant_council_id_by_id"),
        ),
        sa.PrimaryKeyConstraint("council_id", "idea_id", "person_id", name=op.f("pk_confidant")),
    )
    protect("confidant", verbs="SELECT, INSERT, DELETE")


def downgrade() -> None:
    op.drop_table("confidant")
    op.drop_column("idea", "confidential_since")
