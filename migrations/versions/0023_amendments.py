"""What is recorded on an idea can be corrected and withdrawn: what stood there before is kept, and counts on past days.

Evidence says whether it is better, the same or worse; a baseline of its own stands with it only where its claim's is
another, so that a claim's corrected baseline is that of its evidence too. No key points at what may be withdrawn.

Revision ID: 0023
Revises: 0025
"""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations.protect import each_council, protect

revision = "0023"
down_revision = "0025"

KINDS = ("claim", "evidence", "funding", "sponsor_contact", "risk", "benefit")
ACTS = ("corrected", "reviewed", "closed", "withdrawn", "restored", "undone")
OF_CLAIM = """
UPDATE evidence e SET baseline = NULL, baseline_date = NULL
  FROM claim c
 WHERE c.council_id = e.council_id AND c.id = e.claim_id AND e.given_key IS NULL AND e.baseline = c.baseline
   AND e.baseline_date IS NOT DISTINCT FROM c.baseline_date"""
GIVEN_BACK = """
UPDATE evidence e SET baseline = c.baseline, baseline_date = c.baseline_date
  FROM claim c
 WHERE c.council_id = e.council_id AND c.id = e.claim_id AND e.given_key IS NULL AND e.baseline IS NULL
   AND e.value IS NOT NULL"""

POINTING = "fk_answer_evidence_council_id_evidence_id"
POINTS_AT_NOTHING = """
DELETE FROM answer_evidence a
 WHERE NOT EXISTS (SELECT FROM evidence e WHERE e.council_id = a.council_id AND e.id = a.evidence_id)"""


def upgrade() -> None:
    op.create_table(
        "amendment",
        sa.Column(
            "council_id", sa.Uuid(), server_default=sa.text("current_setting('seedbed.council')::uuid"), nullable=False
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _words("kind", KINDS), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("act", _words("act", ACTS), nullable=False),
        sa.Column("was", JSONB()),
        sa.Column("because", sa.Text()),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("with_id", sa.Uuid()),
        sa.CheckConstraint("\"on\" BETWEEN '1900-01-01' AND '2199-12-31'", name=op.f("ck_amendment_on_day")),
        _points_at("idea", "idea_id", "id"),
        _points_at("membership", "by_id", "person_id"),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_amendment")),
    )
    op.create_foreign_key(
        op.f("fk_amendment_council_id_with_id"),
        "amendment",
        "amendment",
        ["council_id", "with_id"],
        ["council_id", "id"],
    )
    op.create_index("ix_amendment_row", "amendment", ["council_id", "idea_id", "row_id", "number"])
    op.create_index("ix_amendment_on", "amendment", ["council_id", "on"])
    protect("amendment", verbs="SELECT, INSERT")
    op.execute(
        "CREATE TRIGGER note_stale_insert AFTER INSERT ON amendment REFERENCING NEW TABLE AS told"
        " FOR EACH STATEMENT EXECUTE FUNCTION note_ideas_told()"
    )
    directions = "direction IN ('better', 'same', 'worse')"
    op.add_column("evidence", sa.Column("direction", sa.String(40)))
    op.create_check_constraint(op.f("ck_evidence_direction"), "evidence", directions)
    _in_each_council(OF_CLAIM)
    op.drop_constraint(POINTING, "answer_evidence")


def downgrade() -> None:
    _in_each_council(GIVEN_BACK)
    _in_each_council(POINTS_AT_NOTHING)
    _hold_what_points()
    op.drop_column("evidence", "direction")
    op.drop_table("amendment")


def _hold_what_points() -> None:
    """Make the key anew: its rows are looked at in every council at once."""
    tables = ("answer_evidence", "evidence")
    for table in tables:
        op.execute(f"CREATE POLICY filling ON {table} TO seedbed_owner USING (true)")
    op.execute(f"SELECT set_config('seedbed.council', '{UUID(int=0)}', true)")
    op.create_foreign_key(POINTING, *tables, ["council_id", "evidence_id"], ["council_id", "id"])
    op.execute("SELECT set_config('seedbed.council', '', true)")
    for table in tables:
        op.execute(f"DROP POLICY filling ON {table}")


def _words(name: str, words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, native_enum=False, create_constraint=True, length=40, name=op.f(f"ck_amendment_{name}"))


def _points_at(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["council_id", column],
        [f"{table}.council_id", f"{table}.{to}"],
        name=op.f(f"fk_amendment_council_id_{column}"),
    )


def _in_each_council(statement: str) -> None:
    """Change rows council by council; that their ideas are noted as changed is written by triggers."""
    op.execute("CREATE POLICY filling ON stale_idea TO seedbed_owner USING (true) WITH CHECK (true)")
    for _ in each_council():
        op.execute(statement)
    op.execute("SELECT set_config('seedbed.council', '', true)")
    op.execute("DROP POLICY filling ON stale_idea")
