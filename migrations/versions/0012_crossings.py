"""Where ideas went, stage by stage, is kept day by day as they go; the ideas behind the parts of the profile by pages.

A page of the portfolio walks through no record, and reads no more ideas than it lists.

Revision ID: 0012
Revises: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.protect import each_council, protect

revision = "0012"
down_revision = "0011"

WAYS = ("logged", "came_on", "came_back", "woken", "went_on", "went_back", "parked", "closed")
COLUMNS = ", ".join(WAYS)
SUMS = ", ".join(f"sum({way})" for way in WAYS)
STAGES = "ARRAY['latent', 'design', 'mobilise', 'mainstream', 'embedded']"

# What the dated rows of some ideas come to, by day and stage. Their steps are walked in the order of their days,
# undated ones first; an idea is in play in triage and while it is active. `stages` says where each stands that never
# moved; rows with the numbers of the last two are left out, to know what there was without them.
WALK = f"""
CREATE FUNCTION crossings(
    councils uuid[], ideas uuid[], stages text[], moves_left_out bigint[], states_left_out bigint[])
    RETURNS TABLE (council_id uuid, day date, stage text, {", ".join(f"{way} bigint" for way in WAYS)})
    LANGUAGE sql STABLE AS $$
WITH wanted AS (
  SELECT w.council_id, w.idea_id, coalesce((
           SELECT m.from_stage FROM stage_move m
            WHERE m.council_id = w.council_id AND m.idea_id = w.idea_id
              AND m.number NOT IN (SELECT unnest(moves_left_out))
            ORDER BY m.number LIMIT 1), w.stage) AS first_stage
    FROM unnest(councils, ideas, stages) AS w (council_id, idea_id, stage)),
step AS (
  SELECT w.*, coalesce(m.counts_from, '-infinity') AS day, m.recorded_at, 1 AS kind, m.number,
         m.to_stage::text AS stage, NULL AS state
    FROM wanted w JOIN stage_move m ON m.council_id = w.council_id AND m.idea_id = w.idea_id
   WHERE m.number NOT IN (SELECT unnest(moves_left_out))
  UNION ALL
  SELECT w.*, coalesce(s.counts_from, '-infinity'), s.recorded_at, 0, s.number, NULL, s.state::text
    FROM wanted w JOIN idea_state s ON s.council_id = w.council_id AND s.idea_id = w.idea_id
   WHERE s.number NOT IN (SELECT unnest(states_left_out))),
told AS (
  SELECT *, count(stage) OVER life AS stages_told, count(state) OVER life AS states_told FROM step
  WINDOW life AS (PARTITION BY council_id, idea_id ORDER BY day, recorded_at, kind, number)),
stood AS (
  SELECT council_id, idea_id, first_stage, day, recorded_at, kind, number,
         coalesce(max(stage) OVER (PARTITION BY council_id, idea_id, stages_told), first_stage) AS stage,
         max(state) OVER (PARTITION BY council_id, idea_id, states_told) AS state FROM told),
turned AS (
  SELECT council_id, day, stage, state, coalesce(lag(stage) OVER life, first_stage) AS stage_before,
         lag(state) OVER life AS state_before FROM stood
  WINDOW life AS (PARTITION BY council_id, idea_id ORDER BY day, recorded_at, kind, number)),
played AS (
  SELECT *, coalesce(state_before IN ('triage', 'active'), false) AS was,
         coalesce(state IN ('triage', 'active'), false) AS now, coalesce(state_before, 'draft') = 'draft' AS new,
         array_position({STAGES}, stage) < array_position({STAGES}, stage_before) AS back FROM turned)
SELECT council_id, day, way.stage, {", ".join(f"count(*) FILTER (WHERE way.word = '{way}')" for way in WAYS)}
  FROM played CROSS JOIN LATERAL (VALUES
    (stage_before, CASE WHEN was AND NOT now THEN CASE WHEN state = 'parked' THEN 'parked' ELSE 'closed' END
                        WHEN was AND stage <> stage_before THEN CASE WHEN back THEN 'went_back' ELSE 'went_on' END END),
    (played.stage, CASE WHEN now AND NOT was THEN CASE WHEN new THEN 'logged' ELSE 'woken' END
                        WHEN now AND stage <> stage_before THEN CASE WHEN back THEN 'came_back' ELSE 'came_on' END END)
  ) AS way (stage, word)
 WHERE way.word IS NOT NULL GROUP BY council_id, day, way.stage
