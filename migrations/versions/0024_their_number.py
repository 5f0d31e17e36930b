"""What a case was called elsewhere is kept and found by search; what a file says of a risk's owner and age is kept.

Revision ID: 0024
Revises: 0022
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0022"

WITHOUT, WITH = "ref, title, problem, proposal", "ref, their_number, title, problem, proposal"

# As in 0008, with the number of elsewhere among what names the idea: word by word, and as one word without its strokes.
INDEXED = r"""
CREATE FUNCTION idea_words(council_id uuid, ref text, their_number text, title text, problem text, proposal text)
    RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 10000 AS $$
DECLARE
    key text := right(council_id::text, 6);
    whole text := regexp_replace(public.fold(their_number), '[^[:alnum:]]', '', 'g');
    named text[] := public.word_forms(concat_ws(' ', title, their_number))
                    || regexp_replace(public.fold(ref), '[^[:alnum:]]', '', 'g')
                    || CASE WHEN whole <> '' THEN ARRAY[whole] ELSE '{}' END;
    said text[] := public.word_forms(left(concat_ws(' ', problem, proposal), 100000));
BEGIN
    RETURN array_to_tsvector(string_to_array(
        key || 't' || array_to_string(named, ' ' || key || 't') || ' '
        || key || 'w' || array_to_string(named || said, ' ' || key || 'w'), ' '));
END $$;
"""
NEW_WORDS = "idea_words(uuid, text, text, text, text, text)"
INDEX = """
CREATE INDEX ix_idea_words ON idea USING gin (idea_words(council_id, {})) WITH (gin_pending_list_limit = 256);
ALTER INDEX ix_idea_words ALTER COLUMN 1 SET STATISTICS 0;
"""
OPEN_IDEAS = """
CREATE OR REPLACE FUNCTION open_ideas(asked tsquery, most bigint) RETURNS TABLE (id uuid, changed_at timestamptz)
    LANGUAGE sql STABLE ROWS 100
BEGIN ATOMIC
    SELECT i.id, i.changed_at
      FROM (SELECT id, council_id, state, audience, changed_at FROM idea
             WHERE idea_words(council_id, {}) @@ asked OFFSET 0) AS i
     WHERE i.council_id = (SELECT council_here()) AND (i.state <> 'draft' AND i.audience = 'everybody')
     LIMIT most;
END;
"""


def upgrade() -> None:
    """Add the columns, and index the words anew."""
    op.add_column("idea", sa.Column("their_number", sa.Text()))
    op.add_column("risk", sa.Column("owner_given", sa.Text()))
    op.add_column("risk", sa.Column("raised_given", sa.Text()))
    op.create_index(
        "ix_idea_their_number",
        "idea",
        ["council_id", "their_number"],
        postgresql_where=sa.text("their_number IS NOT NULL"),
    )
    op.execute("GRANT SELECT (their_number) ON idea TO seedbed_search")
    op.execute(INDEXED)
    op.execute(OPEN_IDEAS.format(WITH))
    op.execute("DROP INDEX ix_idea_words")
    op.execute(INDEX.format(WITH))


def downgrade() -> None:
    """Forget what was added."""
    op.execute("DROP INDEX ix_idea_words")
    op.execute(OPEN_IDEAS.format(WITHOUT))
    op.execute(INDEX.format(WITHOUT))
    op.execute(f"DROP FUNCTION {NEW_WORDS}")
    op.drop_column("risk", "raised_given")
    op.drop_column("risk", "owner_given")
    op.drop_column("idea", "their_number")
