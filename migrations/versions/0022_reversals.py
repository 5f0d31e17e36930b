"""What a return reverses, one row each; conditions fall away or get another date; answers point at evidence.

A lead's choice of gate policy is kept with its moment, and only for the stage it was made in. The risk of doing nothing
is kept once: what was said of an idea and what was answered at its gates become one.

Revision ID: 0022
Revises: 0020
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.protect import each_council, protect

revision = "0022"
down_revision = "0020"

HERE = sa.text("current_setting('seedbed.council')::uuid")
DAYS = "BETWEEN '1900-01-01' AND '2199-12-31'"
NONE = "00000000-0000-0000-0000-000000000000"
OPEN = "met_on IS NULL"
STAGES = "ARRAY['latent', 'design', 'mobilise', 'mainstream', 'embedded']"
RANK = f"array_position({STAGES}, {{}}.to_stage::text)"
# Decisions that had let the idea on above the stage to which it was returned, and that no return reversed before.
REVERSED = f"""
INSERT INTO reversal (council_id, decision_id, reversed_id)
SELECT r.council_id, r.id, d.id FROM decision r JOIN decision d ON d.council_id = r.council_id
   AND d.idea_id = r.idea_id AND d.number < r.number AND d.word IN ('go', 'conditional_go')
   AND {RANK.format("d")} > {RANK.format("r")}
 WHERE r.word = 'return' AND NOT EXISTS (SELECT FROM decision b WHERE b.council_id = d.council_id
   AND b.idea_id = d.idea_id AND b.word = 'return' AND b.number > d.number AND b.number < r.number
   AND {RANK.format("b")} < {RANK.format("d")})"""
FALLEN = """
UPDATE condition c SET fallen_on = r.on FROM reversal v JOIN decision r ON r.id = v.decision_id
 WHERE c.decision_id = v.reversed_id AND c.met_on IS NULL"""
# The version stays only where a lead chose it since the idea entered its stage.
CHOSEN = """
UPDATE idea i SET policy_since = c.at, policy_version = CASE WHEN c.at IS NOT NULL THEN i.policy_version END
  FROM (SELECT o.id, (SELECT max(e.at) FROM event e WHERE e.idea_id = o.id AND e.what = 'gate_policy_moved'
          AND e.at >= coalesce((SELECT max(m.recorded_at) FROM stage_move m WHERE m.idea_id = o.id
            AND m.from_stage <> m.to_stage), '-infinity')) AS at
          FROM idea o WHERE o.policy_version IS NOT NULL) c
 WHERE c.id = i.id"""
# What stands of both: the newest answer at any gate, and what the idea's own page says, each with its moment.
_STANDING = """
WITH told AS (
 SELECT i.id, i.stage, nullif(btrim(i.risk_of_nothing), '') AS stated, a.words AS answered,
        coalesce(e.by_id, i.owner_id, i.author_id) AS by_id, coalesce(e.at, i.created_at) AS stated_at,
        a.at AS answered_at
   FROM idea i
   LEFT JOIN LATERAL (SELECT nullif(btrim(x.words), '') AS words, x.at FROM answer x
     WHERE x.idea_id = i.id AND x.question = 'x-nothing' ORDER BY x.number DESC LIMIT 1) a ON true
   LEFT JOIN LATERAL (SELECT y.by_id, y.at FROM event y WHERE y.idea_id = i.id
     AND y.what = 'risk_of_nothing_stated' ORDER BY y.at DESC, y.number DESC LIMIT 1) e ON true
  WHERE i.source IS NULL AND i.state <> 'draft')
