"""A letter is kept as template and particulars, and worded when it is carried.

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.protect import allow, give

revision = "0011"
down_revision = "0010"

MARK = """
CREATE FUNCTION mark_letter(which uuid, attempt int, error text, most_attempts int, counts boolean) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE letter SET
        lease_until = NULL,
        last_error = error,
        attempts = attempts - CASE WHEN counts THEN 0 ELSE 1 END,
        sent_at = CASE WHEN error IS NULL THEN clock_timestamp() END,
        given_up_at = CASE WHEN error IS NOT NULL AND counts AND attempts >= most_attempts THEN clock_timestamp() END,
{}
        not_before = CASE WHEN error IS NULL THEN not_before
                          WHEN counts THEN clock_timestamp()
                               + least(power(2, least(attempts, 12)) * interval '15 seconds', interval '1 hour')
                          ELSE clock_timestamp() + interval '10 seconds' END
     WHERE in_directory() AND id = which AND sent_at IS NULL AND (error IS NULL OR attempts = attempt)
$$;
"""
SIGNATURE = "mark_letter(uuid, int, text, int, boolean)"
# What was sent loses what may hold the secret of a link: the words of a letter, and what it is worded from.
WORDS_GO = """\
        body = CASE WHEN error IS NULL AND kind IN ('account', 'nudge') THEN '' ELSE body END,
        html = CASE WHEN error IS NULL AND kind IN ('account', 'nudge') THEN NULL ELSE html END,"""
PARTICULARS_GO = """
        particulars = CASE WHEN error IS NULL AND kind IN ('account', 'nudge') THEN NULL ELSE particulars END,"""
# What has no words yet could only go empty: it is given up, and says so to its operator.
UNWORDED = """
UPDATE letter SET body = subject,
       given_up_at = CASE WHEN sent_at IS NULL THEN coalesce(given_up_at, clock_timestamp()) END,
       last_error = CASE WHEN sent_at IS NULL THEN 'written by a later version' ELSE last_error END
 WHERE body IS NULL
"""

# Whom a council may write to: looked up by itself, where all members were read for each letter before.
MEMBERS = "SELECT {} FROM membership WHERE council_id = (SELECT council_here())"
OURS = f"EXISTS ({MEMBERS.format('')} AND person_id = letter.person_id)"
OURS_BEFORE = f"person_id IN ({MEMBERS.format('person_id')})"


def upgrade() -> None:
    op.add_column("letter", sa.Column("template", sa.Text(), nullable=True))
    op.add_column("letter", sa.Column("particulars", postgresql.JSONB(), nullable=True))
    op.alter_column("letter", "body", nullable=True)
    op.create_check_constraint(op.f("ck_letter_has_words"), "letter", "body IS NOT NULL OR template IS NOT NULL")
    _mark(WORDS_GO + PARTICULARS_GO)
    _write_to(OURS)


def downgrade() -> None:
    _write_to(OURS_BEFORE)
    _mark(WORDS_GO)
    op.drop_constraint("ck_letter_has_words", "letter")
    op.execute("CREATE POLICY filling ON letter TO seedbed_owner USING (true) WITH CHECK (true)")
    op.execute(UNWORDED)
    op.execute("DROP POLICY filling ON letter")
    op.alter_column("letter", "body", nullable=False)
    op.drop_column("letter", "particulars")
    op.drop_column("letter", "template")


def _mark(goes: str) -> None:
    """Make the function that marks a letter anew; what `goes` once it was sent is all that differs."""
    op.execute(f"DROP FUNCTION {SIGNATURE}")
    give("seedbed_outbox", MARK.format(goes), (SIGNATURE,))


def _write_to(ours: str) -> None:
    """Set whom letters may go to: a council's to its own people or to an address, the directory's about accounts."""
    op.execute("DROP POLICY app_insert ON letter")
    here, nowhere = "council_id = (SELECT council_here())", "(SELECT in_directory()) AND council_id IS NULL"
    allow(
        "letter",
        "INSERT",
        f"{here} AND kind <> 'account' AND (person_id IS NULL OR {ours}) OR {nowhere} AND kind = 'account'",
    )
