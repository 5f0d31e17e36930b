"""Days and amounts that make sense, held by every column of them; and a table of what a sweep set aside.

Revision ID: 0014
Revises: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.protect import HERE, NOWHERE, allow, wall

revision = "0014"
down_revision = "0012"

DAYS = "BETWEEN '1900-01-01' AND '2199-12-31'"
POUNDS = "BETWEEN -1000000000000 AND 1000000000000"
# Every column of days but that of `crossing`, where what has no day lies before every other.
DAYS_OF = {
    "adaptation": ("begun_on", "settled_on"),
    "benefit": ("counts_from",),
    "claim": ("counts_from", "target_on"),
    "collaborative_member": ("joined_on", "left_on"),
    "condition": ("due_on", "met_on"),
    "decision": ("on", "until"),
    "decision_request": ("due_on",),
    "evidence": ("counts_from", "seen_by_sponsor_on", "value_on"),
    "evidence_review": ("counts_from", "on"),
    "funding": ("counts_from", "ends_on"),
    "idea": (
        "decided_to_act_on",
        "first_reply_on",
        "known_since",
        "last_contact",
        "parked_until",
        "reply_due_on",
        "shielded_until",
        "stage_since",
        "submitted_on",
        "there_from",
    ),
    "idea_fact": ("counts_from",),
    "idea_state": ("counts_from", "on", "until"),
    "lesson": ("counts_from",),
    "letter": ("mail_day",),
    "nudge": ("began_on", "due_on", "sent_on", "snoozed_until"),
    "partner": ("counts_from",),
    "profile_snapshot": ("day",),
    "risk": ("counts_from", "review_on"),
    "sponsor_contact": ("counts_from", "on"),
    "stage_move": ("counts_from", "on"),
    "triangle": ("computed_on",),
}
POUNDS_OF = {"benefit": ("amount_gbp",), "funding": ("amount_gbp",)}
NOBODY = "00000000-0000-0000-0000-000000000000"


def upgrade() -> None:
    op.execute(f"SELECT set_config('seedbed.council', '{NOBODY}', true)")  # the policies ask for one, whoever reads
    for table, days in DAYS_OF.items():
        _put_right(table, days, POUNDS_OF.get(table, ()))
        _hold(table, days, POUNDS_OF.get(table, ()))
    op.execute("SELECT set_config('seedbed.council', '', true)")
    _fault()


def downgrade() -> None:
    op.drop_table("fault")
    for table, days in DAYS_OF.items():
        for name in _names(table, days, POUNDS_OF.get(table, ())):
            op.drop_constraint(name, table)


def _put_right(table: str, days: tuple[str, ...], pounds: tuple[str, ...]) -> None:
    """Move what lies outside to the nearest day or amount that is kept; what is no number is not known."""
    outside = {f'"{day}"': f'"{day}" NOT {DAYS}' for day in days} | {each: f"{each} NOT {POUNDS}" for each in pounds}
    nearest = {f'"{day}"': f"least(greatest(\"{day}\", '1900-01-01'), '2199-12-31')" for day in days}
    nearest |= {
        each: f"CASE WHEN {each} <> 'NaN' THEN least(greatest({each}, -1000000000000), 1000000000000) END"
        for each in pounds
    }
    # Only what lies outside: of nothing, the nearest would be the first of all days.
    moved = (f"{each} = CASE WHEN {outside[each]} THEN {to} ELSE {each} END" for each, to in nearest.items())
    op.execute(f"CREATE POLICY filling ON {table} TO seedbed_owner USING (true) WITH CHECK (true)")
    op.execute(f"UPDATE {table} SET {', '.join(moved)} WHERE {' OR '.join(outside.values())}")
    op.execute(f"DROP POLICY filling ON {table}")


def _hold(table: str, days: tuple[str, ...], pounds: tuple[str, ...]) -> None:
    """Hold every column by a constraint of its own; the table is read once for all of them."""
    ranges = [*(f'"{day}" {DAYS}' for day in days), *(f'"{sum_of}" {POUNDS}' for sum_of in pounds)]
    held = zip(_names(table, days, pounds), ranges, strict=True)
    op.execute(f"ALTER TABLE {table} {', '.join(f'ADD CONSTRAINT {name} CHECK ({within})' for name, within in held)}")


def _names(table: str, days: tuple[str, ...], pounds: tuple[str, ...]) -> list[str]:
    return [*(f"ck_{table}_{day}_day" for day in days), *(f"ck_{table}_{sum_of}_pounds" for sum_of in pounds)]


def _fault() -> None:
    op.create_table(
        "fault",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_fault_council_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fault")),
        sa.UniqueConstraint("council_id", "kind", "subject", name=op.f("uq_fault_council_id_kind_subject")),
    )
    wall("fault")
    allow("fault", "SELECT", f"{NOWHERE} OR {HERE}")
    allow("fault", "INSERT", HERE)
    allow("fault", "UPDATE", HERE, columns="error, at")
    allow("fault", "DELETE", HERE)
