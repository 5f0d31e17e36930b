"""How many ideas stand where is kept as they change, and never counted for a page.

Revision ID: 0010
Revises: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.protect import each_council, protect

revision = "0010"
down_revision = "0009"

# A change adds rows and locks none, so that two acts on ideas never wait for each other; what is counted is their sum.
# Empty service and owner mean all: each idea counts in all, in its service's, in its owner's and in those of both.
COUNT = """
INSERT INTO idea_count (council_id, stage, state, historical, service_id, owner_id, ideas)
SELECT council_id, stage, state, historical, service_id, owner_id, sum(ideas)
  FROM ({}) AS turned (council_id, stage, state, historical, service_id, owner_id, ideas)
 GROUP BY council_id, stage, state, historical, CUBE (service_id, owner_id)
HAVING sum(ideas) <> 0 AND (GROUPING(service_id) = 1 OR service_id IS NOT NULL)
   AND (GROUPING(owner_id) = 1 OR owner_id IS NOT NULL)"""
PLACE = "council_id, stage::text, state::text, source IS NOT NULL, service_id, owner_id"
OLD = ", ".join(f"OLD.{column}" for column in PLACE.split(", "))
NEW = OLD.replace("OLD.", "NEW.")
FUNCTIONS = {
    "count_new_ideas": COUNT.format(f"SELECT {PLACE}, 1 FROM fresh"),
    "count_gone_ideas": COUNT.format(f"SELECT {PLACE}, -1 FROM gone"),
    "count_moved_idea": COUNT.format(f"VALUES ({OLD}, -1), ({NEW}, 1)"),
}
MOVES = "stage, state, source, service_id, owner_id"
TRIGGERS = f"""
CREATE TRIGGER count_new_ideas AFTER INSERT ON idea REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION count_new_ideas();
CREATE TRIGGER count_gone_ideas AFTER DELETE ON idea REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION count_gone_ideas();
CREATE TRIGGER count_moved_idea AFTER UPDATE OF {MOVES} ON idea
    FOR EACH ROW WHEN (({OLD}) IS DISTINCT FROM ({NEW})) EXECUTE FUNCTION count_moved_idea();
"""


def upgrade() -> None:
    op.create_table(
        "idea_count",
        sa.Column(
            "council_id", sa.Uuid(), server_default=sa.text("current_setting('seedbed.council')::uuid"), nullable=False
        ),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("historical", sa.Boolean(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("ideas", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("council_id", "number", name=op.f("pk_idea_count")),
    )
    op.create_index("ix_idea_count_place", "idea_count", ["council_id", "owner_id", "service_id"])
    protect("idea_count", verbs="SELECT, INSERT, DELETE")
    for _ in each_council():
        op.execute(COUNT.format(f"SELECT {PLACE}, 1 FROM idea"))
    for name, statement in FUNCTIONS.items():
        body = f"BEGIN {statement}; RETURN NULL; END"
        op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$")
    op.execute(TRIGGERS)


def downgrade() -> None:
    for name in FUNCTIONS:
        op.execute(f"DROP TRIGGER {name} ON idea")
        op.execute(f"DROP FUNCTION {name}()")
    op.drop_table("idea_count")
