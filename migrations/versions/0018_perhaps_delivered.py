"""A letter whose attempt ended unseen is perhaps delivered: repeated once, then decided upon by its operator.

Revision ID: 0018
Revises: 0017
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.protect import give

revision = "0018"
down_revision = "0017"

# Somebody has to say what is to become of it: its end went unseen twice, and no attempt is under way.
IN_DOUBT = """sent_at IS NULL AND given_up_at IS NULL AND doubts > 1
              AND (lease_until IS NULL OR lease_until < clock_timestamp())"""
# What was sent loses what may hold the secret of a link.
SECRETS_GO = """
        body = CASE WHEN {0} AND kind IN ('account', 'nudge') THEN '' ELSE body END,
        html = CASE WHEN {0} AND kind IN ('account', 'nudge') THEN NULL ELSE html END,
        particulars = CASE WHEN {0} AND kind IN ('account', 'nudge') THEN NULL ELSE particulars END"""
BEGIN_AGAIN = """given_up_at = NULL, attempts = 0, refusals = 0, lapses = 0, tried_since = NULL, lease_until = NULL,
                 doubts = least(doubts, 1), not_before = clock_timestamp()"""

# Mail about accounts goes first: somebody cannot come in without it. A lease that ran out is a process that died.
CLAIM = """
CREATE FUNCTION claim_letters(most int, lease_seconds int) RETURNS SETOF letter LANGUAGE sql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    UPDATE letter SET attempts = attempts + 1, lapses = lapses + (lease_until IS NOT NULL)::int,
                      lease_until = clock_timestamp() + make_interval(secs => lease_seconds)
     WHERE in_directory() AND id IN (
        SELECT id FROM letter
         WHERE sent_at IS NULL AND given_up_at IS NULL AND doubts < 2 AND not_before <= clock_timestamp()
           AND (lease_until IS NULL OR lease_until < clock_timestamp())
         ORDER BY kind <> 'account', not_before, id LIMIT most FOR UPDATE SKIP LOCKED)
    RETURNING letter.*
$$;
"""
# Before the words of a letter go, it is perhaps delivered, until the mail server's answer is marked.
HAND = """
CREATE FUNCTION hand_letter(which uuid, attempt int, lease_seconds int, surely_absent boolean) RETURNS boolean
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH handed AS (
        UPDATE letter SET doubts = CASE WHEN surely_absent THEN 0 ELSE doubts END + 1, lapses = 0,
                          handed_at = clock_timestamp(),
                          lease_until = clock_timestamp() + make_interval(secs => lease_seconds)
         WHERE in_directory() AND id = which AND attempts = attempt AND lease_until > clock_timestamp()
           AND sent_at IS NULL AND given_up_at IS NULL RETURNING id)
    SELECT EXISTS (SELECT FROM handed)
$$;
"""
# A letter is marked by one attempt: a worker away for longer than its lease cannot undo another's work; what was
# accepted was accepted. Whatever is sure is no doubt any more.
MARK = f"""
CREATE FUNCTION mark_letter(which uuid, attempt int, fate text, error text, wait_seconds double precision,
                            gives_up boolean, handed boolean) RETURNS void
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
        given_up_at = CASE WHEN gives_up THEN clock_timestamp() END,
{SECRETS_GO.format("fate = 'accepted'")},
        not_before = CASE WHEN fate = 'accepted' THEN not_before
                          ELSE clock_timestamp() + make_interval(secs => wait_seconds) END
     WHERE in_directory() AND id = which AND sent_at IS NULL AND (fate = 'accepted' OR attempts = attempt)
