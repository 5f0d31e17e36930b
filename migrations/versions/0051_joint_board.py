"""The cards of a collaborative are found by stage, council, standing and words; each in the order of its column.

What a column is narrowed by stands beside the card, worked out by the database of what it shows. A card names places
and topics where that was chosen; one function finds cards by these and by their words. Of a collaborative that one is
in no other card is read, and notes of adoptions are read by the council whose case was adopted, too.

Revision ID: 0051
Revises: 0044
"""

from __future__ import annotations

from alembic import op

from migrations.protect import give

revision = "0051"
down_revision = "0044"

LIVE = "withdrawn_at IS NULL"
COLUMNS = {
    "stage": ("text", "shown ->> 'stage'"),
    "standing": (
        "text",
        "CASE shown ->> 'state' WHEN 'active' THEN 'active' WHEN 'parked' THEN 'parked' ELSE 'closed' END",
    ),
    "proven": ("boolean", "coalesce(shown -> 'saying' ->> 'proven', '') = 'true'"),
}
NEWEST = "stage, refreshed_at, id"
INDEXES = {
    "ix_publication_stage": (f"collaborative_id, {NEWEST}", LIVE),
    "ix_publication_member": (f"collaborative_id, council_id, {NEWEST}", LIVE),
    "ix_publication_standing_in": (f"collaborative_id, standing, {NEWEST}", LIVE),
    "ix_publication_proven": (f"collaborative_id, {NEWEST}", f"{LIVE} AND proven"),
    "ix_publication_own": ("council_id, collaborative_id, number", LIVE),
}
# What a card says, behind a key of its collaborative; its places and topics are what names it (keyed_words, 0030).
WORDS = (
    "keyed_words(collaborative_id,"
    " coalesce(shown ->> 'places', '') || ' ' || coalesce(shown ->> 'topics', ''),"
    " title || ' ' || coalesce(shown ->> 'problem', '') || ' ' || coalesce(shown ->> 'proposal', '')"
    " || ' ' || coalesce(shown ->> 'council', '') || ' ' || coalesce(shown ->> 'service', ''))"
)
MOST = 1001
SIGNATURE = "cards_with(uuid, text, text)"
FIND = f"""
CREATE FUNCTION cards_with(which uuid, said text, named text) RETURNS TABLE (card_id uuid)
    LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = public, pg_temp AS $$
DECLARE
    key CONSTANT text := right(which::text, 6);
    asked tsquery;
BEGIN
    IF which IS NULL OR NOT (which IN (SELECT my_collaboratives()) OR which IS NOT DISTINCT FROM collaborative_here())
    THEN
        RAISE insufficient_privilege USING MESSAGE = 'cards are found in a collaborative of one''s own';
    END IF;
    asked := words_query(key || 'w', said, true);
    IF named <> '' THEN
        asked := CASE WHEN said = '' THEN words_query(key || 't', named, true)
                      ELSE asked && words_query(key || 't', named, true) END;
    END IF;
    IF asked IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT p.id FROM publication p
                  WHERE p.withdrawn_at IS NULL AND {WORDS} @@ asked AND p.collaborative_id = which
                  LIMIT {MOST};
END $$;
"""
SIGHT = "(SELECT in_directory()) OR id = (SELECT collaborative_here()) OR id IN (SELECT my_collaboratives()) OR {}"

# A council that left still finds where its own cards stand, to take them back: looked up one by one.
STILL = (
    "EXISTS (SELECT FROM publication p WHERE p.council_id = (SELECT council_here())"
    " AND p.collaborative_id = collaborative.id AND p.withdrawn_at IS NULL)"
)
STOOD = (
    "id IN (SELECT collaborative_id FROM publication"
    " WHERE council_id = (SELECT council_here()) AND withdrawn_at IS NULL)"
)
NOTES = "(SELECT in_directory()) OR adopter_council_id = (SELECT council_here())"
FROM_OURS = (
    "(SELECT council_here()) IS NOT NULL AND EXISTS (SELECT FROM idea i"
    " WHERE i.council_id = (SELECT council_here()) AND i.source IS NOT NULL"
    " AND origin_case_id IN (i.ref, i.their_number))"
)


def upgrade() -> None:
    """Add what cards are narrowed by, in the order of a column, and find them by their words."""
    for name, (kind, said) in COLUMNS.items():
        op.execute(f"ALTER TABLE publication ADD COLUMN {name} {kind} GENERATED ALWAYS AS ({said}) STORED")
    for name, (columns, where) in INDEXES.items():
        op.execute(f"CREATE INDEX {name} ON publication ({columns}) WHERE {where}")
    op.execute(
        f"CREATE INDEX ix_publication_words ON publication USING gin ({WORDS})"
        f" WITH (gin_pending_list_limit = 256) WHERE {LIVE}"
    )
    op.execute("ALTER INDEX ix_publication_words ALTER COLUMN 1 SET STATISTICS 0")
    give("seedbed_directory", FIND, (SIGNATURE,))
    op.execute(f"ALTER POLICY app_select ON collaborative USING ({SIGHT.format(STILL)})")
    op.execute(f"ALTER POLICY app_select ON adoption_note USING ({NOTES} OR {FROM_OURS})")


def downgrade() -> None:
    """Read cards by the day alone."""
    op.execute(f"ALTER POLICY app_select ON adoption_note USING ({NOTES})")
    op.execute(f"ALTER POLICY app_select ON collaborative USING ({SIGHT.format(STOOD)})")
    op.execute(f"DROP FUNCTION {SIGNATURE}")
    for name in ("ix_publication_words", *INDEXES):
        op.execute(f"DROP INDEX {name}")
    for name in COLUMNS:
        op.execute(f"ALTER TABLE publication DROP COLUMN {name}")
