"""Benefits by period: forecast, what came, who checked it; who pays and who loses. Hours granted, beside money.

Revision ID: 0041
Revises: 0038
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text

from migrations.amendments import narrow, widen
from migrations.protect import each_council, protect

revision = "0041"
down_revision = "0038"

DAY = "BETWEEN '1900-01-01' AND '2199-12-31'"
POUNDS = "BETWEEN -1000000000000 AND 1000000000000"
AMOUNT = sa.Numeric(16, 2)
KINDS, ACTS = ("benefit_period", "hours_grant"), ("checked", "moved", "questioned")
WORDS = ("payer", "paid", "loser", "unit", "confidence_because")


def upgrade() -> None:
    """Make the tables, and let their rows be amended."""
    for name in WORDS:
        op.add_column("benefit", sa.Column(name, sa.Text()))
    op.add_column("benefit", sa.Column("disbenefit", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("benefit", sa.Column("confidence", sa.String(40)))
    op.create_check_constraint(op.f("ck_benefit_confidence"), "benefit", "confidence IN ('sure', 'fair', 'guess')")
    for name in ("benefit_class", "category", "state"):
        op.create_index(f"ix_benefit_{name}", "benefit", ["council_id", name, "id"])
    _periods()
    _hours()
    widen("kind", KINDS)
    widen("act", ACTS)


def downgrade() -> None:
    """Forget periods and hours, with what stood in them before."""
    for _ in each_council():
        op.get_bind().execute(
            text("DELETE FROM amendment WHERE kind = ANY (:kinds) OR act = ANY (:acts)"),
            {"kinds": list(KINDS), "acts": list(ACTS)},
        )
    op.execute("SELECT set_config('seedbed.council', '00000000-0000-0000-0000-000000000000', true)")
    narrow("kind", KINDS)
    narrow("act", ACTS)
    op.drop_table("hours_grant")
    op.drop_table("benefit_period")
    for name in ("benefit_class", "category", "state"):
        op.drop_index(f"ix_benefit_{name}", "benefit")
    for name in ("confidence", "disbenefit", *WORDS):
        op.drop_column("benefit", name)


def _periods() -> None:
    days = ("starts_on", "ends_on", "claimed_on", "checked_on", "counts_from")
    amounts = ("forecast", "actual", "checked_figure")
    words = ("hoped", "came", "why", "source", "checked_note")
    people = ("claimed_by_id", "checked_by_id", "by_id")
    op.create_table(
        "benefit_period",
        *_beginning(),
        sa.Column("benefit_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Date(), nullable=name not in {"starts_on", "ends_on"}) for name in days),
        *(sa.Column(name, AMOUNT) for name in amounts),
        *(sa.Column(name, sa.Text()) for name in words),
        *(sa.Column(name, sa.Uuid()) for name in people),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        _one_of("checked_word", "right", "other", "unclear"),
        *(_held("benefit_period", name, DAY, "day") for name in days),
        *(_held("benefit_period", name, POUNDS, "pounds") for name in amounts),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_benefit_period_in_order")),
        sa.CheckConstraint("claimed_by_id <> checked_by_id", name=op.f("ck_benefit_period_checked_by_another")),
        _points_at("benefit_period", "idea"),
        _points_at("benefit_period", "benefit", ondelete="CASCADE"),
        *(_member("benefit_period", name) for name in people),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_benefit_period")),
    )
    op.execute(
        "ALTER TABLE benefit_period ADD CONSTRAINT ex_benefit_period_apart EXCLUDE USING gist"
        " (council_id WITH =, benefit_id WITH =, daterange(starts_on, ends_on, '[]') WITH &&)"
    )
    op.create_index("ix_benefit_period_benefit", "benefit_period", ["council_id", "benefit_id", "starts_on", "id"])
    op.create_index("ix_benefit_period_idea", "benefit_period", ["council_id", "idea_id"])
    op.create_index("ix_benefit_period_starts", "benefit_period", ["council_id", "starts_on", "id"])
    op.create_index(
        "ix_benefit_period_waiting",
        "benefit_period",
        ["council_id", "claimed_on", "id"],
        postgresql_where=sa.text("claimed_on IS NOT NULL AND checked_word IS DISTINCT FROM 'right'"),
    )
    protect("benefit_period")


def _hours() -> None:
    days = ("since", "until", "counts_from")
    op.create_table(
        "hours_grant",
        *_beginning(),
        sa.Column("granted_by", sa.Text(), nullable=False),
        sa.Column("granted_to", sa.Text(), nullable=False),
        sa.Column("hours_a_week", AMOUNT, nullable=False),
        *(sa.Column(name, sa.Date()) for name in days),
        _one_of("used", "yes", "partly", "no"),
        sa.Column("note", sa.Text()),
        sa.Column("by_id", sa.Uuid()),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        *(_held("hours_grant", name, DAY, "day") for name in days),
        _held("hours_grant", "hours_a_week", POUNDS, "pounds"),
        sa.CheckConstraint("hours_a_week > 0 AND hours_a_week <= 168", name=op.f("ck_hours_grant_in_a_week")),
        sa.CheckConstraint("since <= until", name=op.f("ck_hours_grant_in_order")),
        _points_at("hours_grant", "idea"),
        _member("hours_grant", "by_id"),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_hours_grant")),
    )
    op.create_index("ix_hours_grant_idea", "hours_grant", ["council_id", "idea_id"])
    protect("hours_grant")


def _beginning() -> list[sa.Column[Any]]:
    here = sa.text("current_setting('seedbed.council')::uuid")
    return [
        sa.Column("council_id", sa.Uuid(), server_default=here, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
    ]


def _one_of(name: str, *words: str) -> sa.Column[str]:
    return sa.Column(name, sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40))


def _held(table: str, column: str, within: str, kind: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f'"{column}" {within}', name=op.f(f"ck_{table}_{column}_{kind}"))


def _points_at(table: str, to: str, *, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["council_id", f"{to}_id"],
        [f"{to}.council_id", f"{to}.id"],
        name=op.f(f"fk_{table}_council_id_{to}_id"),
        ondelete=ondelete,
    )


def _member(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["council_id", column],
        ["membership.council_id", "membership.person_id"],
        name=op.f(f"fk_{table}_council_id_{column}"),
    )
