"""What an idea replaces, what it was recognised with, its yearly reviews; whether others may take up what was stopped.

Revision ID: 0044
Revises: 0041
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations.protect import protect

revision = "0044"
down_revision = "0041"

COUNCIL_NOW = sa.text("current_setting('seedbed.council')::uuid")
NOW = sa.text("now()")
DAY = "BETWEEN '1900-01-01' AND '2199-12-31'"
WITHDRAWN = "(withdrawn_at IS NULL) = (withdrawn_because IS NULL)"
TABLES = ("old_service", "recognition", "archive_consent", "yearly_review")


def upgrade() -> None:
    _old_services()
    _recognitions()
    _consents()
    _reviews()
    op.create_index(
        "ix_idea_stopped", "idea", ["council_id", "changed_at", "id"], postgresql_where=sa.text("outcome = 'stopped'")
    )
    op.create_index("ix_lesson_newest", "lesson", ["council_id", "recorded_at", "id"])


def downgrade() -> None:
    op.drop_index("ix_lesson_newest", "lesson")
    op.drop_index("ix_idea_stopped", "idea")
    for table in reversed(TABLES):
        op.drop_table(table)


def _on_idea(table: str, *columns: Any) -> None:
    """A table of rows that hang on an idea, each with its number and who added it."""
    op.create_table(
        table,
        sa.Column("council_id", sa.Uuid(), server_default=COUNCIL_NOW, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["council_id", "idea_id"], ["idea.council_id", "idea.id"], name=op.f(f"fk_{table}_council_id_idea_id")
        ),
        _member(table, "by_id"),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f(f"pk_{table}")),
    )
    op.create_index(f"ix_{table}_idea", table, ["council_id", "idea_id", "number"])


def _member(table: str, column: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_council_id_{column}")
    return sa.ForeignKeyConstraint(["council_id", column], ["membership.council_id", "membership.person_id"], name=name)


def _day(table: str, name: str, *, nullable: bool = True) -> list[Any]:
    held = sa.CheckConstraint(f'"{name}" {DAY}', name=op.f(f"ck_{table}_{name}_day"))
    return [sa.Column(name, sa.Date(), nullable=nullable), held]


def _withdrawal(table: str) -> list[Any]:
    return [
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_because", sa.Text(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Uuid(), nullable=True),
        _member(table, "withdrawn_by_id"),
        sa.CheckConstraint(WITHDRAWN, name=op.f(f"ck_{table}_withdrawn")),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        *_day(table, "counts_from"),
    ]


def _old_services() -> None:
    table = "old_service"
    _on_idea(
        table,
        sa.Column("service", sa.Text(), nullable=False),
        *_day(table, "ends_on"),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        *_day(table, "ended_on"),
        _member(table, "owner_id"),
        sa.CheckConstraint("service <> ''", name=op.f("ck_old_service_has_words")),
        sa.CheckConstraint("ends_on IS NOT NULL OR ended_on IS NOT NULL", name=op.f("ck_old_service_has_day")),
        *_withdrawal(table),
    )
    protect(table, verbs="SELECT, INSERT, UPDATE")


def _recognitions() -> None:
    table = "recognition"
    _on_idea(
        table,
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("giver", sa.Text(), nullable=False),
        *_day(table, "on", nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint("title <> ''", name=op.f("ck_recognition_has_title")),
        *_withdrawal(table),
    )
    protect(table, verbs="SELECT, INSERT, UPDATE")


def _consents() -> None:
    _on_idea(
        "archive_consent",
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
    )
    protect("archive_consent", verbs="SELECT, INSERT")


def _reviews() -> None:
    table = "yearly_review"
    _on_idea(
        table,
        *_day(table, "on", nullable=False),
        sa.Column("improvement", sa.BigInteger(), nullable=False),
        sa.Column("innovation", sa.BigInteger(), nullable=False),
        sa.Column("answers", JSONB(), nullable=False),
        sa.Column("lesson", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.CheckConstraint("improvement BETWEEN 0 AND 10", name=op.f("ck_yearly_review_improvement")),
        sa.CheckConstraint("innovation BETWEEN 0 AND 10", name=op.f("ck_yearly_review_innovation")),
    )
    protect(table, verbs="SELECT, INSERT")
