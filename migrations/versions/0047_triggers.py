"""The day on which it was last said what set an idea off: whoever looks after it is asked to look again.

Revision ID: 0047
Revises: 0029
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0029"


def upgrade() -> None:
    op.add_column("idea", sa.Column("trigger_on", sa.Date(), nullable=True))
    op.execute(
        "ALTER TABLE idea ADD CONSTRAINT ck_idea_trigger_on_day"
        " CHECK (trigger_on BETWEEN '1900-01-01' AND '2199-12-31')"
    )


def downgrade() -> None:
    op.drop_column("idea", "trigger_on")
