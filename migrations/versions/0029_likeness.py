"""Ideas that say the same in other words: found by words, by what they mean, and marked.

Revision ID: 0029
Revises: 0034
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations.protect import give, protect

revision = "0029"
down_revision = "0034"

# alike_ideas: what has most of the words and things that are asked for. Each is a query without keys ("bin | refus").
# What is common says little, and what more ideas have than are read says nothing. A long text has much by chance.
# open_ideas: what is open to everybody (OPEN of tracker/idea/visible.py, a test compares them) and has what is asked.
# OFFSET keeps the planner to the index.
ALIKE = r"""
CREATE FUNCTION open_ideas(asked tsquery, most bigint) RETURNS TABLE (id uuid) LANGUAGE sql STABLE ROWS 100
BEGIN ATOMIC
    SELECT i.id
      FROM (SELECT id, council_id, state, audience FROM idea
             WHERE idea_words(council_id, ref, their_number, title, problem, proposal) @@ asked OFFSET 0) AS i
     WHERE i.council_id = (SELECT council_here()) AND (i.state <> 'draft' AND i.audience = 'everybody')
     LIMIT most;
END;
CREATE FUNCTION alike_ideas(asked text[], weights double precision[], total double precision, most bigint)
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
         ORDER BY 2 DESC, 1 LIMIT 100)
    SELECT sum.id, sum.worth / power(20 + octet_length(concat_ws(' ', i.title, i.problem, i.proposal)), 0.6) AS score
      FROM sum JOIN idea AS i ON i.council_id = council_here() AND i.id = sum.id
     ORDER BY 2 DESC, 1 LIMIT 40;
END $$;
"""
ALIKE_SIGNATURE = "alike_ideas(text[], double precision[], double precision, bigint)"
IDEA = (["council_id", "idea_id"], ["idea.council_id", "idea.id"])
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables, and the function that finds by words."""
    op.create_table(
        "idea_meaning",
        _here(),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.Column("sketch", sa.LargeBinary(), nullable=False),
        sa.Column("read_at", MOMENT, nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.ForeignKeyConstraint(*IDEA, name=op.f("fk_idea_meaning_council_id_idea_id")),
        sa.PrimaryKeyConstraint("council_id", "idea_id", name=op.f("pk_idea_meaning")),
    )
    op.create_index("ix_idea_meaning_number", "idea_meaning", ["council_id", "number"])
    op.create_table(
        "likeness_mark",
        _here(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        _one_of("mark", "apart", "variant", "open"),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("idea_id < other_id", name=op.f("ck_likeness_mark_once")),
        sa.ForeignKeyConstraint(*IDEA, name=op.f("fk_likeness_mark_council_id_idea_id")),
        sa.ForeignKeyConstraint(
            ["council_id", "other_id"],
            ["idea.council_id", "idea.id"],
            name=op.f("fk_likeness_mark_council_id_other_id"),
        ),
        _member("likeness_mark", "by_id"),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_likeness_mark")),
    )
    op.create_index("ix_likeness_mark_idea", "likeness_mark", ["council_id", "idea_id", "number"])
    op.create_index("ix_likeness_mark_other", "likeness_mark", ["council_id", "other_id", "number"])
    protect("idea_meaning")
    protect("likeness_mark", verbs="SELECT, INSERT")
    give("seedbed_search", ALIKE, (ALIKE_SIGNATURE,))


def _here() -> sa.Column[Any]:
    return sa.Column(
        "council_id", sa.Uuid(), server_default=sa.text("current_setting('seedbed.council')::uuid"), nullable=False
    )


def _one_of(name: str, *words: str) -> sa.Column[Any]:
    return sa.Column(
        name, sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40), nullable=False
    )


def _member(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["council_id", column],
        ["membership.council_id", "membership.person_id"],
        name=op.f(f"fk_{table}_council_id_{column}"),
    )


def downgrade() -> None:
    """Forget all of it."""
    op.execute(f"DROP FUNCTION {ALIKE_SIGNATURE}")
    op.execute("DROP FUNCTION open_ideas(tsquery, bigint)")
    for table in ("likeness_mark", "idea_meaning"):
        op.drop_table(table)
