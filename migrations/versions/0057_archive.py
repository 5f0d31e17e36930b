"""Cards that stand in a collaborative for the archive of stopped ideas alone.

Revision ID: 0057
Revises: 0056
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"


def upgrade() -> None:
    op.add_column(
        "publication", sa.Column("for_archive", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.execute("GRANT UPDATE (for_archive) ON publication TO seedbed_app")


def downgrade() -> None:
    op.drop_column("publication", "for_archive")
