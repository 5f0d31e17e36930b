"""The address of somebody's calendar: a secret, found by its digest, and ended by taking it away.

Revision ID: 0063
Revises: 0062
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.protect import NOWHERE, allow, wall

revision = "0063"
down_revision = "0062"


def upgrade() -> None:
    op.create_table(
        "calendar_address",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_digest", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_calendar_address_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_address")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_calendar_address_token_digest")),
        sa.UniqueConstraint("person_id", name=op.f("uq_calendar_address_person_id")),
    )
    wall("calendar_address")
    for verb in ("SELECT", "INSERT", "DELETE"):
        allow("calendar_address", verb, NOWHERE)


def downgrade() -> None:
    op.drop_table("calendar_address")
