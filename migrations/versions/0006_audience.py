"""Who sees an idea is one closed list: what was confidential is so by its audience, since the same moment.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.protect import each_council

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.alter_column("idea", "confidential_since", new_column_name="audience_since")
    op.add_column("idea", sa.Column("audience", sa.String(40), server_default="everybody", nullable=False))
    op.create_check_constraint(op.f("ck_idea_audience"), "idea", "audience IN ('everybody', 'confidential')")
    for _ in each_council():
        op.execute("UPDATE idea SET audience = 'confidential' WHERE audience_since IS NOT NULL")


def downgrade() -> None:
    for _ in each_council():
        op.execute("UPDATE idea SET audience_since = NULL WHERE audience = 'everybody' AND audience_since IS NOT NULL")
    op.drop_column("idea", "audience")
    op.alter_column("idea", "audience_since", new_column_name="confidential_since")
