"""What is said is looked up once for each step of a search, not once for each kind.

A plan of four kinds was started for each of them in each of three steps: a third of what a search costs where little
is found. What is found, in which order and how many of it, stays as it was (docs/decisions/0032).

Revision ID: 0075
Revises: 0074
"""

from __future__ import annotations

from alembic import op

from migrations.protect import give

revision = "0075"
down_revision = "0074"

# As they were in 0030.
OF_CLAIM = (
    "keyed_words(council_id, indicator, coalesce(need, '') || ' ' || coalesce(who_benefits, '')"
    " || ' ' || coalesce(baseline, '') || ' ' || coalesce(target, ''))"
)
OF_LESSON = "keyed_words(council_id, NULL::text, lesson)"
OF_MESSAGE = "keyed_words(council_id, NULL::text, text)"
OF_FILE = "keyed_words(council_id, name, NULL::text)"
KEEPER = "(reader_leads OR reader_owns AND reader_id IN (i.owner_id, i.deputy_id))"
VISIBLE = f"""(i.author_id = reader_id OR i.state <> 'draft' AND (i.audience = 'everybody'
       OR {KEEPER}
       OR EXISTS (SELECT FROM confidant WHERE confidant.council_id = i.council_id AND confidant.idea_id = i.id
                     AND confidant.person_id = reader_id)))"""
READER = "reader_id uuid, reader_leads boolean, reader_owns boolean"
OF_READER = "reader_id, reader_leads, reader_owns"
SEARCH = "search_words(text, text[], uuid, boolean, boolean)"


def _rows(kinds: str, first: str, answered: str, told: str, asked: str) -> str:
    """What has words and hangs on an idea that its reader may see. OFFSET keeps the planner to the indexes."""
    return f"""
CREATE FUNCTION visible_rows({kinds}, asked tsquery, {READER}, most bigint)
    RETURNS TABLE ({answered}row_id uuid, idea_id uuid, at timestamptz) LANGUAGE sql STABLE ROWS 100
BEGIN ATOMIC
    SELECT {told}f.id, f.idea_id, f.at
      FROM (SELECT {first.format("claim")}c.id, c.council_id, c.idea_id, c.recorded_at AS at, false AS for_keepers
              FROM claim AS c WHERE {asked.format("claim")} AND {OF_CLAIM} @@ asked
            UNION ALL
            SELECT {first.format("lesson")}l.id, l.council_id, l.idea_id, l.recorded_at, false FROM lesson AS l
             WHERE {asked.format("lesson")} AND {OF_LESSON} @@ asked
            UNION ALL
            SELECT {first.format("comment")}m.id, m.council_id, m.idea_id, m.at, m.kind = 'note' FROM message AS m
             WHERE {asked.format("comment")} AND m.redacted_at IS NULL AND {OF_MESSAGE} @@ asked
            UNION ALL
            SELECT {first.format("file")}a.id, a.council_id, a.idea_id, a.at, false FROM attachment AS a
             WHERE {asked.format("file")} AND a.removed_at IS NULL AND {OF_FILE} @@ asked
            OFFSET 0) AS f
     CROSS JOIN LATERAL (SELECT j.id, j.council_id, j.state, j.audience, j.author_id, j.owner_id, j.deputy_id
                           FROM idea AS j WHERE j.council_id = f.council_id AND j.id = f.idea_id OFFSET 0) AS i
     WHERE f.council_id = (SELECT council_here()) AND (NOT f.for_keepers OR {KEEPER}) AND {VISIBLE}
     LIMIT most;
END;
"""


def _search(more: str, steps: str) -> str:
    return f"""
CREATE FUNCTION search_words(given text, kinds text[], {READER})
    RETURNS TABLE (kind text, row_id uuid, idea_id uuid, in_title boolean, at timestamptz)
    LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1000 SET search_path = public, pg_temp
    SET plan_cache_mode = force_generic_plan SET work_mem = '32MB' SET max_parallel_workers_per_gather = 0 AS $$
DECLARE
    key CONSTANT text := right(council_here()::text, 6);
    titled tsquery;
    said tsquery;
    begun tsquery;
    steps tsquery[];
    {more}
    room bigint := 1001;
    found bigint;
BEGIN
    IF key IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'a search needs a council';
    END IF;
    titled := words_query(key || 't', given, true);
    said := words_query(key || 'w', given, false);
    begun := words_query(key || 'w', given, true);
    steps := ARRAY[titled, said && !!titled];
    IF begun <> said THEN
        steps := steps || (begun && !!said && !!titled);
    END IF;
    FOR step IN 1 .. cardinality(steps) LOOP{steps}
    END LOOP;
END $$;
"""


# What has the words in what names it first, then whole words, then beginnings, each only while there are not enough and
# without what came before; within each ideas, then what is said, of which lessons and comments have no name.
NOW = (
    _rows("kinds text[]", "'{}' AS kind, ", "kind text, ", "f.kind, ", "'{}' = ANY (kinds)"),
    _search(
        "others CONSTANT text[] := array_remove(kinds, 'idea');\n"
        "    named CONSTANT text[] := array_remove(array_remove(others, 'lesson'), 'comment');",
        f"""
        IF room > 0 AND 'idea' = ANY (kinds) THEN
            RETURN QUERY SELECT 'idea', o.row_id, o.idea_id, step = 1, o.at
                           FROM visible_ideas(steps[step], {OF_READER}, room) AS o;
            GET DIAGNOSTICS found = ROW_COUNT;
            room := room - found;
        END IF;
        IF room > 0 AND others <> '{{}}' THEN
            RETURN QUERY SELECT o.kind, o.row_id, o.idea_id, step = 1, o.at
                           FROM visible_rows(CASE step WHEN 1 THEN named ELSE others END, steps[step],
                                             {OF_READER}, room) AS o;
            GET DIAGNOSTICS found = ROW_COUNT;
            room := room - found;
        END IF;""",
    ),
)
BEFORE = (
    _rows("sought text", "", "", "", "sought = '{}'"),
    _search(
        "each text;",
        f"""
        FOREACH each IN ARRAY kinds LOOP
            EXIT WHEN room <= 0;
            IF each = 'idea' THEN
                RETURN QUERY SELECT each, o.row_id, o.idea_id, step = 1, o.at
                               FROM visible_ideas(steps[step], {OF_READER}, room) AS o;
            ELSIF step > 1 OR each NOT IN ('lesson', 'comment') THEN
                RETURN QUERY SELECT each, o.row_id, o.idea_id, step = 1, o.at
                               FROM visible_rows(each, steps[step], {OF_READER}, room) AS o;
            ELSE
                CONTINUE;
            END IF;
            GET DIAGNOSTICS found = ROW_COUNT;
            room := room - found;
        END LOOP;""",
    ),
)


def _put(functions: tuple[str, str], *, instead_of: str) -> None:
    rows, search = functions
    op.execute(f"DROP FUNCTION {SEARCH}")
    op.execute(f"DROP FUNCTION visible_rows({instead_of}, tsquery, uuid, boolean, boolean, bigint)")
    op.execute(rows)
    give("seedbed_search", search, (SEARCH,))


def upgrade() -> None:
    """Ask of all kinds at once."""
    _put(NOW, instead_of="text")


def downgrade() -> None:
    """Ask of each kind by itself."""
    _put(BEFORE, instead_of="text[]")
