"""How many live options the senior owner of a service expects in three to five years, as it was said, and why.

What stood before is kept as said by nobody, of no day.

Revision ID: 0060
Revises: 0059
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.protect import each_council, protect

revision = "0060"
down_revision = "0059"

COUNCIL_NOW = sa.text("current_setting('seedbed.council')::uuid")
MOST = 999
KEPT = """
INSERT INTO option_statement (id, service_id, expected)
SELECT gen_random_uuid(), s.id, s.live_options_wanted FROM service s WHERE s.live_options_wanted BETWEEN 0 AND 999"""


def upgrade() -> None:
    op.create_table(
        "option_statement",
        sa.Column("council_id", sa.Uuid(), server_default=COUNCIL_NOW, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("expected", sa.BigInteger()),
        sa.Column("because", sa.Text()),
        sa.Column("by_id", sa.Uuid()),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("counts_from", sa.Date()),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_option_statement")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_option_statement_council_id")),
        _points_at("service", "service_id", "id"),
        _points_at("membership", "by_id", "person_id"),
        sa.CheckConstraint(f"expected BETWEEN 0 AND {MOST}", name=op.f("ck_option_statement_expected")),
        sa.CheckConstraint(
            "\"counts_from\" BETWEEN '1900-01-01' AND '2199-12-31'", name=op.f("ck_option_statement_counts_from_day")
        ),
    )
    op.create_index("ix_option_statement_service", "option_statement", ["council_id", "service_id", "number"])
    protect("option_statement", verbs="SELECT, INSERT, UPDATE")
    for _ in each_council():
        op.execute(KEPT)


def downgrade() -> None:
    op.drop_table("option_statement")


def _points_at(to: str, column: str, key: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_option_statement_council_id_{column}")
    return sa.ForeignKeyConstraint(["council_id", column], [f"{to}.council_id", f"{to}.{key}"], name=name)
