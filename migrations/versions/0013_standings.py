"""How each idea stands is kept, and which ideas something happened to: the night works out those alone.

Triggers note an idea as soon as a row changes on which its triangle or the profile rests, whoever changed it and how.
A row is noted under the council of its idea: what another council does with an idea is noted for its origin.

Revision ID: 0013
Revises: 0012
"""

from __future__ import annotations

from itertools import product

import sqlalchemy as sa
from alembic import op

from migrations.protect import OWN, allow, protect, wall

revision = "0013"
down_revision = "0012"

# What triangles and profiles are read from, by the column that names the idea.
NOTED = (
    "answer",
    "claim",
    "condition",
    "decision",
    "evidence",
    "evidence_review",
    "event",
    "funding",
    "idea_fact",
    "idea_state",
    "item_answer",
    "lesson",
    "message",
    "panel_view",
    "partner",
    "publication",
    "risk",
    "sponsor_contact",
    "stage_move",
)
# How rows may change: the tables of what they were and are, and the function that notes their ideas. A statement notes
# each idea once, however many of its rows it touches.
CHANGES = {
    "INSERT": ("NEW TABLE AS told", "note_ideas_told"),
    "UPDATE": ("OLD TABLE AS told_before NEW TABLE AS told", "note_ideas_told_anew"),
    "DELETE": ("OLD TABLE AS told", "note_ideas_told"),
}
# The record of events is only added to.
FOLLOWED = [(table, verb) for table, verb in product(NOTED, CHANGES) if table != "event" or verb == "INSERT"]

NOTE = """
CREATE FUNCTION note_ideas_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO stale_idea (council_id, idea_id) SELECT DISTINCT council_id, idea_id FROM told WHERE idea_id IS NOT NULL;
  RETURN NULL;
END $$;
CREATE FUNCTION note_ideas_told_anew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO stale_idea (council_id, idea_id)
  SELECT council_id, idea_id FROM told UNION SELECT council_id, idea_id FROM told_before;
  RETURN NULL;
END $$;
CREATE FUNCTION note_idea() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO stale_idea (council_id, idea_id) VALUES (NEW.council_id, NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER note_stale AFTER UPDATE ON idea FOR EACH ROW
  WHEN (OLD IS DISTINCT FROM NEW) EXECUTE FUNCTION note_idea();
CREATE FUNCTION note_ideas_of_sponsor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO stale_idea (council_id, idea_id)
  SELECT council_id, id FROM idea WHERE council_id = NEW.council_id AND sponsor_id = NEW.person_id;
  RETURN NULL;
END $$;
CREATE TRIGGER note_stale AFTER UPDATE OF ended_at ON membership FOR EACH ROW
  WHEN (OLD.ended_at IS DISTINCT FROM NEW.ended_at) EXECUTE FUNCTION note_ideas_of_sponsor();
CREATE FUNCTION note_ideas_of_adaptation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO stale_idea (council_id, idea_id)
  VALUES (NEW.council_id, NEW.idea_id), (NEW.origin_council_id, NEW.origin_idea_id);
  RETURN NULL;
END $$;
CREATE TRIGGER note_stale AFTER INSERT OR UPDATE ON adaptation FOR EACH ROW EXECUTE FUNCTION note_ideas_of_adaptation();
"""
FUNCTIONS = (
    "note_ideas_told",
    "note_ideas_told_anew",
    "note_idea",
    "note_ideas_of_sponsor",
    "note_ideas_of_adaptation",
)
ADAPTED_HERE = (
    "EXISTS (SELECT FROM adaptation a WHERE a.origin_council_id = stale_idea.council_id"
    f" AND a.origin_idea_id = stale_idea.idea_id AND a.{OWN})"
)
HERE = sa.text("current_setting('seedbed.council')::uuid")


def upgrade() -> None:
    op.create_table(
        "idea_standing",
        sa.Column("council_id", sa.Uuid(), server_default=HERE, nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("historical", sa.Boolean(), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=name not in {"stage", "state"})
            for name in ("stage", "state", "outcome")
        ),
        sa.Column("closed_on", sa.Date()),
        *(sa.Column(name, sa.Text()) for name in ("extent", "involvement")),
        sa.Column("needs_no_money", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Date()) for name in ("shielded_until", "newest_evidence", "newest_contact")),
        sa.Column("has_granted", sa.Boolean(), nullable=False),
        sa.Column("money_until", sa.Date()),
        sa.Column("has_lesson", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Date()) for name in ("submitted_on", "replied_on")),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in ("tried_elsewhere", "worked_elsewhere")),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id", "idea_id"],
            ["idea.council_id", "idea.id"],
            name=op.f("fk_idea_standing_council_id_idea_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("council_id", "idea_id", name=op.f("pk_idea_standing")),
    )
    protect("idea_standing")
    op.create_table(
        "stale_idea",
        sa.Column("council_id", sa.Uuid(), server_default=HERE, nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("council_id", "number", name=op.f("pk_stale_idea")),
    )
    wall("stale_idea")
    allow("stale_idea", "SELECT", OWN)
    allow("stale_idea", "DELETE", OWN)
    allow("stale_idea", "INSERT", f"{OWN} OR {ADAPTED_HERE}")
    op.execute(NOTE)
    for table, verb in FOLLOWED:
        changed, function = CHANGES[verb]
        op.execute(
            f"CREATE TRIGGER note_stale_{verb.lower()} AFTER {verb} ON {table} REFERENCING {changed}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
        )


def downgrade() -> None:
    for table, verb in FOLLOWED:
        op.execute(f"DROP TRIGGER note_stale_{verb.lower()} ON {table}")
    for table in ("idea", "membership", "adaptation"):
        op.execute(f"DROP TRIGGER note_stale ON {table}")
    for name in FUNCTIONS:
        op.execute(f"DROP FUNCTION {name}()")
    op.drop_table("stale_idea")
    op.drop_table("idea_standing")
