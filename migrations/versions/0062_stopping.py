"""Which letters of a council a person stopped, kind by kind, each with one press.

Revision ID: 0062
Revises: 0061
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0062"
down_revision = "0061"

KINDS = ("reminders", "followed", "naming", "digest", "sharing")


def upgrade() -> None:
    none = sa.text("'{}'::text[]")
    op.add_column("membership", sa.Column("stopped", postgresql.ARRAY(sa.Text()), server_default=none, nullable=False))
    kinds = ", ".join(f"'{kind}'" for kind in KINDS)
    op.create_check_constraint(op.f("ck_membership_stopped"), "membership", f"stopped <@ ARRAY[{kinds}]::text[]")
    op.execute("GRANT UPDATE (stopped) ON membership TO seedbed_app")


def downgrade() -> None:
    op.drop_column("membership", "stopped")
