"""A collaborative is founded, joined, handed on, left and closed by councils themselves.

Revision ID: 0048
Revises: 0044
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations.protect import HERE, NOWHERE, allow, give, wall

revision = "0048"
down_revision = "0044"

MOMENT = sa.DateTime(timezone=True)
COUNCIL_NOW = sa.text("current_setting('seedbed.council')::uuid")
DAY = "BETWEEN '1900-01-01' AND '2199-12-31'"
OPEN = "answer IS NULL AND withdrawn_at IS NULL"
MINE = "IN (SELECT my_collaboratives())"
GUEST = "= (SELECT collaborative_here())"
WORKING = "IN (SELECT working_collaboratives())"
CONVENED = "IN (SELECT convened_here())"

# Policies ask these: one that read its own table, or one that reads it, would look into itself for ever.
FUNCTIONS = f"""
CREATE FUNCTION working_collaboratives() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT m.collaborative_id FROM collaborative_member m
     WHERE m.council_id = nullif(current_setting('seedbed.council', true), '')::uuid AND m.left_on IS NULL
       AND NOT EXISTS (SELECT FROM collaborative_closing c WHERE c.collaborative_id = m.collaborative_id)
$$;
CREATE FUNCTION convened_here() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT id FROM collaborative f
     WHERE convenor_id = nullif(current_setting('seedbed.council', true), '')::uuid
       AND NOT EXISTS (SELECT FROM collaborative_closing c WHERE c.collaborative_id = f.id)
$$;
CREATE FUNCTION invited_here(to_be text) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT collaborative_id FROM collaborative_invitation i
     WHERE to_council_id = nullif(current_setting('seedbed.council', true), '')::uuid AND {OPEN}
       AND (invited_here.to_be IS NULL OR i.to_be = invited_here.to_be)
       AND NOT EXISTS (SELECT FROM collaborative_closing c WHERE c.collaborative_id = i.collaborative_id)
