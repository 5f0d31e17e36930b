"""What a partner did or promised can be put right, or taken back.

Revision ID: 0071
Revises: 0070
"""

from __future__ import annotations

from alembic import op

from migrations.amendments import narrow, widen
from migrations.protect import each_council

revision = "0071"
down_revision = "0070"

KINDS = ("partner_activity",)


def upgrade() -> None:
    widen("kind", KINDS)


def downgrade() -> None:
    for _ in each_council():
        op.execute("DELETE FROM amendment WHERE kind = 'partner_activity'")
    op.execute("SELECT set_config('seedbed.council', '', true)")
    narrow("kind", KINDS)
