"""Search of ideas by their words: an index that holds them council by council, and the one function that reads it.

The index stands on an expression, not on a kept column: it is true after every change, a redaction too, and no list
reads past words that it does not show. Each word stands in it behind a key of its council, so that a beginning of a
word is looked up among that council's words alone, however many councils there are (docs/decisions/0014).

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

from alembic import op

from migrations.protect import allow, give

revision = "0008"
down_revision = "0007"

# Words as they are typed, without stems: what a word begins with is asked of these. "The", "of" and the like are left
# out, as they are among the stems.
WHOLE_WORDS = """
CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;
CREATE TEXT SEARCH DICTIONARY whole_word (TEMPLATE = pg_catalog.simple, STOPWORDS = english);
CREATE TEXT SEARCH CONFIGURATION whole_words (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION whole_words ALTER MAPPING REPLACE pg_catalog.simple WITH whole_word;
"""

# fold: small letters without accents, "carer's" as "carer", no apostrophes (nor soft hyphens and what has no width),
# between words only blanks and dashes. unaccent() counts as changeable, with its dictionary, which nobody here changes.
# word_forms: every word as it is and its stem; of "drop-in" drop, in and dropin. 60 letters of a word are enough.
# idea_words: of the title behind t, of everything behind w; the reference is one word without its dash.
# An index is made with nothing but pg_catalog on its search path: all else is named in full.
INDEXED = r"""
CREATE FUNCTION fold(given text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    given := lower(public.unaccent('public.unaccent'::regdictionary, given));
    given := regexp_replace(given, '([[:alpha:]])''s\M', '\1', 'g');
    given := regexp_replace(given, '[''`\u00b4\u2032\u00ad\u200b-\u200d\u2060\ufeff]+', '', 'g');
    RETURN regexp_replace(given, '[^[:alnum:] -]+', ' ', 'g');
END $$;
CREATE FUNCTION word_forms(given text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    words text := public.fold(given);
BEGIN
    IF words LIKE '%-%' THEN
        words := concat_ws(' ', replace(words, '-', ' '), (
            SELECT string_agg(replace(compound[1], '-', ''), ' ')
              FROM regexp_matches(words, '[[:alnum:]]+(?:-+[[:alnum:]]+)+', 'g') AS compound));
    END IF;
    words := regexp_replace(words, '([[:alnum:]]{60})[[:alnum:]]+', '\1', 'g');
    RETURN tsvector_to_array(to_tsvector('pg_catalog.english', words))
           || tsvector_to_array(to_tsvector('public.whole_words', words));
END $$;
CREATE FUNCTION idea_words(council_id uuid, ref text, title text, problem text, proposal text) RETURNS tsvector
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 10000 AS $$
DECLARE
    key text := right(council_id::text, 6);
    named text[] := public.word_forms(title) || regexp_replace(public.fold(ref), '[^[:alnum:]]', '', 'g');
    said text[] := public.word_forms(left(concat_ws(' ', problem, proposal), 100000));
BEGIN
    RETURN array_to_tsvector(string_to_array(
        key || 't' || array_to_string(named, ' ' || key || 't') || ' '
        || key || 'w' || array_to_string(named || said, ' ' || key || 'w'), ' '));
END $$;
"""
# What was written last waits in a short list, which every search reads through: some 150 ideas. No statistics: the
# planner has no choice, and each of 30,000 rows would be read for them.
INDEX = """
CREATE INDEX ix_idea_words ON idea USING gin (idea_words(council_id, ref, title, problem, proposal))
    WITH (gin_pending_list_limit = 256);
ALTER INDEX ix_idea_words ALTER COLUMN 1 SET STATISTICS 0;
"""

# word_query: one word by its stem and, where it may be a beginning, by that; nothing for a word that says nothing.
# words_query: all of the words, the last of them as a beginning too; what is typed with dashes also as one word.
ASKED = r"""
CREATE FUNCTION word_query(key text, word text, begins boolean) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT CASE WHEN stem = '' THEN NULL
                WHEN begins AND word ~ '^[[:alpha:]]{3,}$' THEN format('(%s%s | %s%s:*)', key, stem, key, word)
                ELSE format('(%s%s)', key, stem) END
      FROM array_to_string(tsvector_to_array(to_tsvector('pg_catalog.english', word)), ' & ' || key) AS stem;
END;
CREATE FUNCTION words_query(key text, given text, begins boolean) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH part AS (
        SELECT part, begins AND n = max(n) OVER () AS last
          FROM regexp_split_to_table(fold(given), ' +') WITH ORDINALITY AS typed (part, n)
         WHERE part ~ '[[:alnum:]]')
    SELECT string_agg('(' || asked || ')', ' & ')::tsquery
      FROM part, LATERAL (
        SELECT nullif(concat_ws(' | ', word_query(key, left(replace(part, '-', ''), 60), last), pieces), '') AS asked
          FROM (SELECT string_agg(word_query(key, left(piece, 60), last AND n = most), ' & ') AS pieces
                  FROM (SELECT piece, n, max(n) OVER () AS most
                          FROM string_to_table(part, '-') WITH ORDINALITY AS typed (piece, n)
                         WHERE part LIKE '%-%' AND piece <> '') AS numbered) AS together) AS either;
END;
"""

# open_ideas: what of a council may be found (OPEN in tracker/idea/visible.py, a test compares them) and has what is
# asked. OFFSET keeps the planner to the index; a bitmap must never grow so large that texts would be read again.
# search_ideas: titles first, then whole words, then beginnings, each only while there are not enough and without what
# came before: no idea is looked at twice. Which of more than 1,000 these are is where they lie.
SEARCH = """
CREATE FUNCTION open_ideas(asked tsquery, most bigint) RETURNS TABLE (id uuid, changed_at timestamptz)
    LANGUAGE sql STABLE ROWS 100
BEGIN ATOMIC
    SELECT i.id, i.changed_at
      FROM (SELECT id, council_id, state, audience, changed_at FROM idea
             WHERE idea_words(council_id, ref, title, problem, proposal) @@ asked OFFSET 0) AS i
     WHERE i.council_id = (SELECT council_here()) AND (i.state <> 'draft' AND i.audience = 'everybody')
     LIMIT most;
END;
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


def upgrade() -> None:
    """Index the words, and let the search role read what it asks of an idea."""
    op.execute(WHOLE_WORDS)
    op.execute(INDEXED)
    op.execute(INDEX)
    op.execute(ASKED)
    read = "council_id, id, ref, title, problem, proposal, state, audience, changed_at"
    allow("idea", "SELECT", "true", to="seedbed_search", columns=read)
    give("seedbed_search", SEARCH, ("search_ideas(text)",))


def downgrade() -> None:
    """Forget the words; the extension may be another's and stays."""
    op.execute("DROP FUNCTION search_ideas(text)")
    op.execute("DROP POLICY search_select ON idea")
    op.execute("REVOKE ALL ON idea FROM seedbed_search")
    op.execute("DROP INDEX ix_idea_words")
    for function in (
        "open_ideas(tsquery, bigint)",
        "words_query(text, text, boolean)",
        "word_query(text, text, boolean)",
        "idea_words(uuid, text, text, text, text)",
        "word_forms(text)",
        "fold(text)",
    ):
        op.execute(f"DROP FUNCTION {function}")
    op.execute("DROP TEXT SEARCH CONFIGURATION whole_words")
    op.execute("DROP TEXT SEARCH DICTIONARY whole_word")