$$;
"""
# Kept by the day and once more by its month, so that what there was up to any day is read from few rows.
KEEP = f"""
INSERT INTO crossing (council_id, whole_month, day, stage, {COLUMNS})
SELECT council_id, whole_month, CASE WHEN whole_month THEN date_trunc('month', day)::date ELSE day END, stage, {SUMS}
  FROM ({{}}) AS changed CROSS JOIN unnest(ARRAY[false, true]) AS whole_month
 GROUP BY 1, 2, 3, 4 HAVING ({SUMS}) <> ({", ".join("0" for _ in WAYS)})"""
AFTER = f"SELECT council_id, day, stage, {COLUMNS} FROM crossings({{}})"
BEFORE = f"SELECT council_id, day, stage, {', '.join(f'-{way} AS {way}' for way in WAYS)} FROM crossings({{}})"

# Most steps are the first of an idea that was just logged: it came in, and nothing else changes.
LOGGED = """
  SELECT f.council_id, coalesce(f.counts_from, '-infinity') AS day, i.stage,
         f.state IN ('triage', 'active') AND i.source IS NULL AS came,
         (SELECT count(*) FROM fresh) = 1
         AND NOT EXISTS (SELECT FROM stage_move m WHERE m.council_id = f.council_id AND m.idea_id = f.idea_id)
         AND NOT EXISTS (SELECT FROM idea_state s WHERE s.council_id = f.council_id AND s.idea_id = f.idea_id
                            AND s.number <> f.number) AS alone INTO first
    FROM fresh f JOIN idea i ON i.council_id = f.council_id AND i.id = f.idea_id LIMIT 1 FOR NO KEY UPDATE OF i;
  IF first.alone THEN
    IF first.came THEN
      INSERT INTO crossing (council_id, whole_month, day, stage, logged)
      VALUES (first.council_id, false, first.day, first.stage, 1),
             (first.council_id, true, date_trunc('month', first.day)::date, first.stage, 1);
    END IF;
    RETURN NULL;
  END IF;"""
# A step may be told of a day before others that were told earlier: all that its idea's steps come to is worked out with
# it and without it, and the difference is kept. So no one statement tells both a move and a state of an idea: each
# would find the other there before it. The idea is held until its transaction ends: who else tells of it comes after.
STEPS = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  councils uuid[]; ideas uuid[]; stages text[]; numbers bigint[]; first record;
BEGIN {logged}
  SELECT array_agg(i.council_id), array_agg(i.id), array_agg(i.stage) INTO councils, ideas, stages FROM (
    SELECT council_id, id, stage FROM idea WHERE source IS NULL AND (council_id, id) IN (
      SELECT f.council_id, f.idea_id FROM fresh f) ORDER BY council_id, id FOR NO KEY UPDATE) AS i;
  IF ideas IS NOT NULL THEN
    SELECT array_agg(f.number) INTO numbers FROM fresh f;
    {keep};
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER {name} AFTER INSERT ON {table} REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""
IDEA = """
CREATE FUNCTION cross_of_changed_idea() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.source IS NULL) = (NEW.source IS NULL)
     AND EXISTS (SELECT FROM stage_move m WHERE m.council_id = NEW.council_id AND m.idea_id = NEW.id)
  THEN RETURN NULL; END IF;  -- where it stood at first is told by its first move
  IF OLD.source IS NULL THEN {before}; END IF;
  IF NEW.source IS NULL THEN {after}; END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER cross_of_changed_idea AFTER UPDATE OF stage, source ON idea FOR EACH ROW
    WHEN (OLD.stage IS DISTINCT FROM NEW.stage OR (OLD.source IS NULL) <> (NEW.source IS NULL))
    EXECUTE FUNCTION cross_of_changed_idea();
