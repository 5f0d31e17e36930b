"""What an adaptation weighs, what its two ends say to each other, and a lineage of any depth that goes in no circle.

Revision ID: 0053
Revises: 0052
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.protect import HERE, allow, give, wall

revision = "0053"
down_revision = "0052"

MOMENT = sa.DateTime(timezone=True)
# An adaptation is seen by its two councils alone, and so is what they say to each other about it.
OF_BOTH = "EXISTS (SELECT FROM adaptation a WHERE a.id = adaptation_feedback.adaptation_id"
ADAPTER_ASKS = f"answers_id IS NULL AND {OF_BOTH} AND a.{HERE})"
ORIGIN_ANSWERS = f"answers_id IS NOT NULL AND {OF_BOTH} AND a.origin_{HERE})"

# A lineage goes through councils that share nothing with each other. It is walked here, where all adaptations are seen,
# and what comes out tells no more than its reader may know (docs/decisions/0047): the node is there; whose it is and
# what it is called stands there for our own ideas, for those that we adapted or that adapted ours, and for those of
# which a card stands in a collaborative of ours. Of an idea from which such a card came, that card names the council.
LINEAGE = """
CREATE FUNCTION lineage_of(which uuid) RETURNS TABLE (
    node int, parent int, depth int, adaptation_id uuid, idea_id uuid, council text, title text, code text, number int)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
WITH RECURSIVE up AS (
    SELECT council_here() AS council_id, which AS idea_id, CAST(NULL AS uuid) AS taker, CAST(NULL AS uuid) AS child,
           0 AS depth, ARRAY[which] AS seen
    UNION ALL
    SELECT a.origin_council_id, a.origin_idea_id, u.council_id, u.idea_id, u.depth - 1, u.seen || a.origin_idea_id
      FROM up u JOIN adaptation a ON a.council_id = u.council_id AND a.idea_id = u.idea_id
     WHERE a.origin_idea_id <> ALL (u.seen)),
down AS (
    SELECT council_here() AS council_id, which AS idea_id, CAST(NULL AS uuid) AS parent, 0 AS depth,
           ARRAY[which] AS seen
    UNION ALL
    SELECT a.council_id, a.idea_id, d.idea_id, d.depth + 1, d.seen || a.idea_id
      FROM down d JOIN adaptation a ON a.origin_council_id = d.council_id AND a.origin_idea_id = d.idea_id
     WHERE a.idea_id <> ALL (d.seen)),
tree AS (
    SELECT u.council_id, u.idea_id, a.origin_idea_id AS parent, u.depth, u.taker, u.child
      FROM up u LEFT JOIN adaptation a ON a.council_id = u.council_id AND a.idea_id = u.idea_id
    UNION ALL
    SELECT d.council_id, d.idea_id, d.parent, d.depth, NULL, NULL FROM down d WHERE d.depth > 0),
placed AS (
    SELECT t.*, a.id AS via, a.origin_council_id, a.begun_on,
           row_number() OVER (ORDER BY t.depth, a.begun_on NULLS FIRST, a.id NULLS FIRST) AS place
      FROM tree t LEFT JOIN adaptation a ON a.council_id = t.council_id AND a.idea_id = t.idea_id),
known AS (
    SELECT p.*, p.council_id = council_here() OR p.origin_council_id = council_here() OR EXISTS (
               SELECT FROM adaptation n WHERE n.council_id = council_here()
                  AND n.origin_council_id = p.council_id AND n.origin_idea_id = p.idea_id) AS met,
           card.title, card.code, card.number, told.came_from
      FROM placed p
      LEFT JOIN LATERAL (
          SELECT c.title, k.code, c.number FROM publication c JOIN collaborative k ON k.id = c.collaborative_id
           WHERE c.council_id = p.council_id AND c.idea_id = p.idea_id AND c.withdrawn_at IS NULL
             AND c.collaborative_id IN (SELECT my_collaboratives()) ORDER BY c.published_at, c.id LIMIT 1)
           AS card ON true
      LEFT JOIN LATERAL (
          SELECT c.shown ->> 'came_from' AS came_from FROM publication c
           WHERE c.council_id = p.taker AND c.idea_id = p.child AND c.withdrawn_at IS NULL
             AND c.collaborative_id IN (SELECT my_collaboratives()) ORDER BY c.published_at, c.id LIMIT 1)
           AS told ON true)
