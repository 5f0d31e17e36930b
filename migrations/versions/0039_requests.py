"""A request for a decision leaves the queue once its idea is parked, closed or in another stage; one waits at a time.

Revision ID: 0039
Revises: 0047
"""

from __future__ import annotations

from alembic import op

from migrations.protect import each_council

revision = "0039"
down_revision = "0047"

# The gate that lies before each stage; an embedded idea is looked at again at the last.
GATES = (
    "('latent', 'design'), ('design', 'mobilise'), ('mobilise', 'mainstream'), ('mainstream', 'embed'),"
    " ('embedded', 'embed')"
)
# Whatever moves an idea passes here: what is asked of nobody any more must not wait (domain.md, "Gate decision").
LEAVES = """
CREATE FUNCTION requests_leave() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE decision_request SET decided_at = NEW.changed_at
   WHERE council_id = NEW.council_id AND idea_id = NEW.id AND decided_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER requests_leave AFTER UPDATE OF state, stage ON idea FOR EACH ROW
    WHEN (OLD.state = 'active' AND (NEW.state <> 'active' OR NEW.stage <> OLD.stage))
    EXECUTE FUNCTION requests_leave();
"""
STUCK = f"""
UPDATE decision_request r SET decided_at = i.changed_at FROM idea i
 WHERE i.council_id = r.council_id AND i.id = r.idea_id AND r.decided_at IS NULL AND (i.state <> 'active'
  OR (i.stage, r.gate) NOT IN (VALUES {GATES})
  OR EXISTS (SELECT FROM decision_request n WHERE n.council_id = r.council_id AND n.idea_id = r.idea_id
   AND n.decided_at IS NULL AND (n.at, n.id) > (r.at, r.id)))"""
OVER = """
UPDATE extension x SET granted = false, answered_at = now() FROM condition c
 WHERE c.council_id = x.council_id AND c.id = x.condition_id AND x.answered_at IS NULL
   AND (c.met_on IS NOT NULL OR c.fallen_on IS NOT NULL)"""


def upgrade() -> None:
    """Let go of what waits for nobody, then hold to it."""
    for _ in each_council():
        op.execute(STUCK)
        op.execute(OVER)
    op.create_index(
        "uq_decision_request_waiting",
        "decision_request",
        ["council_id", "idea_id"],
        unique=True,
        postgresql_where="decided_at IS NULL",
    )
    op.execute(LEAVES)


def downgrade() -> None:
    """Let requests wait outside the queue again."""
    op.execute("DROP TRIGGER requests_leave ON idea")
    op.execute("DROP FUNCTION requests_leave()")
    op.drop_index("uq_decision_request_waiting", table_name="decision_request")
