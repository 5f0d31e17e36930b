"""Who has to do with whom, kept by the worker; who agreed to be shown there by name.

Revision ID: 0067
Revises: 0066
"""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.protect import protect

revision = "0067"
down_revision = "0066"

COUNCIL_NOW = sa.text("current_setting('seedbed.council')::uuid")
DAY = "BETWEEN '1900-01-01' AND '2199-12-31'"
LAYERS = ("national_regional", "university", "authority", "sectoral", "business", "frontline", "grassroots", "public")
KINDS = ("person", "body", "council", "crowd")
ROLES = ("hub", "gatekeeper", "pulsetaker")


def upgrade() -> None:
    _choice()
    _place()
    _link()
    op.create_table(
        "network_figures",
        _council(),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("told", postgresql.JSONB(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        _of_council("network_figures"),
        sa.PrimaryKeyConstraint("council_id", name=op.f("pk_network_figures")),
    )
    protect("network_choice", verbs="SELECT, INSERT")
    for table in ("network_place", "network_link", "network_figures"):
        protect(table)


def _choice() -> None:
    op.create_table(
        "network_choice",
        _council(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("layer", _word("layer", LAYERS)),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        _of_council("network_choice"),
        _member("network_choice"),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_network_choice")),
    )
    op.create_index("ix_network_choice_person", "network_choice", ["council_id", "person_id", "number"])


def _place() -> None:
    op.create_table(
        "network_place",
        _council(),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", _word("kind", KINDS), nullable=False),
        sa.Column("layer", _word("layer", LAYERS), nullable=False),
        sa.Column("person_id", sa.Uuid()),
        sa.Column("other_id", sa.Uuid()),
        sa.Column("name", sa.Text()),
        sa.Column("service", sa.Text()),
        sa.Column("degree", sa.BigInteger(), nullable=False),
        sa.Column("betweenness", sa.Numeric(5, 4), nullable=False),
        sa.Column("closeness", sa.Numeric(5, 4), nullable=False),
        sa.Column("reach", sa.BigInteger(), nullable=False),
        sa.Column("role", _word("role", ROLES)),
        sa.Column("x", sa.BigInteger()),
        sa.Column("y", sa.BigInteger()),
        _of_council("network_place"),
        _member("network_place"),
        sa.ForeignKeyConstraint(["other_id"], ["council.id"], name=op.f("fk_network_place_other_id")),
        sa.PrimaryKeyConstraint("council_id", "key", name=op.f("pk_network_place")),
    )


def _link() -> None:
    ends = [
        sa.ForeignKeyConstraint(
            ["council_id", end],
            ["network_place.council_id", "network_place.key"],
            name=op.f(f"fk_network_link_council_id_{end}"),
            ondelete="CASCADE",
        )
        for end in ("one", "other")
    ]
    op.create_table(
        "network_link",
        _council(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("one", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("times", sa.BigInteger(), nullable=False),
        sa.Column("kinds", postgresql.JSONB(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("rests", postgresql.JSONB(), nullable=False),
        _of_council("network_link"),
        *ends,
        sa.CheckConstraint(f'"last_on" {DAY}', name=op.f("ck_network_link_last_on_day")),
        sa.UniqueConstraint("council_id", "one", "other", name=op.f("uq_network_link_council_id_one_other")),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_network_link")),
    )
    op.create_index("ix_network_link_other", "network_link", ["council_id", "other"])
    op.create_index("ix_network_link_times", "network_link", ["council_id", "times", "id"])


def downgrade() -> None:
    for table in ("network_link", "network_place", "network_figures", "network_choice"):
        op.drop_table(table)


def _council() -> sa.Column[UUID]:
    return sa.Column("council_id", sa.Uuid(), server_default=COUNCIL_NOW, nullable=False)


def _word(name: str, words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, native_enum=False, create_constraint=True, length=40, name=name)


def _of_council(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f(f"fk_{table}_council_id"))


def _member(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["council_id", "person_id"],
        ["membership.council_id", "membership.person_id"],
        name=op.f(f"fk_{table}_council_id_person_id"),
    )
