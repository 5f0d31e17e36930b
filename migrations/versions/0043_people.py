"""People on an idea: who stands in for whom while they are away, who works on an idea, what the next owner is told.

Revision ID: 0043
Revises: 0040
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations.protect import protect

revision = "0043"
down_revision = "0040"

COUNCIL_NOW = sa.text("current_setting('seedbed.council')::uuid")
NOW = sa.text("now()")
CALENDAR = "BETWEEN '1900-01-01' AND '2199-12-31'"
ROLES = ("corporate_contact", "commissioner", "member")
KEPT = ("covers", "away")
NO_COUNCIL = "00000000-0000-0000-0000-000000000000"


def upgrade() -> None:
    for column in KEPT:
        op.add_column("membership", sa.Column(column, JSONB(), nullable=True))
    op.execute(f"GRANT UPDATE ({', '.join(KEPT)}) ON membership TO seedbed_app")
    op.add_column("nudge", sa.Column("for_id", sa.Uuid(), nullable=True))
    _point_at_member("nudge", "for_id")
    _covers()
    _team()
    _notes()


def downgrade() -> None:
    for table in ("handover_note", "team_member", "cover"):
        op.drop_table(table)
    op.drop_column("nudge", "for_id")
    for column in KEPT:
        op.drop_column("membership", column)


def _point_at_member(table: str, column: str) -> None:
    """Point at a membership. No row names one yet: it is checked as of a council that has none, as the wall asks."""
    op.execute(f"SELECT set_config('seedbed.council', '{NO_COUNCIL}', true)")
    name = f"fk_{table}_council_id_{column}"
    op.execute(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (council_id, {column})"
        " REFERENCES membership (council_id, person_id)"
    )
    op.execute("SELECT set_config('seedbed.council', '', true)")


def _key(table: str, column: str, to: str, key: str = "id") -> sa.ForeignKeyConstraint:
    """A key to another row of the same council."""
    return sa.ForeignKeyConstraint(
        ["council_id", column], [f"{to}.council_id", f"{to}.{key}"], name=op.f(f"fk_{table}_council_id_{column}")
    )


def _members(table: str, *columns: str) -> list[sa.ForeignKeyConstraint]:
    return [_key(table, column, "membership", "person_id") for column in columns]


def _own() -> list[sa.Column[Any]]:
    return [
        sa.Column("council_id", sa.Uuid(), server_default=COUNCIL_NOW, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
    ]


def _day(table: str, column: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f'"{column}" {CALENDAR}', name=op.f(f"ck_{table}_{column}_day"))


def _uuid(name: str, *, needed: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid(), nullable=not needed)


def _at(name: str, *, needed: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=not needed, server_default=NOW if needed else None)


def _covers() -> None:
    op.create_table(
        "cover",
        *_own(),
        _uuid("person_id"),
        _uuid("cover_id"),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        _uuid("by_id"),
        _at("at"),
        _at("ended_at", needed=False),
        _uuid("ended_by_id", needed=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_cover_council_id")),
        *_members("cover", "person_id", "cover_id", "by_id", "ended_by_id"),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_cover")),
        sa.CheckConstraint("person_id <> cover_id", name=op.f("ck_cover_somebody_else")),
        sa.CheckConstraint("until >= since", name=op.f("ck_cover_days")),
        _day("cover", "since"),
        _day("cover", "until"),
    )
    standing = sa.text("ended_at IS NULL")
    op.create_index("uq_cover_person", "cover", ["council_id", "person_id"], unique=True, postgresql_where=standing)
    protect("cover", verbs="SELECT, INSERT, UPDATE")


def _team() -> None:
    op.create_table(
        "team_member",
        *_own(),
        _uuid("idea_id"),
        sa.Column("role", sa.String(40), nullable=False),
        _uuid("person_id", needed=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("does", sa.Text(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        _uuid("by_id"),
        _at("recorded_at"),
        sa.Column("counts_from", sa.Date(), nullable=True),
        _key("team_member", "idea_id", "idea"),
        *_members("team_member", "person_id", "by_id"),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_team_member")),
        sa.CheckConstraint(f"role IN ({', '.join(map(repr, ROLES))})", name=op.f("ck_team_member_role")),
        sa.CheckConstraint("(person_id IS NULL) <> (name IS NULL)", name=op.f("ck_team_member_somebody")),
        _day("team_member", "counts_from"),
        _day("team_member", "left_on"),
    )
    op.create_index("ix_team_member_idea", "team_member", ["council_id", "idea_id", "recorded_at", "id"])
    op.create_index(
        "uq_team_member_place",
        "team_member",
        ["council_id", "idea_id", "role"],
        unique=True,
        postgresql_where=sa.text("left_on IS NULL AND role <> 'member'"),
    )
    protect("team_member", verbs="SELECT, INSERT, UPDATE")


def _notes() -> None:
    op.create_table(
        "handover_note",
        *_own(),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        _uuid("idea_id"),
        sa.Column("words", sa.Text(), nullable=False),
        _uuid("by_id"),
        _at("at"),
        _key("handover_note", "idea_id", "idea"),
        *_members("handover_note", "by_id"),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_handover_note")),
    )
    op.create_index("ix_handover_note_idea", "handover_note", ["council_id", "idea_id", "number"])
    protect("handover_note", verbs="SELECT, INSERT")
