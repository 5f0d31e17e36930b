"""Needs and offers are read apart, a page at a time: an index has each in its order.

Revision ID: 0070
Revises: 0069
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0069"

STANDING = "ix_posting_standing"


def upgrade() -> None:
    _stand_by("collaborative_id", "way", "posted_at", "id")


def downgrade() -> None:
    _stand_by("collaborative_id", "posted_at", "id")


def _stand_by(*columns: str) -> None:
    op.drop_index(STANDING, table_name="posting")
    op.create_index(STANDING, "posting", columns, postgresql_where=sa.text("ended_at IS NULL"))
