"""A card stands in a strand of its collaborative; lessons, stops and plans on cards are found without reading them all.

A card may name a strand of its own collaborative and no other. What cards teach, why they stopped and which methods
they plan with is found newest first by indexes of their own, in the collaboratives of the council at hand alone.

Revision ID: 0069
Revises: 0068
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.protect import give

revision = "0069"
down_revision = "0068"

LIVE = "withdrawn_at IS NULL"
NEWEST = "refreshed_at, id"
_WHOSE = ["collaborative_id", "id"]
IN_STRAND = "ix_publication_strand"
STANDING_IN = f"{LIVE} AND strand_id IS NOT NULL"
TEACHES = "jsonb_typeof(shown -> 'lessons' -> 0) = 'object'"
STOPPED = "shown ->> 'state' = 'stopped' AND shown -> 'stop' ->> 'reason' IS NOT NULL"
REASON, STOPPED_ON = "(shown -> 'stop' ->> 'reason')", "coalesce(shown -> 'stop' ->> 'on', '')"
# Methods name a card here; its title and what it teaches is what is said.
TELLING = (
    "keyed_words(collaborative_id, CAST(jsonb_path_query_array(shown, '$.plan[*].method') AS text),"
    " title || ' ' || CAST(jsonb_path_query_array(shown, '$.lessons[*].lesson') AS text)"
    " || ' ' || CAST(jsonb_path_query_array(shown, '$.stop.lessons[*].lesson') AS text))"
)
LATEST_STOP = f"({STOPPED_ON}), id"
INDEXES = {
    "ix_publication_teaches": (f"collaborative_id, {NEWEST}", f"{LIVE} AND {TEACHES}"),
    "ix_publication_stopped": (f"collaborative_id, {LATEST_STOP}", f"{LIVE} AND {STOPPED}"),
    "ix_publication_stopped_for": (f"collaborative_id, {REASON}, {LATEST_STOP}", f"{LIVE} AND {STOPPED}"),
}
MOST = 500  # cards with a word or a method are looked through in each collaborative
SIGNATURE = "cards_telling(text, text, text, bigint)"
OTHERS = f"p.collaborative_id = mine AND p.{LIVE} AND p.council_id <> council_here()"
SOUGHT = f"""(SELECT q.* FROM publication q WHERE q.collaborative_id = mine AND q.{LIVE} AND {TELLING} @@ asked
                            LIMIT {MOST}) AS p"""
NEWEST_FIRST = "ORDER BY p.refreshed_at DESC, p.id DESC LIMIT most"
LAST_STOP = f"ORDER BY {STOPPED_ON} DESC, p.id DESC LIMIT most"
WITH_METHOD = "p.shown @> jsonb_build_object('plan', jsonb_build_array(jsonb_build_object('method', named)))"
FIND = f"""
CREATE FUNCTION cards_telling(what text, said text, named text, most bigint) RETURNS TABLE (card_id uuid)
    LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = public, pg_temp AS $$
DECLARE
    mine uuid;
    asked tsquery;
BEGIN
    FOR mine IN SELECT my_collaboratives() LOOP
        asked := CASE WHEN what = 'plan' THEN words_query(right(mine::text, 6) || 't', named, true)
                      WHEN said <> '' THEN words_query(right(mine::text, 6) || 'w', said, true) END;
        CONTINUE WHEN asked IS NULL AND (said <> '' OR what = 'plan');
        IF what = 'plan' THEN
            RETURN QUERY SELECT p.id FROM {SOUGHT} WHERE {OTHERS} AND {WITH_METHOD} {NEWEST_FIRST};
        ELSIF what = 'lesson' AND asked IS NULL THEN
            RETURN QUERY SELECT p.id FROM publication p WHERE {OTHERS} AND {TEACHES} {NEWEST_FIRST};
        ELSIF what = 'lesson' THEN
            RETURN QUERY SELECT p.id FROM {SOUGHT} WHERE {OTHERS} AND {TEACHES} {NEWEST_FIRST};
        ELSIF asked IS NOT NULL THEN
            RETURN QUERY SELECT p.id FROM {SOUGHT} WHERE {OTHERS} AND {STOPPED}
                            AND (named = '' OR {REASON} = named) {LAST_STOP};
        ELSIF named = '' THEN
            RETURN QUERY SELECT p.id FROM publication p WHERE {OTHERS} AND {STOPPED} {LAST_STOP};
        ELSE
            RETURN QUERY SELECT p.id FROM publication p WHERE {OTHERS} AND {STOPPED} AND {REASON} = named {LAST_STOP};
        END IF;
    END LOOP;
END $$;
"""


def upgrade() -> None:
    """Let cards name a strand, and find what cards tell."""
    op.create_unique_constraint(op.f("uq_collaborative_note_collaborative_id_id"), "collaborative_note", _WHOSE)
    op.add_column("publication", sa.Column("strand_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_publication_collaborative_id_strand_id"),
        "publication",
        "collaborative_note",
        ["collaborative_id", "strand_id"],
        _WHOSE,
    )
    op.execute(
        f"CREATE INDEX {IN_STRAND} ON publication (collaborative_id, strand_id, stage, {NEWEST}) WHERE {STANDING_IN}"
    )
    op.execute("GRANT UPDATE (strand_id) ON publication TO seedbed_app")
    for name, (columns, where) in INDEXES.items():
        op.execute(f"CREATE INDEX {name} ON publication ({columns}) WHERE {where}")
    op.execute(
        f"CREATE INDEX ix_publication_telling ON publication USING gin ({TELLING})"
        f" WITH (gin_pending_list_limit = 256) WHERE {LIVE}"
    )
    op.execute("ALTER INDEX ix_publication_telling ALTER COLUMN 1 SET STATISTICS 0")
    give("seedbed_directory", FIND, (SIGNATURE,))


def downgrade() -> None:
    """Forget which strand a card stood in."""
    op.execute(f"DROP FUNCTION {SIGNATURE}")
    for name in ("ix_publication_telling", *INDEXES, IN_STRAND):
        op.execute(f"DROP INDEX {name}")
    op.drop_constraint(op.f("fk_publication_collaborative_id_strand_id"), "publication")
    op.drop_column("publication", "strand_id")
    op.drop_constraint(op.f("uq_collaborative_note_collaborative_id_id"), "collaborative_note")
