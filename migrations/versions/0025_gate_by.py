"""The day by which triage meant an idea to be at its design gate.

Revision ID: 0025
Revises: 0021
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0021"

DAYS = "BETWEEN '1900-01-01' AND '2199-12-31'"


def upgrade() -> None:
    """Add the column. Its check holds new rows first and looks at the old ones afterwards, so that nobody waits."""
    op.add_column("idea", sa.Column("gate_by", sa.Date()))
    op.execute(f"ALTER TABLE idea ADD CONSTRAINT ck_idea_gate_by_day CHECK (gate_by {DAYS}) NOT VALID")
    op.execute("ALTER TABLE idea VALIDATE CONSTRAINT ck_idea_gate_by_day")


def downgrade() -> None:
    """Take the column away."""
    op.drop_column("idea", "gate_by")
