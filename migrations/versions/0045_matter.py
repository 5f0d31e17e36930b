"""What an idea speaks of is kept, ideas alike are counted quicker, and ideas are found by their whole titles.

Revision ID: 0045
Revises: 0043
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.protect import give, protect

revision = "0045"
down_revision = "0043"

# As in 0029, but that a length is reckoned with in floating point (a numeric power took half of the time), and that
# what so many ideas have that it says nothing is told: a row without an idea, its number as the score.
# Thirty are judged: what is judged costs by its square.
_ALIKE = r"""
CREATE OR REPLACE FUNCTION alike_ideas(asked text[], weights double precision[], total double precision, most bigint)
    RETURNS TABLE (idea_id uuid, score double precision)
    LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 40 SET search_path = public, pg_temp
    SET plan_cache_mode = force_generic_plan SET work_mem = '32MB' SET max_parallel_workers_per_gather = 0 AS $$
DECLARE
    key CONSTANT text := right(council_here()::text, 6);
BEGIN
    IF key IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'a search needs a council';
    END IF;
    RETURN QUERY
    WITH hit AS MATERIALIZED (
        SELECT f.n, f.weight, o.id
          FROM unnest(asked, weights) WITH ORDINALITY AS f (words, weight, n)
         CROSS JOIN LATERAL open_ideas(
            regexp_replace(
              regexp_replace(f.words, '[^a-z0-9|&() ]', '', 'g'), '([a-z0-9]+)', key || 'w\1', 'g')::tsquery,
            most) AS o),
    worth AS (
        SELECT n, max(weight) * power(ln((greatest(total, count(*)) + 1) / (count(*) + 0.5)), 2) AS worth
          FROM hit GROUP BY n HAVING count(*) < most OR total < most),
    sum AS (
        SELECT hit.id, sum(worth.worth) AS worth FROM hit JOIN worth USING (n) GROUP BY hit.id
         ORDER BY 2 DESC, 1 LIMIT 100),
    best AS (
        SELECT sum.id, sum.worth / power({length}, 0.6) AS score
          FROM sum JOIN idea AS i ON i.council_id = council_here() AND i.id = sum.id
         ORDER BY 2 DESC, 1 LIMIT {most})
    SELECT best.id, best.score FROM best
    {silent};
END $$;
"""
_LENGTH = "20 + octet_length(concat_ws(' ', i.title, i.problem, i.proposal))"
ALIKE = (
    _ALIKE.replace("{most}", "30")
    .replace("{length}", f"CAST({_LENGTH} AS double precision)")
    .replace(
        "{silent}",
        "UNION ALL SELECT CAST(NULL AS uuid), CAST(hit.n AS double precision) FROM hit GROUP BY hit.n"
        " HAVING count(*) >= most AND total >= most",
    )
)
BEFORE = _ALIKE.replace("{most}", "40").replace("{length}", _LENGTH).replace("{silent}", "ORDER BY 2 DESC, 1")
ALIKE_SIGNATURE = "alike_ideas(text[], double precision[], double precision, bigint)"
# Open ideas that are called as one of some titles, but for capitals: by the index of words, never by reading titles.
CALLED = """
CREATE FUNCTION ideas_called(titles text[]) RETURNS TABLE (idea_id uuid)
    LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = public, pg_temp
    SET plan_cache_mode = force_generic_plan SET max_parallel_workers_per_gather = 0 AS $$
DECLARE
    key CONSTANT text := right(council_here()::text, 6);
BEGIN
    IF key IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'a search needs a council';
    END IF;
    RETURN QUERY
    SELECT DISTINCT i.id
      FROM unnest(titles) AS t (title)
     CROSS JOIN LATERAL open_ideas(words_query(key || 't', t.title, false), 1000) AS o
      JOIN idea AS i ON i.council_id = council_here() AND i.id = o.id AND lower(i.title) = lower(t.title)
     ORDER BY i.id LIMIT 100;
END $$;
"""
CALLED_SIGNATURE = "ideas_called(text[])"


def upgrade() -> None:
    """Make the table, and the functions anew."""
    op.create_table(
        "idea_matter",
        sa.Column(
            "council_id", sa.Uuid(), server_default=sa.text("current_setting('seedbed.council')::uuid"), nullable=False
        ),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id", "idea_id"], ["idea.council_id", "idea.id"], name=op.f("fk_idea_matter_council_id_idea_id")
        ),
        sa.PrimaryKeyConstraint("council_id", "idea_id", name=op.f("pk_idea_matter")),
    )
    protect("idea_matter")
    op.execute(f"DROP FUNCTION {ALIKE_SIGNATURE}")
    give("seedbed_search", ALIKE, (ALIKE_SIGNATURE,))
    give("seedbed_search", CALLED, (CALLED_SIGNATURE,))


def downgrade() -> None:
    """Forget all of it."""
    op.execute(f"DROP FUNCTION {CALLED_SIGNATURE}")
    op.execute(f"DROP FUNCTION {ALIKE_SIGNATURE}")
    give("seedbed_search", BEFORE, (ALIKE_SIGNATURE,))
    op.drop_table("idea_matter")
