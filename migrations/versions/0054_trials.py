"""Tandem trials: variants of one shared target, each council's figures from its own baseline, and lessons.

Revision ID: 0054
Revises: 0053
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations.protect import HERE, allow, wall

revision = "0054"
down_revision = "0053"

MOMENT = sa.DateTime(timezone=True)
DAY = "BETWEEN '1900-01-01' AND '2199-12-31'"
POUNDS = "BETWEEN -1000000000000 AND 1000000000000"
# What a council that left had in a trial is seen by nobody else, as its cards.
OF_MEMBERS = (
    "EXISTS (SELECT FROM trial t JOIN collaborative_member m ON m.collaborative_id = t.collaborative_id"
    " WHERE t.id = {table}.trial_id AND m.council_id = {table}.council_id AND m.left_on IS NULL)"
)
OF_TRIAL = "EXISTS (SELECT FROM trial t WHERE t.id = {table}.trial_id)"
PARTS = {"trial_variant": "", "trial_figure": "withdrawn_at, withdrawn_because", "trial_lesson": ""}


def upgrade() -> None:
    """Make the tables; members of a collaborative read, each council writes its own."""
    _trial()
    _variant()
    _figure()
    _lesson()
    wall("trial")
    allow("trial", "SELECT", "collaborative_id IN (SELECT my_collaboratives())")
    allow("trial", "INSERT", f"{HERE} AND collaborative_id IN (SELECT my_collaboratives())")
    for table, changed in PARTS.items():
        wall(table)
        allow(table, "SELECT", f"{HERE} OR {OF_MEMBERS.format(table=table)}")
        allow(table, "INSERT", f"{HERE} AND {OF_TRIAL.format(table=table)}")
        if changed:
            allow(table, "UPDATE", HERE, columns=changed)


def _trial() -> None:
    op.create_table(
        "trial",
        *_written("trial"),
        sa.Column("collaborative_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        *_day("trial", "starts_on"),
        *_day("trial", "ends_on"),
        sa.ForeignKeyConstraint(["collaborative_id"], ["collaborative.id"], name=op.f("fk_trial_collaborative_id")),
        sa.UniqueConstraint("collaborative_id", "number", name=op.f("uq_trial_collaborative_id_number")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_trial_ends_after")),
    )


def _variant() -> None:
    op.create_table(
        "trial_variant",
        *_of_trial("trial_variant"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("differs", sa.Text(), nullable=False),
        sa.Column("measured", sa.Text(), nullable=True),
        sa.Column("idea_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["council_id", "idea_id"], ["idea.council_id", "idea.id"], name=op.f("fk_trial_variant_council_id_idea_id")
        ),
    )


def _figure() -> None:
    op.create_table(
        "trial_figure",
        *_of_trial("trial_figure"),
        sa.Column("baseline", sa.Boolean(), nullable=False),
        *_day("trial_figure", "on"),
        sa.Column("value", sa.Numeric(16, 2), nullable=False),
        sa.CheckConstraint(f"value {POUNDS}", name=op.f("ck_trial_figure_value_pounds")),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("withdrawn_because", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_because IS NULL)", name=op.f("ck_trial_figure_withdrawn_because")
        ),
    )


def _lesson() -> None:
    op.create_table("trial_lesson", *_of_trial("trial_lesson"), sa.Column("words", sa.Text(), nullable=False))


def _written(table: str) -> list[Any]:
    """By which council, and by whom of it."""
    here = sa.text("current_setting('seedbed.council')::uuid")
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), server_default=here, nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f(f"fk_{table}_council_id")),
        sa.ForeignKeyConstraint(
            ["council_id", "by_id"],
            ["membership.council_id", "membership.person_id"],
            name=op.f(f"fk_{table}_council_id_by_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _of_trial(table: str) -> list[Any]:
    return [
        *_written(table),
        sa.Column("trial_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.ForeignKeyConstraint(["trial_id"], ["trial.id"], name=op.f(f"fk_{table}_trial_id")),
        sa.Index(f"ix_{table}_trial", "trial_id", "council_id", "number"),
    ]


def _day(table: str, column: str) -> list[Any]:
    return [
        sa.Column(column, sa.Date(), nullable=False),
        sa.CheckConstraint(f'"{column}" {DAY}', name=op.f(f"ck_{table}_{column}_day")),
    ]


def downgrade() -> None:
    """Forget all of it."""
    for table in (*reversed(PARTS), "trial"):
        op.drop_table(table)