"""
TRIGGERS = {"cross_of_moves": "stage_move", "cross_of_states": "idea_state", "cross_of_changed_idea": "idea"}

# Of the newest day alone a page lists the ideas behind a part: those that do not count first, fifty in a row.
NEWEST = "day = (SELECT max(day) FROM profile_snapshot)"
TO_PAGES = f"""
INSERT INTO part_page (part, page, items)
SELECT part, 1 + (place - 1) / 50, jsonb_agg(item ORDER BY place)
  FROM (SELECT s.part, listed.item,
               row_number() OVER (PARTITION BY s.part ORDER BY listed.item ->> 'counts', listed.place) AS place
          FROM profile_snapshot s, jsonb_array_elements(s.items) WITH ORDINALITY AS listed(item, place)
         WHERE {NEWEST}) AS ordered
 GROUP BY part, 1 + (place - 1) / 50"""
FROM_PAGES = f"""
UPDATE profile_snapshot s SET items = whole.items
  FROM (SELECT p.part, jsonb_agg(listed.item ORDER BY listed.item ->> 'ref') AS items
          FROM part_page p, jsonb_array_elements(p.items) AS listed(item) GROUP BY p.part) AS whole
 WHERE s.part = whole.part AND s.{NEWEST}"""


def _one(row: str) -> str:
    return f"ARRAY[{row}.council_id], ARRAY[{row}.id], ARRAY[{row}.stage::text], '{{}}', '{{}}'"


def upgrade() -> None:
    op.create_table(
        "crossing",
        sa.Column(
            "council_id", sa.Uuid(), server_default=sa.text("current_setting('seedbed.council')::uuid"), nullable=False
        ),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("whole_month", sa.Boolean(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        *(sa.Column(way, sa.BigInteger(), server_default=sa.text("0"), nullable=False) for way in WAYS),
        sa.PrimaryKeyConstraint("council_id", "number", name=op.f("pk_crossing")),
    )
    op.create_index("ix_crossing_day", "crossing", ["council_id", "whole_month", "day"])
    protect("crossing", verbs="SELECT, INSERT, DELETE")
    op.execute(WALK)
    every = "(SELECT array_agg({}) FROM idea WHERE source IS NULL)"
    own = ", ".join(every.format(f"{column} ORDER BY id") for column in ("council_id", "id", "stage::text"))
    for _ in each_council():
        op.execute(KEEP.format(AFTER.format(f"{own}, '{{}}', '{{}}'")))
    _follow()
    _page_parts()


def _follow() -> None:
    whole = "councils, ideas, stages, '{}', '{}'"
    without = {"cross_of_moves": "numbers, '{}'", "cross_of_states": "'{}', numbers"}
    for name, left_out in without.items():
        changed = f"{AFTER.format(whole)} UNION ALL {BEFORE.format(f'councils, ideas, stages, {left_out}')}"
        logged = LOGGED if name == "cross_of_states" else ""
        op.execute(STEPS.format(name=name, table=TRIGGERS[name], logged=logged, keep=KEEP.format(changed)))
    before, after = KEEP.format(BEFORE.format(_one("OLD"))), KEEP.format(AFTER.format(_one("NEW")))
    op.execute(IDEA.format(before=before, after=after))


def _page_parts() -> None:
    op.create_table(
        "part_page",
        sa.Column(
            "council_id", sa.Uuid(), server_default=sa.text("current_setting('seedbed.council')::uuid"), nullable=False
        ),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("page", sa.BigInteger(), nullable=False),
        sa.Column("items", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_part_page_council_id")),
        sa.PrimaryKeyConstraint("council_id", "part", "page", name=op.f("pk_part_page")),
    )
    protect("part_page")
    for _ in each_council():
        op.execute(TO_PAGES)
    op.drop_column("profile_snapshot", "items")
    op.create_index("ix_profile_snapshot_part", "profile_snapshot", ["council_id", "part", "day"])


def downgrade() -> None:
    op.drop_index("ix_profile_snapshot_part", "profile_snapshot")
    op.add_column(
        "profile_snapshot", sa.Column("items", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False)
    )
    op.alter_column("profile_snapshot", "items", server_default=None)
    for _ in each_council():
        op.execute(FROM_PAGES)
    op.drop_table("part_page")
    for name, table in TRIGGERS.items():
        op.execute(f"DROP TRIGGER {name} ON {table}")
        op.execute(f"DROP FUNCTION {name}()")
    op.execute("DROP FUNCTION crossings(uuid[], uuid[], text[], bigint[], bigint[])")
    op.drop_table("crossing")
