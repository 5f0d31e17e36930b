"""Who came along when an idea was joined stands in rows; what an idea has on cards is found by its key.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.protect import allow, each_council

revision = "0003"
down_revision = "0002"

# Before, only the history knew. The last join of a person to an idea holds.
FILL = """
UPDATE follower f SET from_idea_id = came.from_idea_id FROM (
    SELECT DISTINCT ON (i.merged_into_id, person) i.merged_into_id AS idea_id, CAST(person AS uuid) AS person_id,
           i.id AS from_idea_id
      FROM idea i
     CROSS JOIN LATERAL (SELECT e.number, e.particulars FROM event e WHERE e.idea_id = i.id AND e.what = 'merged'
                          ORDER BY e.number DESC LIMIT 1) AS joined
     CROSS JOIN LATERAL jsonb_array_elements_text(joined.particulars -> 'followers') AS person
     WHERE i.merged_into_id IS NOT NULL AND jsonb_typeof(joined.particulars -> 'followers') = 'array'
     ORDER BY i.merged_into_id, person, joined.number DESC) AS came
 WHERE f.idea_id = came.idea_id AND f.person_id = came.person_id
"""


def upgrade() -> None:
    op.create_index("ix_publication_idea", "publication", ["council_id", "idea_id"])
    allow("council", "SELECT", "true", to="seedbed_owner")  # a data migration goes through every council
    op.execute("SELECT set_config('seedbed.council', '00000000-0000-0000-0000-000000000000', true)")
    op.add_column("follower", sa.Column("from_idea_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_follower_council_id_from_idea_id"),
        "follower",
        "idea",
        ["council_id", "from_idea_id"],
        ["council_id", "id"],
    )
    for _ in each_council():
        op.execute(FILL)


def downgrade() -> None:
    op.drop_column("follower", "from_idea_id")
    op.execute("DROP POLICY owner_select ON council")
    op.drop_index("ix_publication_idea", table_name="publication")
