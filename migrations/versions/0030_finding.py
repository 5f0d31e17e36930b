"""Claims, lessons, comments and files are found by their words as ideas are; tags, views, lists in any order.

One function finds them all, and now what its reader may see: also their own drafts and what they were named for, with
what hangs on it (docs/decisions/0032). Each kind has an index on its own words, so that nothing can fall behind.

Revision ID: 0030
Revises: 0037
"""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.protect import allow, give, protect

revision = "0030"
down_revision = "0037"

# As idea_words (0008): stems and whole words behind a key of their council, of what names a row behind t, of all
# behind w.
KEYED = r"""
CREATE FUNCTION keyed_words(council_id uuid, named text, said text) RETURNS tsvector
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 10000 AS $$
DECLARE
    key text := right(council_id::text, 6);
    titled text[] := coalesce(public.word_forms(named), '{}');
    whole text[] := titled || coalesce(public.word_forms(left(said, 100000)), '{}');
BEGIN
    RETURN array_to_tsvector(string_to_array(
        key || 't' || array_to_string(titled, ' ' || key || 't') || ' '
        || key || 'w' || array_to_string(whole, ' ' || key || 'w'), ' '));
END $$;
"""
OF_CLAIM = (
    "keyed_words(council_id, indicator, coalesce(need, '') || ' ' || coalesce(who_benefits, '')"
    " || ' ' || coalesce(baseline, '') || ' ' || coalesce(target, ''))"
)
OF_LESSON = "keyed_words(council_id, NULL::text, lesson)"
OF_MESSAGE = "keyed_words(council_id, NULL::text, text)"
OF_FILE = "keyed_words(council_id, name, NULL::text)"
INDEXED = {
    "claim": (OF_CLAIM, ""),
    "lesson": (OF_LESSON, ""),
    "message": (OF_MESSAGE, " WHERE redacted_at IS NULL"),
    "attachment": (OF_FILE, " WHERE removed_at IS NULL"),
}

# VISIBLE of tracker/idea/visible.py, of the idea i; a test compares them.
KEEPER = "(reader_leads OR reader_owns AND reader_id IN (i.owner_id, i.deputy_id))"
VISIBLE = f"""(i.author_id = reader_id OR i.state <> 'draft' AND (i.audience = 'everybody'
       OR {KEEPER}
       OR EXISTS (SELECT FROM confidant WHERE confidant.council_id = i.council_id AND confidant.idea_id = i.id
                     AND confidant.person_id = reader_id)))"""
READER = "reader_id uuid, reader_leads boolean, reader_owns boolean"
OF_READER = "reader_id, reader_leads, reader_owns"
IDEA_WORDS = "idea_words(council_id, ref, their_number, title, problem, proposal)"

# What of a kind has what is asked, and hangs on an idea that its reader may see. OFFSET keeps the planner to the
# indexes, and to looking each idea up by its key.
VISIBLE_HITS = f"""
CREATE FUNCTION visible_ideas(asked tsquery, {READER}, most bigint)
    RETURNS TABLE (row_id uuid, idea_id uuid, at timestamptz) LANGUAGE sql STABLE ROWS 100
BEGIN ATOMIC
    SELECT i.id, i.id, i.changed_at
      FROM (SELECT id, council_id, state, audience, author_id, owner_id, deputy_id, changed_at FROM idea
             WHERE {IDEA_WORDS} @@ asked OFFSET 0) AS i
     WHERE i.council_id = (SELECT council_here()) AND {VISIBLE}
     LIMIT most;
END;
CREATE FUNCTION visible_rows(sought text, asked tsquery, {READER}, most bigint)
    RETURNS TABLE (row_id uuid, idea_id uuid, at timestamptz) LANGUAGE sql STABLE ROWS 100
BEGIN ATOMIC
    SELECT f.id, f.idea_id, f.at
      FROM (SELECT c.id, c.council_id, c.idea_id, c.recorded_at AS at, false AS for_keepers FROM claim AS c
             WHERE sought = 'claim' AND {OF_CLAIM} @@ asked
            UNION ALL
            SELECT l.id, l.council_id, l.idea_id, l.recorded_at, false FROM lesson AS l
             WHERE sought = 'lesson' AND {OF_LESSON} @@ asked
            UNION ALL
            SELECT m.id, m.council_id, m.idea_id, m.at, m.kind = 'note' FROM message AS m
             WHERE sought = 'comment' AND m.redacted_at IS NULL AND {OF_MESSAGE} @@ asked
            UNION ALL
            SELECT a.id, a.council_id, a.idea_id, a.at, false FROM attachment AS a
             WHERE sought = 'file' AND a.removed_at IS NULL AND {OF_FILE} @@ asked
            OFFSET 0) AS f
     CROSS JOIN LATERAL (SELECT j.id, j.council_id, j.state, j.audience, j.author_id, j.owner_id, j.deputy_id
                           FROM idea AS j WHERE j.council_id = f.council_id AND j.id = f.idea_id OFFSET 0) AS i
     WHERE f.council_id = (SELECT council_here()) AND (NOT f.for_keepers OR {KEEPER}) AND {VISIBLE}
     LIMIT most;
END;
"""
SIGNATURE = "search_words(text, text[], uuid, boolean, boolean)"
# As search_ideas (0008): what has the words in what names it first, then whole words, then beginnings, each only while
# there are not enough and without what came before; within each, the kinds in the order in which they are asked for.
SEARCH = f"""
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
    each text;
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
    FOR step IN 1 .. cardinality(steps) LOOP
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
        END LOOP;
    END LOOP;
END $$;
"""
SEARCHED = {
    "claim": "council_id, id, idea_id, indicator, need, who_benefits, baseline, target, recorded_at",
    "lesson": "council_id, id, idea_id, lesson, recorded_at",
    "message": "council_id, id, idea_id, kind, text, redacted_at, at",
    "attachment": "council_id, id, idea_id, name, removed_at, at",
    "confidant": "council_id, idea_id, person_id",
}
WHOSE = "author_id, owner_id, deputy_id"

