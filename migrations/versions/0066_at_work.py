"""What was answered, ended or withdrawn stays so, and nothing new comes into a collaborative that was closed.

Who answers a need asks, and nothing else: what is said to it is written by the council that was asked, once.

Revision ID: 0066
Revises: 0064
"""

from __future__ import annotations

from alembic import op

from migrations.protect import HERE

revision = "0066"
down_revision = "0064"

US = "(SELECT council_here())"
MINE = "collaborative_id IN (SELECT my_collaboratives())"
WORKING = "collaborative_id IN (SELECT working_collaboratives())"
ANSWER = "posting_answer"
SETTLED = ("agreed", "other_day", "declined")
STATES = ("asked", *SETTLED)
UNSAID = "state = 'asked' AND reply IS NULL AND settled_at IS NULL"
POSTED = (
    f"SELECT FROM posting p WHERE p.id = {ANSWER}.posting_id AND p.council_id = {ANSWER}.to_council_id"
    f" AND p.collaborative_id = {ANSWER}.collaborative_id AND p.ended_at IS NULL"
)
ENDS = {"posting": "ended_at", "helper": "ended_at", "trial_figure": "withdrawn_at"}
PARTS = ("trial_variant", "trial_figure", "trial_lesson")


def upgrade() -> None:
    for table in ("posting", "helper", "trial"):
        _insert(table, WORKING)
    for table in PARTS:
        _insert(table, f"EXISTS (SELECT FROM trial t WHERE t.id = {table}.trial_id AND t.{WORKING})")
    _insert(ANSWER, f"{WORKING} AND {UNSAID} AND EXISTS ({POSTED})")
    settled = ", ".join(map(repr, SETTLED))
    _update(ANSWER, f"to_council_id = {US} AND state = 'asked'", f"to_council_id = {US} AND state IN ({settled})")
    for table, column in ENDS.items():
        _update(table, f"{HERE} AND {column} IS NULL", HERE)
    _states(STATES)


def _insert(table: str, condition: str) -> None:
    op.execute(f"ALTER POLICY app_insert ON {table} WITH CHECK ({HERE} AND {condition})")


def _update(table: str, before: str, after: str) -> None:
    op.execute(f"ALTER POLICY app_update ON {table} USING ({before}) WITH CHECK ({after})")


def _states(states: tuple[str, ...]) -> None:
    name = f"ck_{ANSWER}_state"
    op.execute(f"ALTER TABLE {ANSWER} DROP CONSTRAINT {name}")
    op.execute(f"ALTER TABLE {ANSWER} ADD CONSTRAINT {name} CHECK (state IN ({', '.join(map(repr, states))}))")


def downgrade() -> None:
    _states((*STATES, "withdrawn"))
    for table in ENDS:
        _update(table, HERE, HERE)
    both = f"{HERE} OR to_council_id = {US}"
    _update(ANSWER, both, both)
    _insert(ANSWER, f"{MINE} AND EXISTS ({POSTED})")
    for table in PARTS:
        _insert(table, f"EXISTS (SELECT FROM trial t WHERE t.id = {table}.trial_id)")
    for table in ("posting", "helper", "trial"):
        _insert(table, MINE)
