"""What the worker works out of a collaborative's cards: a profile a day, the cards behind it, how they spread.

The worker writes behind the collaborative's own door, members read. How a card was adapted is told there without a
name: by whom is a number. Once a card is taken back the figures of its collaborative are forgotten until they are
worked out anew.

Revision ID: 0052
Revises: 0051
"""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.protect import allow, give, wall

revision = "0052"
down_revision = "0051"

ITS_OWN = "collaborative_id = (SELECT collaborative_here())"
MEMBERS = f"{ITS_OWN} OR collaborative_id IN (SELECT my_collaboratives())"
MOMENT = sa.DateTime(timezone=True)
FUNCTIONS = """
CREATE FUNCTION joint_adaptations(which uuid)
    RETURNS TABLE (card_id uuid, adopter bigint, begun_on date, status text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT live.id, dense_rank() OVER (ORDER BY a.council_id), a.begun_on, a.status::text
      FROM publication live
      JOIN publication p ON p.council_id = live.council_id AND p.idea_id = live.idea_id
           AND p.collaborative_id = live.collaborative_id
      JOIN adaptation a ON a.publication_id = p.id
     WHERE which = collaborative_here() AND live.collaborative_id = which AND live.withdrawn_at IS NULL
$$;
CREATE FUNCTION joint_families(which uuid) RETURNS TABLE (card_id uuid, family bigint, depth int)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH RECURSIVE up AS (
        SELECT p.id AS card_id, p.council_id, p.idea_id, 0 AS depth FROM publication p
         WHERE which = collaborative_here() AND p.collaborative_id = which AND p.withdrawn_at IS NULL
        UNION ALL
        SELECT up.card_id, a.origin_council_id, a.origin_idea_id, up.depth + 1
          FROM up JOIN adaptation a ON a.council_id = up.council_id AND a.idea_id = up.idea_id WHERE up.depth < 50)
    SELECT root.card_id, dense_rank() OVER (ORDER BY root.council_id, root.idea_id), root.depth
      FROM (SELECT DISTINCT ON (up.card_id) * FROM up ORDER BY up.card_id, up.depth DESC) AS root
$$;
CREATE FUNCTION forget_joint(which uuid) RETURNS void LANGUAGE sql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    DELETE FROM joint_figures WHERE collaborative_id = which AND EXISTS (
        SELECT FROM publication p WHERE p.collaborative_id = which AND p.council_id = council_here())
$$;
"""
SIGNATURES = ("joint_adaptations(uuid)", "joint_families(uuid)", "forget_joint(uuid)")


def upgrade() -> None:
    """Make the tables, each behind its collaborative's door, and the three functions that see more."""
    op.create_table(
        "joint_snapshot",
        _of_collaborative("joint_snapshot"),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("value", sa.Numeric(5, 1)),
        sa.Column("why", sa.Text()),
        sa.Column("terms", postgresql.JSONB(), nullable=False),
        sa.Column("computed_at", MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("collaborative_id", "part", "day", name=op.f("pk_joint_snapshot")),
        sa.CheckConstraint("day BETWEEN '1900-01-01' AND '2199-12-31'", name=op.f("ck_joint_snapshot_day_day")),
    )
    op.create_table(
        "joint_page",
        _of_collaborative("joint_page"),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("page", sa.BigInteger(), nullable=False),
        sa.Column("items", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("collaborative_id", "part", "page", name=op.f("pk_joint_page")),
    )
    op.create_table(
        "joint_figures",
        _of_collaborative("joint_figures"),
        sa.Column("told", postgresql.JSONB(), nullable=False),
        sa.Column("computed_at", MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("collaborative_id", name=op.f("pk_joint_figures")),
    )
    for table in ("joint_snapshot", "joint_page", "joint_figures"):
        wall(table)
        allow(table, "SELECT", MEMBERS)
        allow(table, "INSERT", ITS_OWN)
        allow(table, "UPDATE", ITS_OWN)
    allow("joint_page", "DELETE", ITS_OWN)
    allow("joint_figures", "SELECT", "true", to="seedbed_directory")
    allow("joint_figures", "DELETE", "true", to="seedbed_directory")
    allow("adaptation", "SELECT", "true", to="seedbed_directory")
    give("seedbed_directory", FUNCTIONS, SIGNATURES)


def _of_collaborative(table: str) -> sa.Column[UUID]:
    return sa.Column(
        "collaborative_id",
        sa.Uuid(),
        sa.ForeignKey("collaborative.id", name=op.f(f"fk_{table}_collaborative_id")),
        nullable=False,
    )


def downgrade() -> None:
    """Forget all of it."""
    for function in SIGNATURES:
        op.execute(f"DROP FUNCTION {function}")
    op.execute("DROP POLICY directory_select ON adaptation")
    op.execute("REVOKE ALL ON adaptation FROM seedbed_directory")
    for table in ("joint_figures", "joint_page", "joint_snapshot"):
        op.drop_table(table)
