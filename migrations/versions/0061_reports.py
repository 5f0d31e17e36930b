"""What is said above a quarterly report; decisions, states and moves are found by their day, money by its end.

Revision ID: 0061
Revises: 0060
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.protect import protect

revision = "0061"
down_revision = "0060"

COUNCIL_NOW = sa.text("current_setting('seedbed.council')::uuid")
BY_DAY = {
    "ix_decision_on": ("decision", "on", "id"),
    "ix_idea_state_day": ("idea_state", "counts_from", "number"),
    "ix_stage_move_day": ("stage_move", "counts_from", "number"),
}
ASKED_OF_MONEY = "stage IN ('mobilise', 'mainstream') AND state = 'active' AND NOT historical AND NOT needs_no_money"


def upgrade() -> None:
    for name, (table, *columns) in BY_DAY.items():
        op.create_index(name, table, ["council_id", *columns])
    op.create_index(
        "ix_idea_standing_money",
        "idea_standing",
        ["council_id", "money_until", "idea_id"],
        postgresql_where=sa.text(ASKED_OF_MONEY),
    )
    op.create_table(
        "report_words",
        sa.Column("council_id", sa.Uuid(), server_default=COUNCIL_NOW, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("quarter_on", sa.Date(), nullable=False),
        sa.Column("for_whom", sa.Text()),
        sa.Column("asks", sa.Text()),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_report_words")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_report_words_council_id")),
        sa.ForeignKeyConstraint(
            ["council_id", "by_id"],
            ["membership.council_id", "membership.person_id"],
            name=op.f("fk_report_words_council_id_by_id"),
        ),
        sa.CheckConstraint(
            "\"quarter_on\" BETWEEN '1900-01-01' AND '2199-12-31'", name=op.f("ck_report_words_quarter_on_day")
        ),
    )
    op.create_index("ix_report_words_quarter", "report_words", ["council_id", "quarter_on", "number"])
    protect("report_words", verbs="SELECT, INSERT")


def downgrade() -> None:
    op.drop_table("report_words")
    op.drop_index("ix_idea_standing_money", "idea_standing")
    for name, (table, *_) in BY_DAY.items():
        op.drop_index(name, table)
