"""Guests of a collaborative read its cards through a wall of their own; an operator proposes one to its convenor.

Revision ID: 0065
Revises: 0067
"""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from alembic import op

from migrations.protect import HERE, NOWHERE, allow, wall

revision = "0065"
down_revision = "0067"

MOMENT = sa.DateTime(timezone=True)
COUNCIL_NOW = sa.text("current_setting('seedbed.council')::uuid")
CONVENED = "collaborative_id IN (SELECT convened_here())"
UNANSWERED = "accepted_at IS NULL AND declined_at IS NULL AND ended_at IS NULL"
STANDING = "declined_at IS NULL AND ended_at IS NULL"
OF_GUESTS = ("guest_request", "guest_sign_in", "guest_link", "guest")

# In which collaborative whoever is here is a guest. A guest is not in the directory, whatever else is set.
GUEST_OF = """
CREATE FUNCTION guest_of() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('seedbed.guest', true), '')::uuid
"""
IN_DIRECTORY = """
CREATE OR REPLACE FUNCTION in_directory() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    RETURN council_here() IS NULL AND collaborative_here() IS NULL{}
"""
# All that a guest reads: beside what others read, so that none of it is opened to them by being changed there.
READS = {
    "collaborative": "id = (SELECT guest_of())",
    "collaborative_member": "left_on IS NULL AND collaborative_id = (SELECT guest_of())",
    "publication": "withdrawn_at IS NULL AND NOT for_archive AND collaborative_id = (SELECT guest_of())",
}


def upgrade() -> None:
    """Make the tables, and the wall of guests."""
    op.execute(GUEST_OF)
    op.execute(IN_DIRECTORY.format(" AND guest_of() IS NULL"))
    _guest()
    _link()
    _sign_in()
    _request()
    _proposal()
    for table in (*OF_GUESTS, "collaborative_proposal"):
        wall(table)
    _walls()
    _walls_of_proposals()


def _guest() -> None:
    op.create_table(
        "guest",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), server_default=COUNCIL_NOW, nullable=False),
        sa.Column("collaborative_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("accepted_at", MOMENT),
        sa.Column("declined_at", MOMENT),
        sa.Column("ended_at", MOMENT),
        sa.CheckConstraint("num_nonnulls(accepted_at, declined_at) <= 1", name=op.f("ck_guest_one_answer")),
        sa.ForeignKeyConstraint(
            ["council_id", "by_id"],
            ["membership.council_id", "membership.person_id"],
            name=op.f("fk_guest_council_id_by_id"),
        ),
        sa.ForeignKeyConstraint(["collaborative_id"], ["collaborative.id"], name=op.f("fk_guest_collaborative_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest")),
    )
    email, standing = sa.text("lower(email)"), sa.text(STANDING)
    op.create_index("uq_guest_standing", "guest", ["collaborative_id", email], unique=True, postgresql_where=standing)
    op.create_index("ix_guest_email", "guest", [email, "at"])
    op.create_index("ix_guest_by", "guest", ["council_id", "by_id", "at"])
    op.create_index("ix_guest_unanswered", "guest", ["until"], postgresql_where=sa.text(UNANSWERED))
    op.create_index("ix_guest_listed", "guest", ["collaborative_id", "at"])


def _of_guest(table: str) -> sa.Column[UUID]:
    key = sa.ForeignKey("guest.id", name=op.f(f"fk_{table}_guest_id"), ondelete="CASCADE")
    return sa.Column("guest_id", sa.Uuid(), key, nullable=False)


def _link() -> None:
    purpose = sa.Enum("invitation", "sign_in", name="purpose", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "guest_link",
        sa.Column("token_digest", sa.Text(), nullable=False),
        _of_guest("guest_link"),
        sa.Column("purpose", purpose, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_guest_link")),
    )
    op.create_index("ix_guest_link_guest_id", "guest_link", ["guest_id", "made_at"])


def _sign_in() -> None:
    op.create_table(
        "guest_sign_in",
        sa.Column("token_digest", sa.Text(), nullable=False),
        _of_guest("guest_sign_in"),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_guest_sign_in")),
    )
    op.create_index("ix_guest_sign_in_guest_id", "guest_sign_in", ["guest_id"])


def _request() -> None:
    op.create_table(
        "guest_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest_request")),
    )


