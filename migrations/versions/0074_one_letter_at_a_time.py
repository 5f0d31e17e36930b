"""One letter is claimed where one is asked for, whichever way the database goes about it.

A subquery that skips what is locked may be run once for each row of what is around it, and skips then what it took
itself: a fresh database, whose outbox was never looked at, claimed every letter that waited, and one of them was
carried.

Revision ID: 0074
Revises: 0073
"""

from __future__ import annotations

from alembic import op

from migrations.protect import give

revision = "0074"
down_revision = "0073"

_HEAD = """
CREATE FUNCTION claim_letters(most int, lease_seconds int) RETURNS SETOF letter LANGUAGE sql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$"""
_NEXT = """
        SELECT id FROM letter
         WHERE sent_at IS NULL AND given_up_at IS NULL AND doubts < 2 AND not_before <= clock_timestamp()
           AND (lease_until IS NULL OR lease_until < clock_timestamp())
         ORDER BY kind <> 'account', not_before, id LIMIT most FOR UPDATE SKIP LOCKED"""
_TAKE = """
    UPDATE letter SET attempts = attempts + 1, lapses = lapses + (lease_until IS NOT NULL)::int,
                      lease_until = clock_timestamp() + make_interval(secs => lease_seconds)"""
ONCE = f"""{_HEAD}
    WITH next AS MATERIALIZED ({_NEXT}){_TAKE}
      FROM next WHERE in_directory() AND letter.id = next.id
    RETURNING letter.*
$$;
"""
BEFORE = f"""{_HEAD}{_TAKE}
     WHERE in_directory() AND id IN ({_NEXT})
    RETURNING letter.*
$$;
"""


CLAIM = "claim_letters(int, int)"


def upgrade() -> None:
    _give(ONCE)


def downgrade() -> None:
    _give(BEFORE)


def _give(claim: str) -> None:
    op.execute(f"DROP FUNCTION {CLAIM}")
    give("seedbed_outbox", claim, (CLAIM,))