$$;
"""
COUNTS = f"""
CREATE FUNCTION outbox_counts()
    RETURNS TABLE (waiting bigint, oldest timestamptz, sent_last_hour bigint, given_up bigint, in_doubt bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(*) FILTER (WHERE sent_at IS NULL AND given_up_at IS NULL AND NOT ({IN_DOUBT})),
           min(created_at) FILTER (WHERE sent_at IS NULL AND given_up_at IS NULL AND NOT ({IN_DOUBT})),
           count(*) FILTER (WHERE sent_at > clock_timestamp() - interval '1 hour'),
           count(*) FILTER (WHERE sent_at IS NULL AND given_up_at IS NOT NULL),
           count(*) FILTER (WHERE {IN_DOUBT})
      FROM letter WHERE in_directory()
$$;
"""
TROUBLED = f"""
CREATE FUNCTION troubled_letters(most int) RETURNS TABLE (id uuid, council_id uuid, kind text, address text,
    attempts bigint, last_error text, created_at timestamptz, given_up_at timestamptz, handed_at timestamptz,
    in_doubt boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT l.id, l.council_id, l.kind::text,
           regexp_replace(l.to_email, '^(.).*(.)@', '\\1…\\2@'),
           l.attempts, coalesce(replace(l.last_error, l.to_email, 'this address'), ''), l.created_at, l.given_up_at,
           CASE WHEN l.doubts > 0 THEN l.handed_at END, {IN_DOUBT}
      FROM letter l WHERE in_directory() AND l.sent_at IS NULL
       AND (l.last_error IS NOT NULL OR l.given_up_at IS NOT NULL OR {IN_DOUBT})
     ORDER BY NOT ({IN_DOUBT}), l.given_up_at NULLS LAST, l.created_at, l.id LIMIT most
$$;
"""
# What its operator says: try a letter again, all that were given up, or take one as delivered.
DECISIONS = f"""
CREATE FUNCTION retry_letter(which uuid) RETURNS void LANGUAGE sql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    UPDATE letter SET {BEGIN_AGAIN}
     WHERE in_directory() AND id = which AND sent_at IS NULL AND (given_up_at IS NOT NULL OR {IN_DOUBT})
$$;
CREATE FUNCTION retry_letters() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH begun AS (
        UPDATE letter SET {BEGIN_AGAIN}
         WHERE in_directory() AND sent_at IS NULL AND given_up_at IS NOT NULL RETURNING id)
    SELECT count(*) FROM begun
$$;
CREATE FUNCTION leave_letter(which uuid) RETURNS void LANGUAGE sql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    UPDATE letter SET sent_at = handed_at, lease_until = NULL,
{SECRETS_GO.format("true")}
     WHERE in_directory() AND id = which AND {IN_DOUBT}
$$;
"""
BEFORE = """
CREATE FUNCTION claim_letters(most int, lease_seconds int) RETURNS SETOF letter LANGUAGE sql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    UPDATE letter SET lease_until = clock_timestamp() + make_interval(secs => lease_seconds), attempts = attempts + 1
     WHERE in_directory() AND id IN (
        SELECT id FROM letter
         WHERE sent_at IS NULL AND given_up_at IS NULL AND not_before <= clock_timestamp()
           AND (lease_until IS NULL OR lease_until < clock_timestamp())
         ORDER BY not_before, id LIMIT most FOR UPDATE SKIP LOCKED)
    RETURNING letter.*
$$;
CREATE FUNCTION mark_letter(which uuid, attempt int, error text, most_attempts int, counts boolean) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE letter SET
        lease_until = NULL,
        last_error = error,
        attempts = attempts - CASE WHEN counts THEN 0 ELSE 1 END,
        sent_at = CASE WHEN error IS NULL THEN clock_timestamp() END,
        given_up_at = CASE WHEN error IS NOT NULL AND counts AND attempts >= most_attempts THEN clock_timestamp() END,
        body = CASE WHEN error IS NULL AND kind IN ('account', 'nudge') THEN '' ELSE body END,
        html = CASE WHEN error IS NULL AND kind IN ('account', 'nudge') THEN NULL ELSE html END,
        particulars = CASE WHEN error IS NULL AND kind IN ('account', 'nudge') THEN NULL ELSE particulars END,
        not_before = CASE WHEN error IS NULL THEN not_before
                          WHEN counts THEN clock_timestamp()
                               + least(power(2, least(attempts, 12)) * interval '15 seconds', interval '1 hour')
                          ELSE clock_timestamp() + interval '10 seconds' END
     WHERE in_directory() AND id = which AND sent_at IS NULL AND (error IS NULL OR attempts = attempt)
$$;
CREATE FUNCTION outbox_counts()
    RETURNS TABLE (waiting bigint, oldest timestamptz, sent_last_hour bigint, given_up bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(*) FILTER (WHERE sent_at IS NULL AND given_up_at IS NULL),
           min(created_at) FILTER (WHERE sent_at IS NULL AND given_up_at IS NULL),
           count(*) FILTER (WHERE sent_at > clock_timestamp() - interval '1 hour'),
           count(*) FILTER (WHERE given_up_at IS NOT NULL)
      FROM letter WHERE in_directory()
$$;
CREATE FUNCTION troubled_letters(most int) RETURNS TABLE (id uuid, council_id uuid, kind text, address text,
    attempts bigint, last_error text, created_at timestamptz, given_up_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT l.id, l.council_id, l.kind::text,
           regexp_replace(l.to_email, '^(.).*(.)@', '\\1…\\2@'),
           l.attempts, replace(l.last_error, l.to_email, 'this address'), l.created_at, l.given_up_at
      FROM letter l WHERE in_directory() AND l.sent_at IS NULL AND l.last_error IS NOT NULL
     ORDER BY l.given_up_at NULLS LAST, l.created_at, l.id LIMIT most
$$;
CREATE FUNCTION retry_letter(which uuid) RETURNS void LANGUAGE sql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    UPDATE letter SET given_up_at = NULL, attempts = 0, not_before = clock_timestamp()
     WHERE in_directory() AND id = which AND given_up_at IS NOT NULL AND sent_at IS NULL
$$;
"""
FORMER = (
    "claim_letters(int, int)",
    "mark_letter(uuid, int, text, int, boolean)",
    "outbox_counts()",
    "troubled_letters(int)",
    "retry_letter(uuid)",
)
FUNCTIONS = (
    "claim_letters(int, int)",
    "hand_letter(uuid, int, int, boolean)",
    "mark_letter(uuid, int, text, text, double precision, boolean, boolean)",
    "outbox_counts()",
    "troubled_letters(int)",
    "retry_letter(uuid)",
    "retry_letters()",
    "leave_letter(uuid)",
)
COUNTED = ("refusals", "lapses", "doubts")
DATED = ("tried_since", "handed_at")
WAITING = "sent_at IS NULL AND given_up_at IS NULL"


def upgrade() -> None:
    for name in COUNTED:
        op.add_column("letter", sa.Column(name, sa.BigInteger(), server_default=sa.text("0"), nullable=False))
    for name in DATED:
        op.add_column("letter", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.drop_index("ix_letter_waiting", "letter")
    order: list[str | sa.TextClause] = [sa.text("(kind <> 'account')"), "not_before", "id"]
    op.create_index("ix_letter_waiting", "letter", order, postgresql_where=sa.text(f"{WAITING} AND doubts < 2"))
    _drop(FORMER)
    give("seedbed_outbox", CLAIM + HAND + MARK + COUNTS + TROUBLED + DECISIONS, FUNCTIONS)


def downgrade() -> None:
    _drop(FUNCTIONS)
    give("seedbed_outbox", BEFORE, FORMER)
    op.drop_index("ix_letter_waiting", "letter")
    op.create_index("ix_letter_waiting", "letter", ["not_before"], postgresql_where=sa.text(WAITING))
    for name in (*DATED, *COUNTED):
        op.drop_column("letter", name)


def _drop(functions: tuple[str, ...]) -> None:
    for signature in functions:
        op.execute(f"DROP FUNCTION {signature}")
