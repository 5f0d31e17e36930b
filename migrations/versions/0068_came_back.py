"""A letter that was taken may come back: under which name it went, when it came back, and what becomes of it.

Revision ID: 0068
Revises: 0065
"""

from __future__ import annotations

import importlib

import sqlalchemy as sa
from alembic import op

from migrations.protect import give

revision = "0068"
down_revision = "0065"

BEFORE = importlib.import_module("migrations.versions.0018_perhaps_delivered")
# What was sent lost its words where they may hold the secret of a link: it cannot go again.
HAS_WORDS = "(particulars IS NOT NULL OR coalesce(body, '') <> '')"
GIVEN_UP = "sent_at IS NULL AND given_up_at IS NOT NULL"

MARK = f"""
CREATE FUNCTION mark_letter(which uuid, attempt int, fate text, error text, wait_seconds double precision,
                            gives_up boolean, handed boolean, taken_as text) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE letter SET
        lease_until = NULL,
        lapses = 0,
        last_error = error,
        attempts = attempts - (fate = 'unreached')::int,
        refusals = refusals + (fate IN ('refused', 'unfit'))::int,
        tried_since = CASE WHEN fate IN ('refused', 'unfit', 'deferred')
                           THEN coalesce(tried_since, clock_timestamp()) ELSE tried_since END,
        doubts = CASE WHEN handed AND fate <> 'perhaps' THEN greatest(doubts - 1, 0) ELSE doubts END,
        sent_at = CASE WHEN fate = 'accepted' THEN clock_timestamp() END,
        handed_as = CASE WHEN fate = 'accepted' THEN taken_as END,
        given_up_at = CASE WHEN gives_up THEN clock_timestamp() END,
{BEFORE.SECRETS_GO.format("fate = 'accepted'")},
        not_before = CASE WHEN fate = 'accepted' THEN not_before
                          ELSE clock_timestamp() + make_interval(secs => wait_seconds) END
     WHERE in_directory() AND id = which AND sent_at IS NULL AND (fate = 'accepted' OR attempts = attempt)
$$;
"""
# Of these letters those that are out, and those that a process holds just now; whoever judges them takes turns.
OUT = f"""
CREATE FUNCTION letters_out(which uuid[]) RETURNS TABLE (id uuid, handed_as text, is_held boolean, came_back boolean,
    has_words boolean, to_email text, kind text, attempts bigint, refusals bigint, tried_since timestamptz)
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT id, handed_as, sent_at IS NULL, came_back_at IS NOT NULL, {HAS_WORDS}, to_email, kind::text, attempts,
           refusals, coalesce(tried_since, sent_at)
      FROM letter
     WHERE in_directory() AND id = ANY(which)
       AND (handed_as IS NOT NULL OR sent_at IS NULL AND lease_until > clock_timestamp())
     ORDER BY id FOR UPDATE
$$;
"""
# It is out no more: due again after a wait, or given up. What came back once under a name does not do so twice.
TAKE_BACK = """
CREATE FUNCTION take_letter_back(which uuid, named text, fate text, error text, wait_seconds double precision,
                                 gives_up boolean) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE letter SET
        handed_as = NULL,
        came_back_at = clock_timestamp(),
        last_error = error,
        refusals = refusals + (fate = 'refused')::int,
        tried_since = coalesce(tried_since, sent_at),
        sent_at = NULL,
        given_up_at = CASE WHEN gives_up THEN clock_timestamp() END,
        not_before = clock_timestamp() + make_interval(secs => wait_seconds)
     WHERE in_directory() AND id = which AND handed_as = named
$$;
"""
COUNTS = f"""
CREATE FUNCTION outbox_counts()
    RETURNS TABLE (waiting bigint, oldest timestamptz, sent_last_hour bigint, given_up bigint, in_doubt bigint,
                   wordless bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(*) FILTER (WHERE sent_at IS NULL AND given_up_at IS NULL AND NOT ({BEFORE.IN_DOUBT})),
           min(created_at) FILTER (WHERE sent_at IS NULL AND given_up_at IS NULL AND NOT ({BEFORE.IN_DOUBT})),
           count(*) FILTER (WHERE sent_at > clock_timestamp() - interval '1 hour'),
           count(*) FILTER (WHERE {GIVEN_UP}),
           count(*) FILTER (WHERE {BEFORE.IN_DOUBT}),
           count(*) FILTER (WHERE {GIVEN_UP} AND NOT {HAS_WORDS})
      FROM letter WHERE in_directory()
$$;
"""
TROUBLED = f"""
CREATE FUNCTION troubled_letters(most int) RETURNS TABLE (id uuid, council_id uuid, kind text, address text,
    attempts bigint, last_error text, created_at timestamptz, given_up_at timestamptz, handed_at timestamptz,
    in_doubt boolean, came_back_at timestamptz, has_words boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT l.id, l.council_id, l.kind::text,
           regexp_replace(l.to_email, '^(.).*(.)@', '\\1…\\2@'),
           l.attempts, coalesce(replace(l.last_error, l.to_email, 'this address'), ''), l.created_at, l.given_up_at,
           CASE WHEN l.doubts > 0 THEN l.handed_at END, {BEFORE.IN_DOUBT}, l.came_back_at, {HAS_WORDS}
      FROM letter l WHERE in_directory() AND l.sent_at IS NULL
       AND (l.last_error IS NOT NULL OR l.given_up_at IS NOT NULL OR {BEFORE.IN_DOUBT})
     ORDER BY NOT ({BEFORE.IN_DOUBT}), l.given_up_at NULLS LAST, l.created_at, l.id LIMIT most
$$;
"""
# What its operator says: a letter without words can only be left, and so can any that came back.
DECISIONS = f"""
CREATE FUNCTION retry_letter(which uuid) RETURNS void LANGUAGE sql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    UPDATE letter SET {BEFORE.BEGIN_AGAIN}
     WHERE in_directory() AND id = which AND {HAS_WORDS}
       AND (sent_at IS NULL AND given_up_at IS NOT NULL OR {BEFORE.IN_DOUBT})
$$;
CREATE FUNCTION retry_letters() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH begun AS (
        UPDATE letter SET {BEFORE.BEGIN_AGAIN}
         WHERE in_directory() AND {GIVEN_UP} AND {HAS_WORDS} RETURNING id)
    SELECT count(*) FROM begun
$$;
CREATE FUNCTION leave_letter(which uuid) RETURNS void LANGUAGE sql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    UPDATE letter SET sent_at = handed_at, lease_until = NULL,
{BEFORE.SECRETS_GO.format("true")}
     WHERE in_directory() AND id = which AND ({BEFORE.IN_DOUBT} OR {GIVEN_UP} AND came_back_at IS NOT NULL)
$$;
"""
MARKED_BEFORE = "mark_letter(uuid, int, text, text, double precision, boolean, boolean)"
DECIDED = ("outbox_counts()", "troubled_letters(int)", "retry_letter(uuid)", "retry_letters()", "leave_letter(uuid)")
ADDED = (
    "mark_letter(uuid, int, text, text, double precision, boolean, boolean, text)",
    "letters_out(uuid[])",
    "take_letter_back(uuid, text, text, text, double precision, boolean)",
)


def upgrade() -> None:
    op.add_column("letter", sa.Column("handed_as", sa.Text(), nullable=True))
    op.add_column("letter", sa.Column("came_back_at", sa.DateTime(timezone=True), nullable=True))
    _drop((MARKED_BEFORE, *DECIDED))
    give("seedbed_outbox", MARK + OUT + TAKE_BACK + COUNTS + TROUBLED + DECISIONS, (*ADDED, *DECIDED))


def downgrade() -> None:
    _drop((*ADDED, *DECIDED))
    former = BEFORE.MARK + BEFORE.COUNTS + BEFORE.TROUBLED + BEFORE.DECISIONS
    give("seedbed_outbox", former, (MARKED_BEFORE, *DECIDED))
    op.drop_column("letter", "came_back_at")
    op.drop_column("letter", "handed_as")


def _drop(functions: tuple[str, ...]) -> None:
    for signature in functions:
        op.execute(f"DROP FUNCTION {signature}")