$$;
"""
SIGNATURES = ("working_collaboratives()", "convened_here()", "invited_here(text)")

STILL = f"SELECT collaborative_id FROM publication WHERE {HERE} AND withdrawn_at IS NULL"
SEES = f"{NOWHERE} OR id {GUEST} OR id {MINE} OR id IN ({STILL})"
SEES_MEMBERS = f"{NOWHERE} OR collaborative_id {GUEST} OR collaborative_id {MINE}"
MAY_JOIN = f"(collaborative_id {CONVENED} OR collaborative_id IN (SELECT invited_here('member')))"
TERMS = "name, theme, shared_target, ends_on, convenor_id"

# Between councils that share an adaptation, to who convenes a collaborative, and of looks, as before (0046).
BEFORE = (
    "(to_council_id <> council_id AND EXISTS (SELECT FROM adaptation a WHERE a.id = notice.about_adaptation_id"
    " AND a.publication_id = coalesce(notice.about_publication_id, a.publication_id)"
    " AND (SELECT council_here()) IN (a.council_id, a.origin_council_id)"
    " AND notice.to_council_id IN (a.council_id, a.origin_council_id))"
    " OR what = 'referred' AND about_publication_id IS NULL AND about_adaptation_id IS NULL AND to_council_id IN ("
    "SELECT c.convenor_id FROM collaborative c WHERE c.id IN (SELECT my_collaboratives()))"
    " OR to_council_id = council_id AND what IN ('sight_asked', 'sight_shown')"
    " AND about_publication_id IS NULL AND about_adaptation_id IS NULL)"
)
KINDS = "'asked_to_join', 'asked_to_convene', 'joined', 'would_not', 'left', 'convenes', 'closed'"
# Among the members of one collaborative; between who asks and who is asked.
AMONG_MEMBERS = (
    f"to_council_id <> council_id AND what IN ({KINDS}) AND about_publication_id IS NULL"
    " AND about_adaptation_id IS NULL AND (to_council_id IN (SELECT m.council_id FROM collaborative_member m"
    " WHERE m.left_on IS NULL AND m.collaborative_id IN (SELECT my_collaboratives()))"
    " OR EXISTS (SELECT FROM collaborative_invitation i WHERE notice.to_council_id IN (i.council_id, i.to_council_id)"
    " AND (SELECT council_here()) IN (i.council_id, i.to_council_id)))"
)


def upgrade() -> None:
    """Make the tables, and open the doors that a council needs to found, join, hand on, leave and close."""
    op.add_column("collaborative", sa.Column("ends_on", sa.Date()))
    op.create_check_constraint(op.f("ck_collaborative_ends_on_day"), "collaborative", f'"ends_on" {DAY}')
    _invitation()
    _closing()
    for table in ("collaborative_invitation", "collaborative_closing"):
        wall(table)
        allow(table, "SELECT", "true", to="seedbed_directory")
    allow("collaborative", "SELECT", "true", to="seedbed_directory")
    give("seedbed_directory", FUNCTIONS, SIGNATURES)
    _collaborative()
    _members()
    asked = f"({HERE} OR to_council_id = (SELECT council_here()) OR collaborative_id {MINE})"
    allow("collaborative_invitation", "SELECT", asked)
    allow(
        "collaborative_invitation",
        "INSERT",
        f"{HERE} AND to_council_id <> council_id AND collaborative_id {CONVENED}",
    )
    changes = f"{OPEN} AND (to_council_id = (SELECT council_here()) OR collaborative_id {CONVENED})"
    allow(
        "collaborative_invitation",
        "UPDATE",
        changes,
        columns="answer, answered_at, withdrawn_at",
        after=f"to_council_id = (SELECT council_here()) OR collaborative_id {CONVENED}",
    )
    allow("collaborative_closing", "SELECT", f"{NOWHERE} OR {HERE} OR collaborative_id {MINE}")
    allow("collaborative_closing", "INSERT", f"{HERE} AND collaborative_id {CONVENED}")
    op.execute(f"ALTER POLICY app_insert ON publication WITH CHECK ({HERE} AND collaborative_id {WORKING})")
    op.execute(f"ALTER POLICY app_insert ON notice WITH CHECK ({HERE} AND ({BEFORE} OR {AMONG_MEMBERS}))")


def _collaborative() -> None:
    """A council founds what it convenes; who convenes changes its terms, or a member that was asked to convene."""
    ours = "convenor_id = (SELECT council_here())"
    op.execute(
        f"ALTER POLICY app_select ON collaborative USING ({SEES} OR {ours} OR id IN (SELECT invited_here(NULL)))"
    )
    op.execute(
        f"ALTER POLICY app_insert ON collaborative WITH CHECK ({NOWHERE} OR {ours} AND source IS NULL AND NOT imported)"
    )
    asked = f"id IN (SELECT invited_here('convenor')) AND id {MINE}"
    allow("collaborative", "UPDATE", f"id {CONVENED} OR {asked}", columns=TERMS, after=ours)


def _members() -> None:
    """A council joins where it was asked to, or what it founds; it leaves by itself, and nobody else ends that."""
    op.execute(
        f"ALTER POLICY app_select ON collaborative_member"
        f" USING ({SEES_MEMBERS} OR {HERE} OR collaborative_id IN (SELECT invited_here(NULL)))"
    )
    op.execute(
        f"ALTER POLICY app_insert ON collaborative_member"
        f" WITH CHECK ({NOWHERE} OR {HERE} AND source IS NULL AND given_key IS NULL AND {MAY_JOIN})"
    )
    op.execute(
        f"ALTER POLICY app_update ON collaborative_member USING ({NOWHERE} OR {HERE} AND given_key IS NULL)"
        f" WITH CHECK ({NOWHERE} OR {HERE} AND (left_on IS NOT NULL OR {MAY_JOIN}))"
    )


def _keys(table: str, *columns: Any) -> None:
    """A table of what one council writes in a collaborative: whose row it is, by whom, where and when."""
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), server_default=COUNCIL_NOW, nullable=False),
        sa.Column("collaborative_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["council_id", "by_id"],
            ["membership.council_id", "membership.person_id"],
            name=op.f(f"fk_{table}_council_id_by_id"),
        ),
        sa.ForeignKeyConstraint(["collaborative_id"], ["collaborative.id"], name=op.f(f"fk_{table}_collaborative_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _invitation() -> None:
    table = "collaborative_invitation"
    choice = {"native_enum": False, "create_constraint": True, "length": 40}
    _keys(
        table,
        sa.Column("to_council_id", sa.Uuid(), nullable=False),
        sa.Column("to_be", sa.Enum("member", "convenor", name="to_be", **choice), nullable=False),
        sa.Column("words", sa.Text()),
        sa.Column("answer", sa.Enum("agreed", "declined", name="answer", **choice)),
        sa.Column("answered_at", MOMENT),
        sa.Column("withdrawn_at", MOMENT),
        sa.ForeignKeyConstraint(["to_council_id"], ["council.id"], name=op.f(f"fk_{table}_to_council_id")),
    )
    where = sa.text(OPEN)
    keys = ["collaborative_id", "to_council_id", "to_be"]
    op.create_index(f"uq_{table}_open", table, keys, unique=True, postgresql_where=where)
    op.create_index(f"ix_{table}_waiting", table, ["to_council_id"], postgresql_where=where)
    op.create_index(f"ix_{table}_sent", table, ["council_id", "to_council_id"])


def _closing() -> None:
    table = "collaborative_closing"
    _keys(
        table,
        sa.Column("came_of_it", sa.Text(), nullable=False),
        sa.Column("learned", sa.Text(), nullable=False),
        sa.Column("goes_on", sa.Text(), nullable=False),
        sa.UniqueConstraint("collaborative_id", name=op.f(f"uq_{table}_collaborative_id")),
    )
    op.create_index(f"ix_{table}_council_id", table, ["council_id"])


def downgrade() -> None:
    """Leave founding, joining and leaving to the directory again."""
    op.execute("ALTER TABLE notice DISABLE ROW LEVEL SECURITY")
    op.execute(f"DELETE FROM notice WHERE what IN ({KINDS})")
    op.execute("ALTER TABLE notice ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER POLICY app_insert ON notice WITH CHECK ({HERE} AND {BEFORE})")
    op.execute(f"ALTER POLICY app_insert ON publication WITH CHECK ({HERE} AND collaborative_id {MINE})")
    op.execute(f"ALTER POLICY app_update ON collaborative_member USING ({NOWHERE}) WITH CHECK ({NOWHERE})")
    op.execute(f"ALTER POLICY app_insert ON collaborative_member WITH CHECK ({NOWHERE})")
    op.execute(f"ALTER POLICY app_select ON collaborative_member USING ({SEES_MEMBERS})")
    op.execute("DROP POLICY app_update ON collaborative")
    op.execute(f"REVOKE UPDATE ({TERMS}) ON collaborative FROM seedbed_app")
    op.execute(f"ALTER POLICY app_insert ON collaborative WITH CHECK ({NOWHERE})")
    op.execute(f"ALTER POLICY app_select ON collaborative USING ({SEES})")
    op.execute("DROP POLICY directory_select ON collaborative")
    op.execute("REVOKE SELECT ON collaborative FROM seedbed_directory")
    op.drop_table("collaborative_invitation")
    op.drop_table("collaborative_closing")
    for signature in SIGNATURES:
        op.execute(f"DROP FUNCTION {signature}")
    op.drop_column("collaborative", "ends_on")
