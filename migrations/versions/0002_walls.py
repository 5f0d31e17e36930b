"""The walls: who sees which rows, and the few functions that a narrow role runs for the application.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

from alembic import op

from migrations.protect import allow, give, protect, wall

revision = "0002"
down_revision = "0001"

OF_ONE_COUNCIL = (
    "service",
    "idea",
    "follower",
    "message",
    "claim",
    "evidence",
    "evidence_review",
    "benefit",
    "funding",
    "risk",
    "lesson",
    "partner",
    "sponsor_contact",
    "condition",
    "decision_request",
    "nudge",
    "triangle",
    "profile_snapshot",
)
APPEND_ONLY = (
    "stage_move",
    "idea_state",
    "idea_fact",
    "gate_policy",
    "answer",
    "panel_view",
    "decision",
    "item_answer",
)
DIRECTORY = (
    "council",
    "person",
    "credential",
    "membership",
    "sign_in",
    "attempt",
    "link",
    "job_run",
    "collaborative",
    "collaborative_member",
    "adoption_note",
    "publication",
    "adaptation",
    "notice",
    "letter",
    "nudge_token",
)

HERE = "council_id = (SELECT council_here())"
NOWHERE = "(SELECT in_directory())"

FUNCTIONS = """
CREATE FUNCTION council_here() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('seedbed.council', true), '')::uuid;
CREATE FUNCTION collaborative_here() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('seedbed.collaborative', true), '')::uuid;
CREATE FUNCTION in_directory() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    RETURN council_here() IS NULL AND collaborative_here() IS NULL;
"""

# What the council is a member of. A policy that read its own table would look into itself for ever.
DIRECTORY_FUNCTIONS = """
CREATE FUNCTION my_collaboratives() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT collaborative_id FROM collaborative_member
     WHERE council_id = nullif(current_setting('seedbed.council', true), '')::uuid AND left_on IS NULL
$$;
"""

# The number of the next card counts withdrawn ones, which the other members do not see. Only a member may ask, or hold
# the lock: how much others share is their own affair.
CARD_FUNCTIONS = """
CREATE FUNCTION next_card_number(which uuid) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    IF which IS NULL OR which NOT IN (SELECT my_collaboratives()) THEN
        RAISE insufficient_privilege USING MESSAGE = 'this council is not a member of that collaborative';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(which::text, 0));
    RETURN (SELECT coalesce(max(number), 0) + 1 FROM publication WHERE collaborative_id = which);
END $$;
"""

# A letter is claimed and marked by one attempt: a worker away for longer than its lease cannot undo another's work.
# What was sent loses its words where they hold the secret of a link.
OUTBOX_FUNCTIONS = """
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
CREATE FUNCTION has_nudge_on(who uuid, day date) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM letter WHERE kind = 'nudge' AND person_id = who AND mail_day = day)
       AND (in_directory() OR EXISTS (SELECT FROM membership WHERE council_id = council_here() AND person_id = who))
