"""Councils bring spreadsheets: the file while it is needed, what became of each row, and what headings mean there.

Revision ID: 0033
Revises: 0031
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations.protect import protect

revision = "0033"
down_revision = "0031"

COUNCIL_NOW = sa.text("current_setting('seedbed.council')::uuid")
NOW = sa.text("now()")
STATES = "'open', 'running', 'done', 'leaving', 'undone', 'ended'"
FATES = "'new', 'here', 'not', 'back'"


def _moment(name: str, *, nullable: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable, server_default=None if nullable else NOW)


def _text(name: str, *, nullable: bool = True, default: str | None = None) -> sa.Column[Any]:
    said = None if default is None else sa.text(f"'{default}'")
    return sa.Column(name, sa.Text(), nullable=nullable, server_default=said)


def _number(name: str, *, default: int | None = None, nullable: bool = False) -> sa.Column[Any]:
    said = None if default is None else sa.text(str(default))
    return sa.Column(name, sa.BigInteger(), nullable=nullable, server_default=said)


def _own() -> list[sa.Column[Any]]:
    return [
        sa.Column("council_id", sa.Uuid(), server_default=COUNCIL_NOW, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
    ]


def _member(table: str, column: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_council_id_{column}")
    return sa.ForeignKeyConstraint(["council_id", column], ["membership.council_id", "membership.person_id"], name=name)


def _of_council(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f(f"fk_{table}_council_id"))


def _registers() -> None:
    op.create_table(
        "register",
        *_own(),
        _number("number"),
        _text("file_name", nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        _number("size"),
        _text("sheet", nullable=False, default=""),
        sa.Column("choices", JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        _text("state", nullable=False, default="open"),
        _number("place", default=0),
        _number("lines", default=0),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        _moment("at", nullable=False),
        _moment("begun_at"),
        _moment("moved_at"),
        _moment("ended_at"),
        sa.Column("undone_by_id", sa.Uuid(), nullable=True),
        _text("undone_because"),
        sa.CheckConstraint(f"state IN ({STATES})", name=op.f("ck_register_state")),
        _of_council("register"),
        _member("register", "by_id"),
        _member("register", "undone_by_id"),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_register")),
        sa.UniqueConstraint("council_id", "number", name=op.f("uq_register_council_id_number")),
    )
    kept: dict[str, Any] = {"postgresql_where": sa.text("content IS NOT NULL")}
    op.create_index("ix_register_kept", "register", ["council_id", "at"], **kept)


def _rows() -> None:
    op.create_table(
        "register_row",
        *_own(),
        sa.Column("register_id", sa.Uuid(), nullable=False),
        _number("line"),
        _text("fate", nullable=False),
        _text("identity"),
        sa.Column("idea_id", sa.Uuid(), nullable=True),
        _number("version", nullable=True),
        _text("title"),
        _text("lead"),
        _text("column"),
        _text("cell"),
        _text("reason"),
        sa.CheckConstraint(f"fate IN ({FATES})", name=op.f("ck_register_row_fate")),
        sa.ForeignKeyConstraint(
            ["council_id", "register_id"],
            ["register.council_id", "register.id"],
            name=op.f("fk_register_row_council_id_register_id"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "idea_id"], ["idea.council_id", "idea.id"], name=op.f("fk_register_row_council_id_idea_id")
        ),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_register_row")),
        sa.UniqueConstraint(
            "council_id", "register_id", "line", name=op.f("uq_register_row_council_id_register_id_line")
        ),
    )
    new: dict[str, Any] = {"postgresql_where": sa.text("fate = 'new'")}
    op.create_index("uq_register_row_identity", "register_row", ["council_id", "identity"], unique=True, **new)
    op.create_index("ix_register_row_fate", "register_row", ["council_id", "register_id", "fate", "line"])
    named: dict[str, Any] = {"postgresql_where": sa.text("idea_id IS NOT NULL")}
    op.create_index("ix_register_row_idea", "register_row", ["council_id", "idea_id"], **named)


def _matchings() -> None:
    op.create_table(
        "matching",
        *_own(),
        _text("signature", nullable=False),
        _text("name", nullable=False),
        sa.Column("headings", JSONB(), nullable=False),
        sa.Column("choices", JSONB(), nullable=False),
        _moment("used_at", nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        _of_council("matching"),
        _member("matching", "by_id"),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_matching")),
        sa.UniqueConstraint("council_id", "signature", name=op.f("uq_matching_council_id_signature")),
    )


def upgrade() -> None:
    _registers()
    _rows()
    _matchings()
    for table in ("register", "register_row", "matching"):
        protect(table)


def downgrade() -> None:
    for table in ("matching", "register_row", "register"):
        op.drop_table(table)