"""
SAID_AT_GATE = f"""{_STANDING}
UPDATE idea i SET risk_of_nothing = told.answered FROM told
 WHERE told.id = i.id AND told.answered IS NOT NULL
   AND (told.stated IS NULL OR told.stated <> told.answered AND told.answered_at >= told.stated_at)"""
SAID_ELSEWHERE = f"""{_STANDING}
INSERT INTO answer (id, idea_id, gate, question, words, by_id, at)
SELECT gen_random_uuid(), id, (ARRAY['design', 'mobilise', 'mainstream', 'embed', 'embed'])[array_position({STAGES},
       stage::text)], 'x-nothing', stated, by_id, stated_at
  FROM told WHERE stated IS NOT NULL AND by_id IS NOT NULL AND stated IS DISTINCT FROM answered ORDER BY id"""


def upgrade() -> None:
    _tables()
    op.add_column("condition", sa.Column("fallen_on", sa.Date()))
    op.create_check_constraint(op.f("ck_condition_fallen_on_day"), "condition", f'"fallen_on" {DAYS}')
    op.add_column("idea", sa.Column("policy_since", sa.DateTime(timezone=True)))
    # What changes here is noted by triggers, as the owner's.
    op.execute("CREATE POLICY filling ON stale_idea TO seedbed_owner USING (true) WITH CHECK (true)")
    for _ in each_council():
        for statement in (REVERSED, FALLEN, CHOSEN, SAID_AT_GATE, SAID_ELSEWHERE):
            op.execute(statement)
    op.execute("DROP POLICY filling ON stale_idea")
    _index_due(f"{OPEN} AND fallen_on IS NULL")
    op.drop_constraint("fk_decision_council_id_reverses_id", "decision")
    op.drop_column("decision", "reverses_id")


def downgrade() -> None:
    op.add_column("decision", sa.Column("reverses_id", sa.Uuid()))
    op.execute(f"SELECT set_config('seedbed.council', '{NONE}', true)")  # a key is checked behind the walls: of nobody
    op.create_foreign_key(
        op.f("fk_decision_council_id_reverses_id"),
        "decision",
        "decision",
        ["council_id", "reverses_id"],
        ["council_id", "id"],
    )
    op.execute("CREATE POLICY filling ON stale_idea TO seedbed_owner USING (true) WITH CHECK (true)")
    for _ in each_council():
        op.execute(
            "UPDATE decision d SET reverses_id = (SELECT o.id FROM reversal v JOIN decision o ON o.id = v.reversed_id"
            " WHERE v.decision_id = d.id ORDER BY o.number DESC LIMIT 1) WHERE d.word = 'return'"
        )
    op.execute("DROP POLICY filling ON stale_idea")
    op.drop_column("idea", "policy_since")
    _index_due(OPEN)
    op.drop_column("condition", "fallen_on")
    for table in ("extension", "answer_evidence", "reversal"):
        op.drop_table(table)


def _index_due(where: str) -> None:
    op.drop_index("ix_condition_due", "condition")
    op.create_index("ix_condition_due", "condition", ["council_id", "due_on", "id"], postgresql_where=sa.text(where))


def _tables() -> None:
    _pairs("reversal", ("decision_id", "decision"), ("reversed_id", "decision"))
    _pairs("answer_evidence", ("answer_id", "answer"), ("evidence_id", "evidence"))
    _extension()
    protect("reversal", verbs="SELECT, INSERT")
    protect("answer_evidence", verbs="SELECT, INSERT")
    protect("extension", verbs="SELECT, INSERT, UPDATE")


def _pairs(table: str, *ends: tuple[str, str]) -> None:
    """A table that says of two rows that they belong together."""
    op.create_table(
        table,
        sa.Column("council_id", sa.Uuid(), server_default=HERE, nullable=False),
        *(sa.Column(column, sa.Uuid(), nullable=False) for column, _ in ends),
        *(
            sa.ForeignKeyConstraint(
                ["council_id", column], [f"{at}.council_id", f"{at}.id"], name=op.f(f"fk_{table}_council_id_{column}")
            )
            for column, at in ends
        ),
        sa.PrimaryKeyConstraint("council_id", *(column for column, _ in ends), name=op.f(f"pk_{table}")),
    )


def _extension() -> None:
    op.create_table(
        "extension",
        sa.Column("council_id", sa.Uuid(), server_default=HERE, nullable=False),
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("id", "condition_id", "idea_id")),
        *(sa.Column(name, sa.Date(), nullable=False) for name in ("due_on", "wanted_on")),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("granted", sa.Boolean()),
        sa.Column("answer", sa.Text()),
        sa.Column("answered_by_id", sa.Uuid()),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("because <> ''", name=op.f("ck_extension_has_reason")),
        sa.CheckConstraint("(answered_at IS NULL) = (granted IS NULL)", name=op.f("ck_extension_answered")),
        *(
            sa.CheckConstraint(f'"{name}" {DAYS}', name=op.f(f"ck_extension_{name}_day"))
            for name in ("due_on", "wanted_on")
        ),
        *(
            sa.ForeignKeyConstraint(
                ["council_id", column],
                [f"{at}.council_id", f"{at}.{key}"],
                name=op.f(f"fk_extension_council_id_{column}"),
            )
            for column, at, key in (
                ("condition_id", "condition", "id"),
                ("idea_id", "idea", "id"),
                ("by_id", "membership", "person_id"),
                ("answered_by_id", "membership", "person_id"),
            )
        ),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_extension")),
    )
    waiting = sa.text("answered_at IS NULL")
    op.create_index("ix_extension_idea", "extension", ["council_id", "idea_id", "at", "id"])
    op.create_index(
        "uq_extension_waiting", "extension", ["council_id", "condition_id"], unique=True, postgresql_where=waiting
    )
    op.create_index("ix_extension_waiting", "extension", ["council_id", "at", "id"], postgresql_where=waiting)
