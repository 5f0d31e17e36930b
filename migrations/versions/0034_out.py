"""Services end, are merged and keep the names they had; a new council says what it does not need; exports wait a day.

Revision ID: 0034
Revises: 0027
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.protect import protect

revision = "0034"
down_revision = "0027"

COUNCIL_NOW = sa.text("current_setting('seedbed.council')::uuid")
GROUPINGS = ("service", "place")
NOBODYS = "00000000-0000-0000-0000-000000000000"
STEPS = ("people", "services", "places", "promise", "import")
EXPORTS = ("council", "person")


def upgrade() -> None:
    _services()
    _of_member(
        "former_name",
        *_one_of("former_name", "kind", GROUPINGS),
        sa.Column("grouping_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        _moment("until"),
    )
    op.create_index("ix_former_name", "former_name", ["council_id", "kind", "grouping_id"])
    _of_member(
        "grouping_merge",
        *_one_of("grouping_merge", "kind", GROUPINGS),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("into_id", sa.Uuid(), nullable=False),
        sa.Column("moved", postgresql.JSONB(), nullable=False),
        _moment("at"),
        sa.Column("undone_at", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_grouping_merge", "grouping_merge", ["council_id", "from_id", "at"])
    _of_member(
        "step_dismissal", *_one_of("step_dismissal", "step", STEPS), _moment("at"), _once("step_dismissal", "step")
    )
    _exports()
    protect("former_name", verbs="SELECT, INSERT")
    protect("grouping_merge", verbs="SELECT, INSERT, UPDATE (undone_at)")
    protect("step_dismissal", verbs="SELECT, INSERT, DELETE")
    protect("export")
    protect("export_part", verbs="SELECT, INSERT, DELETE")


def downgrade() -> None:
    for table in ("export_part", "export", "step_dismissal", "grouping_merge", "former_name"):
        op.drop_table(table)
    op.drop_constraint("fk_service_council_id_into_id", "service")
    op.drop_column("service", "into_id")
    op.drop_column("service", "ended_at")


def _services() -> None:
    op.add_column("service", sa.Column("ended_at", sa.DateTime(timezone=True)))
    op.add_column("service", sa.Column("into_id", sa.Uuid()))
    op.execute(f"SELECT set_config('seedbed.council', '{NOBODYS}', true)")  # it is empty yet, and checked as of nobody
    op.create_foreign_key(
        "fk_service_council_id_into_id", "service", "service", ["council_id", "into_id"], ["council_id", "id"]
    )


def _exports() -> None:
    _of_member(
        "export",
        *_one_of("export", "kind", EXPORTS),
        _moment("asked_at"),
        sa.Column("attempts", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("done", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("whole", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("size", sa.BigInteger()),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.Column("failed_at", sa.DateTime(timezone=True)),
    )
    op.create_index(
        "uq_export_waiting",
        "export",
        ["council_id", "by_id", "kind"],
        unique=True,
        postgresql_where=sa.text("finished_at IS NULL AND failed_at IS NULL"),
    )
    op.create_table(
        "export_part",
        sa.Column("council_id", sa.Uuid(), server_default=COUNCIL_NOW, nullable=False),
        sa.Column("export_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id", "export_id"],
            ["export.council_id", "export.id"],
            name=op.f("fk_export_part_council_id_export_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("council_id", "export_id", "number", name=op.f("pk_export_part")),
    )


def _of_member(table: str, *parts: sa.schema.SchemaItem) -> None:
    """A table of a council whose rows somebody of it made."""
    op.create_table(
        table,
        sa.Column("council_id", sa.Uuid(), server_default=COUNCIL_NOW, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *parts,
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f(f"fk_{table}_council_id")),
        sa.ForeignKeyConstraint(
            ["council_id", "by_id"],
            ["membership.council_id", "membership.person_id"],
            name=op.f(f"fk_{table}_council_id_by_id"),
        ),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f(f"pk_{table}")),
    )


def _one_of(table: str, name: str, words: tuple[str, ...]) -> tuple[sa.schema.SchemaItem, ...]:
    """A column of one of some words."""
    told = ", ".join(f"'{word}'" for word in words)
    check = sa.CheckConstraint(f"{name} IN ({told})", name=op.f(f"ck_{table}_{name}"))
    return sa.Column(name, sa.String(40), nullable=False), check


def _once(table: str, column: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint("council_id", column, name=op.f(f"uq_{table}_council_id_{column}"))


def _moment(name: str) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False)
