"""What rests comes up by itself: until when a decision is held, since when an idea is awake; a closed idea is reopened.

A referral to a collaborative stands before the council that convenes it. What nobody looks after is found by its owner.

Revision ID: 0020
Revises: 0026
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.protect import HERE, each_council

revision = "0020"
down_revision = "0026"

DAY = "BETWEEN '1900-01-01' AND '2199-12-31'"
DAYS = ("held_until", "woken_on")
COMES_UP = ("held_until", "parked_until", "woken_on")
WORDS = ("go", "conditional_go", "hold", "return", "stop")
KEPT = "owner_id IS NOT NULL AND state IN ('active', 'parked') AND source IS NULL"
ORPHAN = "owner_id IS NULL AND state = 'active' AND source IS NULL"
HELD = """
UPDATE idea i SET held_until = made.until FROM (
    SELECT DISTINCT ON (idea_id) idea_id, word, until FROM decision ORDER BY idea_id, number DESC) AS made
 WHERE made.idea_id = i.id AND made.word = 'hold' AND i.state = 'active'"""
# Between councils that share an adaptation, as before; and to the convenor of a collaborative of one's own.
SHARED = (
    "EXISTS (SELECT FROM adaptation a WHERE a.id = notice.about_adaptation_id"
    " AND a.publication_id = coalesce(notice.about_publication_id, a.publication_id)"
    " AND (SELECT council_here()) IN (a.council_id, a.origin_council_id)"
    " AND notice.to_council_id IN (a.council_id, a.origin_council_id))"
)
CONVENED = (
    "what = 'referred' AND about_publication_id IS NULL AND about_adaptation_id IS NULL AND to_council_id IN ("
    "SELECT c.convenor_id FROM collaborative c WHERE c.id IN (SELECT my_collaboratives()))"
)
BETWEEN_TWO = f"to_council_id <> council_id AND {SHARED}"


def upgrade() -> None:
    for day in DAYS:
        op.add_column("idea", sa.Column(day, sa.Date(), nullable=True))
    held = ", ".join(f'ADD CONSTRAINT ck_idea_{day}_day CHECK ("{day}" {DAY})' for day in DAYS)
    op.execute(f"ALTER TABLE idea {held}")
    op.execute("CREATE POLICY filling ON stale_idea TO seedbed_owner USING (true) WITH CHECK (true)")  # for a trigger
    for _ in each_council():
        op.execute(HELD)
    op.execute("SELECT set_config('seedbed.council', '', true)")
    op.execute("DROP POLICY filling ON stale_idea")
    for day in COMES_UP:
        _index(f"ix_idea_{day}", day, where=f"{day} IS NOT NULL")
    _index("ix_idea_kept", "owner_id", where=KEPT)
    _index("ix_idea_orphan", "stage_since", where=ORPHAN)
    _words((*WORDS, "reopen"))
    op.execute(f"ALTER POLICY app_insert ON notice WITH CHECK ({HERE} AND ({BETWEEN_TWO} OR {CONVENED}))")


def downgrade() -> None:
    op.execute(f"ALTER POLICY app_insert ON notice WITH CHECK ({HERE} AND {BETWEEN_TWO})")
    _words(WORDS, " NOT VALID")  # what was reopened stays on the record
    for name in ("ix_idea_orphan", "ix_idea_kept", *(f"ix_idea_{day}" for day in COMES_UP)):
        op.drop_index(name, table_name="idea")
    for day in DAYS:
        op.drop_column("idea", day)


def _index(name: str, column: str, *, where: str) -> None:
    op.create_index(name, "idea", ["council_id", column, "id"], postgresql_where=sa.text(where))


def _words(words: tuple[str, ...], how: str = "") -> None:
    """Have a decision, and a view of one, be one of these words."""
    listed = ", ".join(f"'{word}'" for word in words)
    for table, column in (("decision", "word"), ("panel_view", "leaning")):
        name = f"ck_{table}_{column}"
        check = f"ADD CONSTRAINT {name} CHECK ({column} IN ({listed})){how}"
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}, {check}")
