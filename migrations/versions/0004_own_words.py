"""A council's own words for roles and stages, above the built-in ones.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("council", sa.Column("own_words", JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False))
    op.execute("GRANT UPDATE (own_words) ON council TO seedbed_app")  # its own row: the policy of the other columns


def downgrade() -> None:
    op.drop_column("council", "own_words")
