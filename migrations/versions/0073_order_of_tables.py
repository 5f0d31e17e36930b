"""What waits before a panel is read in the order of its table, and an ask of a blinded look is found by its number.

Revision ID: 0073
Revises: 0072
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0073"
down_revision = "0072"

TABLE, NUMBER = "ix_decision_request_table", "ix_blind_ask_number"


def upgrade() -> None:
    waits = sa.text("decided_at IS NULL")
    op.create_index(TABLE, "decision_request", ["council_id", "panel_id", "due_on", "id"], postgresql_where=waits)
    op.create_index(NUMBER, "blind_ask", ["council_id", "number"])


def downgrade() -> None:
    op.drop_index(NUMBER, "blind_ask")
    op.drop_index(TABLE, "decision_request")
