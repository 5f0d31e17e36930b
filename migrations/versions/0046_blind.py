"""Whether another council has something close, blinded: who takes part, looks, and asks to see.

Revision ID: 0046
Revises: 0045
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.protect import HERE, protect

revision = "0046"
down_revision = "0045"

MOMENT = sa.DateTime(timezone=True)
# Between councils that share an adaptation, and to the convenor of a collaborative of one's own, as before (0020).
SHARED = (
    "to_council_id <> council_id AND EXISTS (SELECT FROM adaptation a WHERE a.id = notice.about_adaptation_id"
    " AND a.publication_id = coalesce(notice.about_publication_id, a.publication_id)"
    " AND (SELECT council_here()) IN (a.council_id, a.origin_council_id)"
    " AND notice.to_council_id IN (a.council_id, a.origin_council_id))"
    " OR what = 'referred' AND about_publication_id IS NULL AND about_adaptation_id IS NULL AND to_council_id IN ("
    "SELECT c.convenor_id FROM collaborative c WHERE c.id IN (SELECT my_collaboratives()))"
)
# The worker tells a council's own people what came of a look, behind the door of that council.
OWN_SIGHT = (
    "to_council_id = council_id AND what IN ('sight_asked', 'sight_shown')"
    " AND about_publication_id IS NULL AND about_adaptation_id IS NULL"
)


def upgrade() -> None:
    """Make the tables, and let a council be told of looks."""
    _consent()
    _look()
    _ask()
    protect("blind_consent", verbs="SELECT, INSERT")
    protect("blind_look", verbs="SELECT, INSERT, UPDATE")
    protect("blind_ask", verbs="SELECT, INSERT, UPDATE")
    op.execute(f"ALTER POLICY app_insert ON notice WITH CHECK ({HERE} AND ({SHARED} OR {OWN_SIGHT}))")


def _consent() -> None:
    op.create_table(
        "blind_consent",
        *_keys(),
        sa.Column("collaborative_id", sa.Uuid(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_blind_consent_council_id")),
        *_points("blind_consent", "by_id"),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_blind_consent")),
    )
    op.create_index("ix_blind_consent_collaborative", "blind_consent", ["council_id", "collaborative_id", "number"])


def _look() -> None:
    op.create_table(
        "blind_look",
        *_keys(),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("collaborative_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("found", sa.Boolean()),
        sa.Column("looked_at", MOMENT),
        sa.Column("asked_by_id", sa.Uuid()),
        sa.Column("asked_at", MOMENT),
        sa.Column("carried_at", MOMENT),
        sa.Column("answers", postgresql.JSONB(), server_default=sa.text("'[]'::jsonb"), nullable=False),
        _idea("blind_look"),
        *_points("blind_look", "by_id", "asked_by_id"),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_blind_look")),
    )
    op.create_index("ix_blind_look_idea", "blind_look", ["council_id", "idea_id", "number"])
    op.create_index("ix_blind_look_at", "blind_look", ["council_id", "collaborative_id", "at"])
    _partial("ix_blind_look_open", "blind_look", "found IS NULL OR asked_at IS NOT NULL AND carried_at IS NULL")


def _ask() -> None:
    op.create_table(
        "blind_ask",
        *_keys(),
        sa.Column("look_id", sa.Uuid(), nullable=False),
        sa.Column("asker_id", sa.Uuid(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("collaborative_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column(
            "answer",
            sa.Enum("agreed", "declined", name="answer", native_enum=False, create_constraint=True, length=40),
        ),
        sa.Column("by_id", sa.Uuid()),
        sa.Column("answered_at", MOMENT),
        sa.Column("carried_at", MOMENT),
        sa.Column("shown", postgresql.JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        _idea("blind_ask"),
        *_points("blind_ask", "by_id"),
        sa.UniqueConstraint("council_id", "look_id", name=op.f("uq_blind_ask_council_id_look_id")),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_blind_ask")),
    )
    _partial("ix_blind_ask_waiting", "blind_ask", "answer IS NULL")
    _partial("ix_blind_ask_answered", "blind_ask", "answer IS NOT NULL AND carried_at IS NULL")


def _keys() -> tuple[sa.Column[Any], ...]:
    here = sa.text("current_setting('seedbed.council')::uuid")
    return (
        sa.Column("council_id", sa.Uuid(), server_default=here, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
    )


def _idea(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_council_id_idea_id")
    return sa.ForeignKeyConstraint(["council_id", "idea_id"], ["idea.council_id", "idea.id"], name=name)


def _points(table: str, *people: str) -> list[sa.ForeignKeyConstraint]:
    """At the collaborative, and at people of the council."""
    member = ["membership.council_id", "membership.person_id"]
    return [
        sa.ForeignKeyConstraint(["collaborative_id"], ["collaborative.id"], name=op.f(f"fk_{table}_collaborative_id")),
        *(
            sa.ForeignKeyConstraint(["council_id", one], member, name=op.f(f"fk_{table}_council_id_{one}"))
            for one in people
        ),
    ]


def _partial(name: str, table: str, where: str) -> None:
    op.create_index(name, table, ["council_id", "number"], postgresql_where=sa.text(where))


def downgrade() -> None:
    """Forget all of it."""
    op.execute(f"ALTER POLICY app_insert ON notice WITH CHECK ({HERE} AND ({SHARED}))")
    op.execute("ALTER TABLE notice DISABLE ROW LEVEL SECURITY")
    op.execute("DELETE FROM notice WHERE what IN ('sight_asked', 'sight_shown')")
    op.execute("ALTER TABLE notice ENABLE ROW LEVEL SECURITY")
    for table in ("blind_ask", "blind_look", "blind_consent"):
        op.drop_table(table)