# As they were in 0024 and 0008.
OPEN_IDEAS = f"""
CREATE FUNCTION open_ideas(asked tsquery, most bigint) RETURNS TABLE (id uuid, changed_at timestamptz)
    LANGUAGE sql STABLE ROWS 100
BEGIN ATOMIC
    SELECT i.id, i.changed_at
      FROM (SELECT id, council_id, state, audience, changed_at FROM idea
             WHERE {IDEA_WORDS} @@ asked OFFSET 0) AS i
     WHERE i.council_id = (SELECT council_here()) AND (i.state <> 'draft' AND i.audience = 'everybody')
     LIMIT most;
END;
"""
SEARCH_IDEAS = """
CREATE FUNCTION search_ideas(given text) RETURNS TABLE (idea_id uuid, in_title boolean, changed_at timestamptz)
    LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1000 SET search_path = public, pg_temp
    SET plan_cache_mode = force_generic_plan SET work_mem = '32MB' SET max_parallel_workers_per_gather = 0 AS $$
DECLARE
    key CONSTANT text := right(council_here()::text, 6);
    titled tsquery;
    said tsquery;
    begun tsquery;
    room bigint := 1001;
    found bigint;
BEGIN
    IF key IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'a search needs a council';
    END IF;
    titled := words_query(key || 't', given, true);
    said := words_query(key || 'w', given, false);
    begun := words_query(key || 'w', given, true);
    RETURN QUERY SELECT o.id, true, o.changed_at FROM open_ideas(titled, room) AS o;
    GET DIAGNOSTICS found = ROW_COUNT;
    room := room - found;
    IF room > 0 THEN
        RETURN QUERY SELECT o.id, false, o.changed_at FROM open_ideas(said && !!titled, room) AS o;
        GET DIAGNOSTICS found = ROW_COUNT;
        room := room - found;
    END IF;
    IF room > 0 AND begun <> said THEN
        RETURN QUERY SELECT o.id, false, o.changed_at FROM open_ideas(begun && !!said && !!titled, room) AS o;
    END IF;
END $$;
"""

# The lists of a sponsor, a type, a driver and an extent in their order; the first takes the place of an index.
LISTS = {"sponsor": "sponsor_id", "type": "innovation_type", "driver": "origin_driver", "extent": "extent"}
HERE = sa.text("current_setting('seedbed.council')::uuid")
NOW = sa.text("now()")


def _council() -> sa.Column[UUID]:
    return sa.Column("council_id", sa.Uuid(), server_default=HERE, nullable=False)


def _member(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["council_id", column],
        ["membership.council_id", "membership.person_id"],
        name=op.f(f"fk_{table}_council_id_{column}"),
    )


def _of_council(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f(f"fk_{table}_council_id"))


