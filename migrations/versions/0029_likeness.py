"""Ideas that say the same in other words: found by words, by what they mean, marked, and asked for in other councils.

Revision ID: 0029
Revises: 0034
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations.protect import give, protect

revision = "0029"
down_revision = "0034"

# alike_ideas: what has most of the words and things that are asked for. Each is a query without keys ("bin | refus").
# What is common says little, and what more ideas have than are read says nothing. A long text has much by chance.
ALIKE = r"""
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
    _blinded()
    protect("idea_meaning")
    protect("likeness_mark", verbs="SELECT, INSERT")
    protect("blinded_consent", verbs="SELECT, INSERT")
    protect("blinded_question", verbs="SELECT, INSERT, UPDATE")
    protect("blinded_match", verbs="SELECT, INSERT, UPDATE")
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


def _collaborative(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["collaborative_id"], ["collaborative.id"], name=op.f(f"fk_{table}_collaborative_id")
    )


def _blinded() -> None:
    """What two councils ask of each other without a name: each side's row is its own council's alone."""
    op.create_table(
        "blinded_consent",
        _here(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("collaborative_id", sa.Uuid(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_blinded_consent_council_id")),
        _collaborative("blinded_consent"),
        _member("blinded_consent", "by_id"),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_blinded_consent")),
    )
    op.create_index("ix_blinded_consent_collaborative", "blinded_consent", ["council_id", "collaborative_id", "number"])
    for table, columns in (("blinded_question", _asked()), ("blinded_match", _matched())):
        op.create_table(
            table,
            _here(),
            sa.Column("id", sa.Uuid(), nullable=False),
            sa.Column("idea_id", sa.Uuid(), nullable=False),
            sa.Column("collaborative_id", sa.Uuid(), nullable=False),
            *columns,
            sa.ForeignKeyConstraint(*IDEA, name=op.f(f"fk_{table}_council_id_idea_id")),
            _collaborative(table),
            _member(table, "by_id"),
            sa.PrimaryKeyConstraint("council_id", "id", name=op.f(f"pk_{table}")),
        )
        op.create_index(f"ix_{table}_idea", table, ["council_id", "idea_id", "id"])
    op.create_index("ix_blinded_question_asked", "blinded_question", ["council_id", "asked_at"])
    waits = sa.text("wished_at IS NOT NULL AND answered_at IS NULL")
    op.create_index("ix_blinded_match_waits", "blinded_match", ["council_id", "wished_at"], postgresql_where=waits)


def _asked() -> list[sa.Column[Any]]:
    return [
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT),
        sa.Column("close", sa.Boolean()),
        sa.Column("wished_at", MOMENT),
        sa.Column("carried_at", MOMENT),
        sa.Column("shown", JSONB()),
        sa.Column("shown_at", MOMENT),
    ]


def _matched() -> list[sa.Column[Any]]:
    return [
        sa.Column("by_id", sa.Uuid()),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("found_at", MOMENT, nullable=False),
        sa.Column("wished_at", MOMENT),
        sa.Column("wish", JSONB()),
        sa.Column("answered_at", MOMENT),
        sa.Column("agreed", sa.Boolean()),
        sa.Column("carried_at", MOMENT),
    ]


def downgrade() -> None:
    """Forget all of it."""
    op.execute(f"DROP FUNCTION {ALIKE_SIGNATURE}")
    for table in ("blinded_match", "blinded_question", "blinded_consent", "likeness_mark", "idea_meaning"):
        op.drop_table(table)
