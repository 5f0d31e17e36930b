"""A job's run says since when it is at work and how often its process died of it; letters that wait for a far day.

Revision ID: 0017
Revises: 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.protect import give

revision = "0017"
down_revision = "0014"

COLUMNS = ("running_since", "deaths", "died_at")
# What no sweep would reach for days: a letter that waits for a day, or is held until one, which nobody chose.
FAR = """
CREATE FUNCTION letters_far_ahead() RETURNS TABLE (letters bigint, furthest timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(*), max(greatest(not_before, lease_until))
      FROM letter
     WHERE in_directory() AND sent_at IS NULL AND given_up_at IS NULL
       AND greatest(not_before, lease_until) > clock_timestamp() + interval '1 day'
$$;
"""


def upgrade() -> None:
    op.add_column("job_run", sa.Column("running_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("job_run", sa.Column("deaths", sa.BigInteger(), server_default=sa.text("0"), nullable=False))
    op.add_column("job_run", sa.Column("died_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(f"GRANT UPDATE ({', '.join(COLUMNS)}) ON job_run TO seedbed_app")
    give("seedbed_outbox", FAR, ("letters_far_ahead()",))


def downgrade() -> None:
    op.execute("DROP FUNCTION letters_far_ahead()")
    for column in reversed(COLUMNS):
        op.drop_column("job_run", column)
