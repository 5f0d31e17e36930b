"""The desk of triage: replies that a council keeps, outcomes given to several ideas at once, assessors.

Letters of such outcomes wait until they can no longer be undone, and are withdrawn where they are.

Revision ID: 0031
Revises: 0030
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations.protect import give, protect

revision = "0031"
down_revision = "0030"

DAY = "BETWEEN '1900-01-01' AND '2199-12-31'"
WITHDRAW = """
CREATE FUNCTION withdraw_letters(of_batch uuid, about text[]) RETURNS bigint LANGUAGE sql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    WITH gone AS (
        DELETE FROM letter WHERE council_id = council_here() AND batch_id = of_batch AND sent_at IS NULL
           AND attempts = 0 AND particulars->>'ref' = ANY (about) RETURNING id)
    SELECT count(*) FROM gone
$$;
"""


def upgrade() -> None:
    op.add_column("letter", sa.Column("batch_id", sa.Uuid(), nullable=True))
    op.create_index(
        "ix_letter_batch", "letter", ["council_id", "batch_id"], postgresql_where=sa.text("batch_id IS NOT NULL")
    )
    give("seedbed_outbox", WITHDRAW, ("withdraw_letters(uuid, text[])",))
    _replies()
    _batches()
    _assessors()


def downgrade() -> None:
    for table in ("assessment", "assessor", "batch_idea", "outcome_batch", "reply_template"):
        op.drop_table(table)
    op.execute("DROP FUNCTION withdraw_letters(uuid, text[])")
    op.drop_index("ix_letter_batch", "letter")
    op.drop_column("letter", "batch_id")


def _table(table: str, *columns: sa.schema.SchemaItem, idea: bool = False, people: tuple[str, ...] = ()) -> None:
    here = sa.text("current_setting('seedbed.council')::uuid")
    points = [_key(table, "idea_id", "idea", "id")] if idea else [_council(table)]
    op.create_table(
        table,
        sa.Column("council_id", sa.Uuid(), server_default=here, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *([sa.Column("idea_id", sa.Uuid(), nullable=False)] if idea else []),
        *columns,
        *points,
        *(_key(table, column, "membership", "person_id") for column in people),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f(f"pk_{table}")),
    )


def _council(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f(f"fk_{table}_council_id"))


def _key(table: str, column: str, to: str, key: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_council_id_{column}")
    return sa.ForeignKeyConstraint(["council_id", column], [f"{to}.council_id", f"{to}.{key}"], name=name)


def _replies() -> None:
    """Versions of each reply that a council keeps; the newest counts."""
    _table(
        "reply_template",
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("ended", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        people=("by_id",),
    )
    op.create_index("ix_reply_template_code", "reply_template", ["council_id", "code", "number"])
    protect("reply_template", verbs="SELECT, INSERT")


def _batches() -> None:
    """An outcome given to several ideas at once; of each idea, how it stood before."""
    _table(
        "outcome_batch",
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Uuid(), nullable=True),
        people=("by_id", "undone_by_id"),
    )
    op.create_index("ix_outcome_batch_until", "outcome_batch", ["council_id", "until"])
    _table(
        "batch_idea",
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("before", JSONB(), nullable=False),
        sa.Column("added", JSONB(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=False),
        _key("batch_idea", "batch_id", "outcome_batch", "id"),
        idea=True,
    )
    op.create_index("ix_batch_idea_batch", "batch_idea", ["council_id", "batch_id"])
    protect("outcome_batch", verbs="SELECT, INSERT, UPDATE")
    protect("batch_idea", verbs="SELECT, INSERT")


def _assessors() -> None:
    """Who is asked what they think of an idea in triage, and what they say; the newest of each counts."""
    _table(
        "assessor",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(f'"due_on" {DAY}', name=op.f("ck_assessor_due_on_day")),
        sa.UniqueConstraint(
            "council_id", "idea_id", "person_id", name=op.f("uq_assessor_council_id_idea_id_person_id")
        ),
        idea=True,
        people=("person_id", "by_id"),
    )
    op.create_index(
        "ix_assessor_asked",
        "assessor",
        ["council_id", "person_id", "due_on"],
        postgresql_where=sa.text("given_at IS NULL AND released_at IS NULL"),
    )
    _table(
        "assessment",
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("judgements", JSONB(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        idea=True,
        people=("by_id",),
    )
    op.create_index("ix_assessment_idea", "assessment", ["council_id", "idea_id", "by_id", "number"])
    protect("assessor", verbs="SELECT, INSERT, UPDATE")
    protect("assessment", verbs="SELECT, INSERT")