$$;
"""
OUTBOX_SIGNATURES = (
    "claim_letters(int, int)",
    "mark_letter(uuid, int, text, int, boolean)",
    "outbox_counts()",
    "troubled_letters(int)",
    "retry_letter(uuid)",
    "has_nudge_on(uuid, date)",
)


def upgrade() -> None:
    """Raise the walls."""
    op.execute(FUNCTIONS)
    op.execute("GRANT USAGE ON SCHEMA public TO seedbed_app, seedbed_directory, seedbed_outbox, seedbed_search")
    for table in OF_ONE_COUNCIL:
        protect(table)
    for table in APPEND_ONLY:
        protect(table, verbs="SELECT, INSERT")
    protect("event", verbs="SELECT, INSERT, UPDATE (particulars)")
    for table in DIRECTORY:
        wall(table)
    give("seedbed_directory", DIRECTORY_FUNCTIONS, ("my_collaboratives()",))
    allow("collaborative_member", "SELECT", "true", to="seedbed_directory")
    _people()
    _sharing()
    _letters()


def _people() -> None:
    """Open what belongs to no single council: all of it to the directory, to a council what it needs of its own.

    Who is a member of what is written in the directory alone: a council that could add members could add anybody,
    and then read who they are. It may change what its members do, and end their membership.
    """
    allow("council", "SELECT", "true")
    allow("council", "INSERT", NOWHERE)
    own = f"{NOWHERE} OR id = (SELECT council_here())"
    allow("council", "UPDATE", own, columns="next_number, promise_days, prefix")
    of_here = f"SELECT person_id FROM membership WHERE {HERE}"
    allow("person", "SELECT", f"{NOWHERE} OR id IN ({of_here})")
    allow("person", "INSERT", NOWHERE, columns="id, email, name, digest, created_at")
    allow("person", "UPDATE", NOWHERE, columns="name, digest")
    allow("membership", "SELECT", f"{NOWHERE} OR {HERE}")
    allow("membership", "INSERT", NOWHERE)
    allow("membership", "UPDATE", f"{NOWHERE} OR {HERE}", columns="roles, job_title, ended_at")
    _signing_in()
    allow("job_run", "SELECT", f"{NOWHERE} OR {HERE}")
    allow("job_run", "INSERT", f"{NOWHERE} OR {HERE}")
    allow("job_run", "UPDATE", f"{NOWHERE} OR {HERE}", columns="started_at, finished_at, detail")
    asks = "SELECT FROM nudge n WHERE n.id = nudge_token.nudge_id AND n.person_id = nudge_token.person_id"
    allow("nudge_token", "SELECT", NOWHERE)
    allow("nudge_token", "INSERT", f"{HERE} AND EXISTS ({asks})")


def _signing_in() -> None:
    """Open sign-in to the directory alone; what a row is about never changes."""
    changes = {"credential": "password_hash, changed_at", "sign_in": "seen_at", "link": "used_at"}
    for table in ("credential", "sign_in", "attempt", "link"):
        allow(table, "SELECT", NOWHERE)
        allow(table, "INSERT", NOWHERE)
        if table in changes:
            allow(table, "UPDATE", NOWHERE, columns=changes[table])
    allow("sign_in", "DELETE", NOWHERE)
    allow("attempt", "DELETE", NOWHERE)


def _sharing() -> None:
    mine = "IN (SELECT my_collaboratives())"
    guest = "= (SELECT collaborative_here())"
    # A council that left still finds where its own cards stand, to take them back.
    still = f"SELECT collaborative_id FROM publication WHERE {HERE} AND withdrawn_at IS NULL"
    allow("collaborative", "SELECT", f"{NOWHERE} OR id {guest} OR id {mine} OR id IN ({still})")
    allow("collaborative", "INSERT", NOWHERE)
    allow("collaborative_member", "SELECT", f"{NOWHERE} OR collaborative_id {guest} OR collaborative_id {mine}")
    allow("collaborative_member", "INSERT", NOWHERE)
    allow("collaborative_member", "UPDATE", NOWHERE, columns="left_on")
    allow("adoption_note", "SELECT", f"{NOWHERE} OR adopter_council_id = (SELECT council_here())")
    allow("adoption_note", "INSERT", NOWHERE)
    live = "withdrawn_at IS NULL"
    allow("publication", "SELECT", f"{HERE} OR {live} AND (collaborative_id {mine} OR collaborative_id {guest})")
    allow("publication", "INSERT", f"{HERE} AND collaborative_id {mine}")
    # A card stays where it was published, and once taken back is never shown again.
    shown = "level, title, shown, parts, health, by_id, refreshed_at, withdrawn_at"
    allow("publication", "UPDATE", f"{HERE} AND {live}", after=HERE, columns=shown)
    give("seedbed_directory", CARD_FUNCTIONS, ("next_card_number(uuid)",))
    allow("publication", "SELECT", "true", to="seedbed_directory")
    _between_two()


def _between_two() -> None:
    """Open what stands between two councils: the adopter writes of a card that it can see, either tells the other."""
    here = "(SELECT council_here())"
    card = (
        "SELECT FROM publication p WHERE p.id = adaptation.publication_id"
        " AND p.council_id = adaptation.origin_council_id AND p.idea_id = adaptation.origin_idea_id"
    )
    allow("adaptation", "SELECT", f"{HERE} OR origin_council_id = {here}")
    allow("adaptation", "INSERT", f"{HERE} AND EXISTS ({card})")
    told = "kept, changed, dropped, fits_because, by_part, status, why_not, result, settled_on"
    allow("adaptation", "UPDATE", HERE, columns=told)
    shared = (
        "SELECT FROM adaptation a WHERE a.id = notice.about_adaptation_id"
        f" AND a.publication_id = coalesce(notice.about_publication_id, a.publication_id) AND {here} IN"
        " (a.council_id, a.origin_council_id) AND notice.to_council_id IN (a.council_id, a.origin_council_id)"
    )
    allow("notice", "SELECT", f"{HERE} OR to_council_id = {here}")
    allow("notice", "INSERT", f"{HERE} AND to_council_id <> council_id AND EXISTS ({shared})")
    allow("notice", "UPDATE", f"to_council_id = {here}", columns="seen_at")


def _letters() -> None:
    """Open the outbox: a council writes to its own people or to an address, the directory about accounts alone."""
    ours = f"person_id IS NULL OR person_id IN (SELECT person_id FROM membership WHERE {HERE})"
    account = f"{NOWHERE} AND council_id IS NULL"
    allow("letter", "SELECT", f"{HERE} OR {account}")
    allow("letter", "INSERT", f"{HERE} AND kind <> 'account' AND ({ours}) OR {account} AND kind = 'account'")
    allow("letter", "ALL", "true", to="seedbed_outbox")
    allow("membership", "SELECT", HERE, to="seedbed_outbox")
    give("seedbed_outbox", OUTBOX_FUNCTIONS, OUTBOX_SIGNATURES)


def downgrade() -> None:
    """Take the walls down, from the last to the first."""
    for table in (*OF_ONE_COUNCIL, *APPEND_ONLY, "event", *DIRECTORY):
        _open(table)
    for function in (
        *OUTBOX_SIGNATURES,
        "next_card_number(uuid)",
        "my_collaboratives()",
        "in_directory()",
        "collaborative_here()",
        "council_here()",
    ):
        op.execute(f"DROP FUNCTION {function}")


def _open(table: str) -> None:
    op.execute(
        f"""DO $$ DECLARE found record; BEGIN
        FOR found IN SELECT policyname FROM pg_policies WHERE tablename = '{table}' LOOP
            EXECUTE format('DROP POLICY %I ON {table}', found.policyname);
        END LOOP; END $$"""
    )
    op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    op.execute(f"REVOKE ALL ON {table} FROM seedbed_app, seedbed_outbox, seedbed_directory")
