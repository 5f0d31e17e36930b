"""A council knows its members by its own rows: their name, address and digest stand in the membership too.

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.protect import allow

revision = "0007"
down_revision = "0006"

KNOWN = ("name", "email", "digest")
COLUMNS = ", ".join(KNOWN)
NOWHERE = "(SELECT in_directory())"

FUNCTIONS = """
CREATE FUNCTION person_here() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('seedbed.person', true), '')::uuid;
CREATE FUNCTION know_member() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    SELECT p.name, p.email, p.digest INTO STRICT NEW.name, NEW.email, NEW.digest
      FROM person p WHERE p.id = NEW.person_id;
    RETURN NEW;
END $$;
CREATE FUNCTION tell_councils() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE membership SET name = NEW.name, email = NEW.email, digest = NEW.digest WHERE person_id = NEW.id;
    RETURN NULL;
END $$;
"""
SIGNATURES = ("know_member()", "tell_councils()")


def upgrade() -> None:
    _fill()
    op.execute("GRANT CREATE ON SCHEMA public TO seedbed_directory")
    op.execute(FUNCTIONS)
    # The triggers are made while the functions are still ours; then they are given away.
    op.execute("CREATE TRIGGER known BEFORE INSERT ON membership FOR EACH ROW EXECUTE FUNCTION know_member()")
    op.execute(f"CREATE TRIGGER told AFTER UPDATE OF {COLUMNS} ON person FOR EACH ROW EXECUTE FUNCTION tell_councils()")
    for signature in SIGNATURES:
        op.execute(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC")
        op.execute(f"ALTER FUNCTION {signature} OWNER TO seedbed_directory")
    op.execute("REVOKE CREATE ON SCHEMA public FROM seedbed_directory")
    allow("person", "SELECT", "true", to="seedbed_directory")
    allow("membership", "SELECT", "true", to="seedbed_directory")
    allow("membership", "UPDATE", "true", columns=COLUMNS, to="seedbed_directory")
    op.execute("DROP POLICY app_select ON person")
    allow("person", "SELECT", f"{NOWHERE} OR id = (SELECT person_here())")


def _fill() -> None:
    """Copy what is known of each person into their memberships; the owner is bound by the walls too."""
    for column in KNOWN:
        op.add_column("membership", sa.Column(column, sa.Text(), nullable=True))
    for table in ("person", "membership"):
        op.execute(f"CREATE POLICY filling ON {table} TO seedbed_owner USING (true) WITH CHECK (true)")
    op.execute(
        "UPDATE membership m SET name = p.name, email = p.email, digest = p.digest"
        " FROM person p WHERE p.id = m.person_id"
    )
    for table in ("person", "membership"):
        op.execute(f"DROP POLICY filling ON {table}")
    for column in KNOWN:
        op.alter_column("membership", column, nullable=False)


def downgrade() -> None:
    op.execute("DROP TRIGGER told ON person")
    op.execute("DROP TRIGGER known ON membership")
    op.execute("DROP POLICY app_select ON person")
    op.execute("DROP POLICY directory_select ON person")
    op.execute("DROP POLICY directory_select ON membership")
    op.execute("DROP POLICY directory_update ON membership")
    op.execute("REVOKE ALL ON person, membership FROM seedbed_directory")
    here = "SELECT person_id FROM membership WHERE council_id = (SELECT council_here())"
    allow("person", "SELECT", f"{NOWHERE} OR id IN ({here})")
    for function in (*SIGNATURES, "person_here()"):
        op.execute(f"DROP FUNCTION {function}")
    for column in KNOWN:
        op.drop_column("membership", column)