SELECT CAST(k.place AS int), CAST(above.place AS int), k.depth,
       CASE WHEN council_here() IN (k.council_id, k.origin_council_id) THEN k.via END,
       CASE WHEN k.council_id = council_here() THEN k.idea_id END,
       CASE WHEN k.met OR k.title IS NOT NULL THEN c.name ELSE k.came_from END, k.title, k.code, k.number
  FROM known k JOIN council c ON c.id = k.council_id
  LEFT JOIN placed above ON above.idea_id = k.parent
 ORDER BY k.place
$$;
CREATE FUNCTION stems_from_here(origin_council uuid, origin_idea uuid) RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
WITH RECURSIVE up AS (
    SELECT origin_council AS council_id, origin_idea AS idea_id, ARRAY[origin_idea] AS seen
    UNION ALL
    SELECT a.origin_council_id, a.origin_idea_id, u.seen || a.origin_idea_id
      FROM up u JOIN adaptation a ON a.council_id = u.council_id AND a.idea_id = u.idea_id
     WHERE a.origin_idea_id <> ALL (u.seen))
SELECT idea_id FROM up WHERE council_id = council_here() ORDER BY cardinality(seen), idea_id LIMIT 1
$$;
CREATE FUNCTION refuse_circle() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        WITH RECURSIVE up AS (
            SELECT NEW.origin_council_id AS council_id, NEW.origin_idea_id AS idea_id,
                   ARRAY[NEW.origin_idea_id] AS seen
            UNION ALL
            SELECT a.origin_council_id, a.origin_idea_id, u.seen || a.origin_idea_id
              FROM up u JOIN adaptation a ON a.council_id = u.council_id AND a.idea_id = u.idea_id
             WHERE a.origin_idea_id <> ALL (u.seen))
        SELECT FROM up WHERE council_id = NEW.council_id AND idea_id = NEW.idea_id)
    THEN
        RAISE check_violation USING CONSTRAINT = 'ck_adaptation_no_circle',
            MESSAGE = 'an idea is not adapted from what was made of it';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER refuse_circle BEFORE INSERT ON adaptation FOR EACH ROW EXECUTE FUNCTION refuse_circle();
"""
SIGNATURES = ("lineage_of(uuid)", "stems_from_here(uuid, uuid)", "refuse_circle()")


def upgrade() -> None:
    """Add what is weighed, make the table of what is said between both ends, and walk lineages."""
    weighed = sa.Column("weighed", postgresql.JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False)
    op.add_column("adaptation", weighed)
    op.add_column("adaptation", sa.Column("spoken_to", sa.Text(), nullable=True))
    _feedback()
    allow("council", "SELECT", "true", to="seedbed_directory")
    give("seedbed_directory", LINEAGE, SIGNATURES)


def _feedback() -> None:
    here = sa.text("current_setting('seedbed.council')::uuid")
    op.create_table(
        "adaptation_feedback",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), server_default=here, nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("adaptation_id", sa.Uuid(), nullable=False),
        sa.Column("answers_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("answers_id <> id", name=op.f("ck_adaptation_feedback_another")),
        sa.ForeignKeyConstraint(
            ["adaptation_id"], ["adaptation.id"], name=op.f("fk_adaptation_feedback_adaptation_id")
        ),
        sa.ForeignKeyConstraint(
            ["answers_id", "adaptation_id"],
            ["adaptation_feedback.id", "adaptation_feedback.adaptation_id"],
            name=op.f("fk_adaptation_feedback_answers_id_adaptation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "by_id"],
            ["membership.council_id", "membership.person_id"],
            name=op.f("fk_adaptation_feedback_council_id_by_id"),
        ),
        sa.UniqueConstraint("id", "adaptation_id", name=op.f("uq_adaptation_feedback_id_adaptation_id")),
        sa.UniqueConstraint("answers_id", name=op.f("uq_adaptation_feedback_answers_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adaptation_feedback")),
    )
    op.create_index("ix_adaptation_feedback_adaptation", "adaptation_feedback", ["adaptation_id", "number"])
    wall("adaptation_feedback")
    allow("adaptation_feedback", "SELECT", f"{OF_BOTH})")
    allow("adaptation_feedback", "INSERT", f"{HERE} AND ({ADAPTER_ASKS} OR {ORIGIN_ANSWERS})")


def downgrade() -> None:
    """Forget what was said between both ends and what was weighed."""
    op.execute("DROP TRIGGER refuse_circle ON adaptation")
    for signature in reversed(SIGNATURES):
        op.execute(f"DROP FUNCTION {signature}")
    op.execute("DROP POLICY directory_select ON council")
    op.execute("REVOKE SELECT ON council FROM seedbed_directory")
    op.drop_table("adaptation_feedback")
    op.drop_column("adaptation", "spoken_to")
    op.drop_column("adaptation", "weighed")
