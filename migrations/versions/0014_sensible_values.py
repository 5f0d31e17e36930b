"""Days and amounts that make sense, held by every column of them; and a table of what a sweep set aside.

Revision ID: 0014
Revises: 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.protect import HERE, NOWHERE, allow, each_council, wall

revision = "0014"
down_revision = "0013"

DAYS = "BETWEEN '1900-01-01' AND '2199-12-31'"
POUNDS = "BETWEEN -1000000000000 AND 1000000000000"
# Every column of days but those that are reckoned: that of `crossing`, where what has no day lies before every other,
# and the day on which a standing is next looked at.
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
    "idea_standing": (
        "as_of",
        "closed_on",
        "money_until",
        "newest_contact",
        "newest_evidence",
        "replied_on",
        "shielded_until",
        "submitted_on",
    ),
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
OF_NO_COUNCIL = ("adaptation", "collaborative_member", "letter")
# A day that is kept as words: where it is one, it is moved as well.
SHIELDS = """
UPDATE idea_fact SET value = least(greatest(value::date, '1900-01-01'), '2199-12-31')::text
 WHERE fact = 'shielded_until'
   AND CASE WHEN pg_input_is_valid(value, 'date') THEN value::date NOT BETWEEN '1900-01-01' AND '2199-12-31' END"""


def upgrade() -> None:
    for table in (*OF_NO_COUNCIL, "stale_idea"):  # the last is written by triggers, as what is put right changes
        op.execute(f"CREATE POLICY filling ON {table} TO seedbed_owner USING (true) WITH CHECK (true)")
    for _ in each_council():
        op.execute(SHIELDS)
        for table in DAYS_OF.keys() - {*OF_NO_COUNCIL}:
            _put_right(table)
    op.execute("SELECT set_config('seedbed.council', '', true)")
    for table in OF_NO_COUNCIL:
        _put_right(table)
    for table in (*OF_NO_COUNCIL, "stale_idea"):
        op.execute(f"DROP POLICY filling ON {table}")
    for table in DAYS_OF:
        _hold(table)
    _fault()


def downgrade() -> None:
    op.drop_table("fault")
    for table in DAYS_OF:
        for name in _ranges(table):
            op.drop_constraint(name, table)


def _put_right(table: str) -> None:
    """Move what lies outside to the nearest day or amount that is kept; what is no number is not known."""
    nearest = {f'"{day}"': f"least(greatest(\"{day}\", '1900-01-01'), '2199-12-31')" for day in DAYS_OF[table]}
    nearest |= {
        each: f"CASE WHEN {each} <> 'NaN' THEN least(greatest({each}, -1000000000000), 1000000000000) END"
        for each in POUNDS_OF.get(table, ())
    }
    outside = {each: f"{each} NOT {POUNDS if each in POUNDS_OF.get(table, ()) else DAYS}" for each in nearest}
    # Only what lies outside: of nothing, the nearest would be the first of all days.
    moved = (f"{each} = CASE WHEN {outside[each]} THEN {to} ELSE {each} END" for each, to in nearest.items())
    op.execute(f"UPDATE {table} SET {', '.join(moved)} WHERE {' OR '.join(outside.values())}")


def _hold(table: str) -> None:
    """Hold every column by a constraint of its own; the table is read once for all of them."""
    added = (f"ADD CONSTRAINT {name} CHECK ({within})" for name, within in _ranges(table).items())
    op.execute(f"ALTER TABLE {table} {', '.join(added)}")


def _ranges(table: str) -> dict[str, str]:
    """What each column is held to, by the name of its constraint."""
    days = {f"ck_{table}_{day}_day": f'"{day}" {DAYS}' for day in DAYS_OF[table]}
    return days | {f"ck_{table}_{each}_pounds": f"{each} {POUNDS}" for each in POUNDS_OF.get(table, ())}


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
