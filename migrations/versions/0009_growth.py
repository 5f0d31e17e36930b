"""Every list is served by an index in its own order; keys that others imply are checked once.

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.protect import each_council

revision = "0009"
down_revision = "0008"

IN_PLAY = "state IN ('triage', 'active')"
# Name, table, columns after the first, and which rows.
ADDED = (
    ("ix_idea_list_of_stage", "idea", "council_id, stage, state, changed_at, id", ""),
    ("ix_idea_list_of_service", "idea", "council_id, service_id, changed_at, id", "service_id IS NOT NULL"),
    ("ix_idea_list_of_owner", "idea", "council_id, owner_id, changed_at, id", "owner_id IS NOT NULL"),
    ("ix_idea_list_of_author", "idea", "council_id, author_id, changed_at, id", "author_id IS NOT NULL"),
    ("ix_idea_board", "idea", "council_id, stage, stage_since, id", IN_PLAY),
    ("ix_idea_board_of_service", "idea", "council_id, service_id, stage, stage_since, id", IN_PLAY),
    ("ix_idea_board_of_owner", "idea", "council_id, owner_id, stage, stage_since, id", IN_PLAY),
    ("ix_idea_triage", "idea", "council_id, (first_reply_on IS NOT NULL), reply_due_on, ref", "state = 'triage'"),
    ("ix_idea_sponsor", "idea", "council_id, sponsor_id, last_contact NULLS FIRST, ref", "state = 'active'"),
    ("ix_idea_of_sponsor", "idea", "council_id, sponsor_id", "sponsor_id IS NOT NULL"),
    ("ix_idea_shielded", "idea", "council_id, shielded_until", "shielded_until IS NOT NULL"),
    ("ix_event_idea", "event", "council_id, idea_id, at, number", ""),
    ("ix_event_at", "event", "council_id, at, number", ""),
    ("ix_message_idea", "message", "council_id, idea_id, at, id", ""),
    ("ix_follower_person", "follower", "council_id, person_id, idea_id", ""),
    ("ix_condition_idea", "condition", "council_id, idea_id, due_on, id", ""),
    ("ix_condition_due", "condition", "council_id, due_on, id", "met_on IS NULL"),
    ("ix_decision_request_due", "decision_request", "council_id, due_on, id", "decided_at IS NULL"),
    ("ix_nudge_person", "nudge", "council_id, person_id, due_on, id", ""),
    ("ix_nudge_open", "nudge", "council_id, person_id, due_on, id", "state IN ('waiting', 'sent')"),
    ("ix_publication_standing", "publication", "collaborative_id, refreshed_at, id", "withdrawn_at IS NULL"),
    ("ix_notice_to", "notice", "to_council_id, at, id", ""),
    ("ix_notice_unseen", "notice", "to_council_id, at, id", "seen_at IS NULL"),
)
REMOVED = (
    ("ix_idea_state", "idea", "council_id, state, stage, stage_since, id"),
    ("ix_idea_owner", "idea", "council_id, owner_id"),
    ("ix_idea_author", "idea", "council_id, author_id"),
    ("ix_event_idea", "event", "council_id, idea_id, number"),
    ("ix_event_at", "event", "council_id, at"),
    ("ix_message_idea", "message", "council_id, idea_id, at"),
    ("ix_condition_due", "condition", "council_id, due_on"),
    ("ix_nudge_person", "nudge", "council_id, person_id, state"),
    ("ix_publication_collaborative_id", "publication", "collaborative_id, refreshed_at"),
    ("ix_notice_to", "notice", "to_council_id, at"),
    ("ix_notice_from", "notice", "council_id, at"),
)
# Rows that hang on an idea: their key to it says that the council exists.
OF_AN_IDEA = (
    "adaptation",
    "answer",
    "benefit",
    "claim",
    "condition",
    "decision",
    "decision_request",
    "evidence",
    "evidence_review",
    "funding",
    "idea_fact",
    "idea_state",
    "item_answer",
    "lesson",
    "message",
    "nudge",
    "panel_view",
    "partner",
    "publication",
    "risk",
    "sponsor_contact",
    "stage_move",
    "triangle",
)
FILL = """
UPDATE idea SET last_contact = spoken.newest
  FROM (SELECT idea_id, max("on") AS newest FROM sponsor_contact GROUP BY idea_id) AS spoken
 WHERE spoken.idea_id = idea.id
"""


def upgrade() -> None:
    op.add_column("idea", sa.Column("last_contact", sa.Date(), nullable=True))
    for _ in each_council():
        op.execute(FILL)
    for name, _, _ in REMOVED:
        op.execute(f"DROP INDEX {name}")
    for name, table, columns, where in ADDED:
        op.execute(f"CREATE INDEX {name} ON {table} ({columns}){where and f' WHERE {where}'}")
    for table in OF_AN_IDEA:
        op.drop_constraint(f"fk_{table}_council_id", table)


def downgrade() -> None:
    # The owner is bound by the walls too: a key is checked behind a council's door, and there is none without rows.
    op.execute("SELECT set_config('seedbed.council', '00000000-0000-0000-0000-000000000000', true)")
    for table in OF_AN_IDEA:
        op.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT fk_{table}_council_id FOREIGN KEY (council_id) REFERENCES council (id)"
        )
    for name, _, _, _ in ADDED:
        op.execute(f"DROP INDEX {name}")
    for name, table, columns in REMOVED:
        op.execute(f"CREATE INDEX {name} ON {table} ({columns})")
    op.drop_column("idea", "last_contact")
