"""Which ideas were shielded on a day is read from the few that ever were, for the report of any quarter.

Revision ID: 0072
Revises: 0071
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0072"
down_revision = "0071"

EVER = "ix_idea_fact_shield"


def upgrade() -> None:
    shields = sa.text("fact = 'shielded_until'")
    op.create_index(EVER, "idea_fact", ["council_id", "idea_id"], postgresql_where=shields)


def downgrade() -> None:
    op.drop_index(EVER, "idea_fact")
