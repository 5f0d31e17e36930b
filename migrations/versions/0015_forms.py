"""A form is kept once: receipts of the keys that were used; and words of people whose sign-in had ended, sealed.

Revision ID: 0015
Revises: 0018
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.protect import allow, wall

revision = "0015"
down_revision = "0018"

NOWHERE = "(SELECT in_directory())"
MINE = f"{NOWHERE} OR person_id = (SELECT person_here())"


def upgrade() -> None:
    op.create_table(
        "form_receipt",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_receipt")),
    )
    op.create_index("ix_form_receipt_at", "form_receipt", ["at"])
    op.create_table(
        "sealed_words",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_words")),
    )
    op.create_index("ix_sealed_words_person_id", "sealed_words", ["person_id"])
    op.create_index("ix_sealed_words_at", "sealed_words", ["at"])
    for table in ("form_receipt", "sealed_words"):
        wall(table)
    for verb in ("SELECT", "INSERT", "DELETE"):
        allow("form_receipt", verb, MINE)
        allow("sealed_words", verb, NOWHERE if verb == "INSERT" else MINE)
    allow("form_receipt", "UPDATE", MINE, columns="location")


def downgrade() -> None:
    op.drop_table("sealed_words")
    op.drop_table("form_receipt")