def _tags() -> None:
    op.create_table(
        "tag",
        _council(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("merged_into_id", sa.Uuid()),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        _of_council("tag"),
        _member("tag", "by_id"),
        sa.ForeignKeyConstraint(
            ["council_id", "merged_into_id"],
            ["tag.council_id", "tag.id"],
            name=op.f("fk_tag_council_id_merged_into_id"),
        ),
        sa.CheckConstraint("name <> ''", name=op.f("ck_tag_named")),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_tag")),
    )
    op.execute("CREATE UNIQUE INDEX uq_tag_live_name ON tag (council_id, lower(name)) WHERE ended_at IS NULL")
    protect("tag", verbs="SELECT, INSERT, UPDATE")
    op.create_table(
        "idea_tag",
        _council(),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.Column("from_tag_id", sa.Uuid()),
        sa.ForeignKeyConstraint(
            ["council_id", "idea_id"], ["idea.council_id", "idea.id"], name=op.f("fk_idea_tag_council_id_idea_id")
        ),
        *(
            sa.ForeignKeyConstraint(
                ["council_id", column], ["tag.council_id", "tag.id"], name=op.f(f"fk_idea_tag_council_id_{column}")
            )
            for column in ("tag_id", "from_tag_id")
        ),
        sa.PrimaryKeyConstraint("council_id", "idea_id", "tag_id", name=op.f("pk_idea_tag")),
    )
    op.create_index("ix_idea_tag_tag", "idea_tag", ["council_id", "tag_id", "idea_id"])
    protect("idea_tag", verbs="SELECT, INSERT, DELETE")


def _views() -> None:
    op.create_table(
        "saved_view",
        _council(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("page", sa.String(40), nullable=False),
        sa.Column("asked", postgresql.JSONB(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        _of_council("saved_view"),
        _member("saved_view", "person_id"),
        sa.CheckConstraint("page IN ('list', 'board', 'search')", name=op.f("ck_saved_view_page")),
        sa.CheckConstraint("name <> ''", name=op.f("ck_saved_view_named")),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_saved_view")),
    )
    live = sa.text("ended_at IS NULL")
    op.create_index("ix_saved_view_person", "saved_view", ["council_id", "person_id"], postgresql_where=live)
    shared = sa.text("ended_at IS NULL AND shared_at IS NOT NULL")
    op.create_index("ix_saved_view_shared", "saved_view", ["council_id"], postgresql_where=shared)
    protect("saved_view", verbs="SELECT, INSERT, UPDATE")


def _search() -> None:
    op.execute(KEYED)
    for table, (words, where) in INDEXED.items():
        op.execute(
            f"CREATE INDEX ix_{table}_words ON {table} USING gin ({words}) WITH (gin_pending_list_limit = 256){where}"
        )
        op.execute(f"ALTER INDEX ix_{table}_words ALTER COLUMN 1 SET STATISTICS 0")
    for table, columns in SEARCHED.items():
        allow(table, "SELECT", "true", to="seedbed_search", columns=columns)
    op.execute(f"GRANT SELECT ({WHOSE}) ON idea TO seedbed_search")
    op.execute("DROP FUNCTION search_ideas(text)")
    op.execute("DROP FUNCTION open_ideas(tsquery, bigint)")
    op.execute(VISIBLE_HITS)
    give("seedbed_search", SEARCH, (SIGNATURE,))


def upgrade() -> None:
    """Add tags and views, index what is said, and find it all by one function."""
    _tags()
    _views()
    _search()
    op.execute("DROP INDEX ix_idea_of_sponsor")
    for name, column in LISTS.items():
        op.execute(
            f"CREATE INDEX ix_idea_list_of_{name} ON idea (council_id, {column}, changed_at, id)"
            f" WHERE {column} IS NOT NULL"
        )


def downgrade() -> None:
    """Forget tags and views; ideas alone are found."""
    for name in LISTS:
        op.execute(f"DROP INDEX ix_idea_list_of_{name}")
    op.execute("CREATE INDEX ix_idea_of_sponsor ON idea (council_id, sponsor_id) WHERE sponsor_id IS NOT NULL")
    op.execute(f"DROP FUNCTION {SIGNATURE}")
    op.execute("DROP FUNCTION visible_rows(text, tsquery, uuid, boolean, boolean, bigint)")
    op.execute("DROP FUNCTION visible_ideas(tsquery, uuid, boolean, boolean, bigint)")
    op.execute(OPEN_IDEAS)
    give("seedbed_search", SEARCH_IDEAS, ("search_ideas(text)",))
    op.execute(f"REVOKE SELECT ({WHOSE}) ON idea FROM seedbed_search")
    for table in SEARCHED:
        op.execute(f"DROP POLICY search_select ON {table}")
        op.execute(f"REVOKE ALL ON {table} FROM seedbed_search")
    for table in INDEXED:
        op.execute(f"DROP INDEX ix_{table}_words")
    op.execute("DROP FUNCTION keyed_words(uuid, text, text)")
    for table in ("saved_view", "idea_tag", "tag"):
        op.drop_table(table)
