"""What is asked of an index of words is put together by plain steps, not by three nested selects.

A search asks for it three times, and each started a plan: a third of what a search cost that found nothing. What is
asked is the same, letter for letter (docs/decisions/0032).

Revision ID: 0076
Revises: 0075
"""

from __future__ import annotations

from alembic import op

revision = "0076"
down_revision = "0075"

# word_query: one word by its stem and, where it may be a beginning, by that; nothing for a word that says nothing.
# words_query: all of the words, the last of them as a beginning too; what is typed with dashes also as one word. It
# goes from the last word to the first, so that it knows which is the last that says anything.
NOW = r"""
CREATE OR REPLACE FUNCTION word_query(key text, word text, begins boolean) RETURNS text
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    stem text := array_to_string(tsvector_to_array(to_tsvector('pg_catalog.english', word)), ' & ' || key);
BEGIN
    RETURN CASE WHEN stem = '' THEN NULL
                WHEN begins AND word ~ '^[[:alpha:]]{3,}$'
                    THEN '(' || key || stem || ' | ' || key || word || ':*)'
                ELSE '(' || key || stem || ')' END;
END $$;
CREATE OR REPLACE FUNCTION words_query(key text, given text, begins boolean) RETURNS tsquery
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    parts text[] := regexp_split_to_array(public.fold(given), ' +');
    part text;
    pieces text[];
    last boolean := begins;
    asked text;
    whole text;
BEGIN
    FOR n IN REVERSE coalesce(cardinality(parts), 0) .. 1 LOOP
        part := parts[n];
        CONTINUE WHEN part !~ '[[:alnum:]]';
        asked := public.word_query(key, left(replace(part, '-', ''), 60), last);
        IF part LIKE '%-%' THEN
            pieces := string_to_array(regexp_replace(btrim(part, '-'), '-+', '-', 'g'), '-');
            FOR m IN 1 .. cardinality(pieces) LOOP
                pieces[m] := public.word_query(key, left(pieces[m], 60), last AND m = cardinality(pieces));
            END LOOP;
            asked := concat_ws(' | ', asked, nullif(array_to_string(pieces, ' & '), ''));
        END IF;
        whole := nullif(concat_ws(' & ', '(' || nullif(asked, '') || ')', whole), '');
        last := false;
    END LOOP;
    RETURN whole::tsquery;
END $$;
"""
# As it was in 0008.
BEFORE = r"""
CREATE OR REPLACE FUNCTION word_query(key text, word text, begins boolean) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT CASE WHEN stem = '' THEN NULL
                WHEN begins AND word ~ '^[[:alpha:]]{3,}$' THEN format('(%s%s | %s%s:*)', key, stem, key, word)
                ELSE format('(%s%s)', key, stem) END
      FROM array_to_string(tsvector_to_array(to_tsvector('pg_catalog.english', word)), ' & ' || key) AS stem;
END;
CREATE OR REPLACE FUNCTION words_query(key text, given text, begins boolean) RETURNS tsquery
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
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


def upgrade() -> None:
    """Go through the words."""
    op.execute(NOW)


def downgrade() -> None:
    """Select from the words."""
    op.execute(BEFORE)