def _proposal() -> None:
    table = "collaborative_proposal"
    choice = {"native_enum": False, "create_constraint": True, "length": 40}
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("to_council_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("theme", sa.Text()),
        sa.Column("shared_target", sa.Text(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text()),
        sa.Column("answer", sa.Enum("agreed", "declined", name="answer", **choice)),
        sa.Column("answered_at", MOMENT),
        sa.Column("collaborative_id", sa.Uuid()),
        sa.Column("withdrawn_at", MOMENT),
        sa.CheckConstraint("num_nonnulls(answer, withdrawn_at) <= 1", name=op.f(f"ck_{table}_one_answer")),
        sa.CheckConstraint("collaborative_id IS NULL OR answer = 'agreed'", name=op.f(f"ck_{table}_made_by_agreeing")),
        sa.CheckConstraint("\"ends_on\" BETWEEN '1900-01-01' AND '2199-12-31'", name=op.f(f"ck_{table}_ends_on_day")),
        sa.ForeignKeyConstraint(["to_council_id"], ["council.id"], name=op.f(f"fk_{table}_to_council_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f(f"fk_{table}_by_id")),
        sa.ForeignKeyConstraint(["collaborative_id"], ["collaborative.id"], name=op.f(f"fk_{table}_collaborative_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    waits = sa.text("answer IS NULL AND withdrawn_at IS NULL")
    named: list[str | sa.TextClause] = ["to_council_id", sa.text("lower(name)")]
    op.create_index(f"uq_{table}_waiting", table, named, unique=True, postgresql_where=waits)
    op.create_index(f"ix_{table}_listed", table, ["at", "id"])


def _walls_of_proposals() -> None:
    """Operators propose and take back, in the directory; the council that was asked alone answers, once."""
    asked = "to_council_id = (SELECT council_here())"
    waits = "answer IS NULL AND withdrawn_at IS NULL"
    allow("collaborative_proposal", "SELECT", f"{NOWHERE} OR {asked}")
    allow("collaborative_proposal", "INSERT", f"{NOWHERE} AND {waits}")
    allow(
        "collaborative_proposal",
        "UPDATE",
        f"({NOWHERE} OR {asked}) AND {waits}",
        columns="answer, answered_at, collaborative_id, withdrawn_at",
        after=f"{NOWHERE} AND answer IS NULL OR {asked} AND withdrawn_at IS NULL",
    )


def _walls() -> None:
    """Who convenes asks a guest in, and ends that; the guest alone accepts. A council sees no link and no sign-in."""
    allow("guest", "SELECT", f"{NOWHERE} OR collaborative_id IN (SELECT my_collaboratives())")
    allow("guest", "INSERT", f"{HERE} AND {CONVENED} AND {UNANSWERED}")
    allow(
        "guest",
        "UPDATE",
        f"{NOWHERE} OR {CONVENED} AND ended_at IS NULL",
        columns="accepted_at, declined_at, ended_at",
        after=f"{NOWHERE} OR {CONVENED} AND ended_at IS NOT NULL",
    )
    allow("guest", "DELETE", NOWHERE)
    for table, changes in (("guest_link", "used_at"), ("guest_sign_in", "seen_at"), ("guest_request", "")):
        allow(table, "SELECT", NOWHERE)
        allow(table, "INSERT", NOWHERE)
        if changes:
            allow(table, "UPDATE", NOWHERE, columns=changes)
    allow("guest_sign_in", "DELETE", NOWHERE)
    allow("guest_request", "DELETE", NOWHERE)
    for table, condition in READS.items():
        op.execute(f"CREATE POLICY guest_select ON {table} FOR SELECT TO seedbed_app USING ({condition})")
    no_guest = "(SELECT guest_of()) IS NULL"
    op.execute(f"CREATE POLICY no_guest ON council AS RESTRICTIVE FOR ALL TO seedbed_app USING ({no_guest})")


def downgrade() -> None:
    """Have no guests, and nothing proposed."""
    op.drop_table("collaborative_proposal")
    op.execute("DROP POLICY no_guest ON council")
    for table in READS:
        op.execute(f"DROP POLICY guest_select ON {table}")
    for table in OF_GUESTS:
        op.drop_table(table)
    op.execute(IN_DIRECTORY.format(""))
    op.execute("DROP FUNCTION guest_of()")
