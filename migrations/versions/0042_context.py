"""Rules in the way of an idea, posts that change, what unions were told, the line for outside; how a risk ended.

A council's open risks are read in the order of their reviews or scores. The closed lists of amendments are widened by
what is added here, whatever else they hold by then.

Revision ID: 0042
Revises: 0046
"""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from alembic import op

from migrations.amendments import narrow, widen
from migrations.protect import each_council, protect

revision = "0042"
down_revision = "0046"

COUNCIL_NOW = sa.text("current_setting('seedbed.council')::uuid")
ENDS = ("no_longer_possible", "came_true")
VERDICTS = ("changed", "lifted", "allowed", "refused")
CHANGES = ("created", "ended", "regraded", "moved", "changed")
KINDS = ("blocker", "workforce_effect", "union_contact", "public_line")
OF_IDEA = {"blocker": (), "workforce_effect": (), "union_contact": ("told_on",)}
OF_RISK = {
    "ix_risk_review": (("review_on", "id"), "closed_at IS NULL"),
    "ix_risk_score": (("COALESCE(likelihood * impact, 0::bigint) DESC", "review_on", "id"), "closed_at IS NULL"),
    "ix_risk_closed": (("closed_at DESC", "id"), "closed_at IS NOT NULL"),
}
UNSAID = "state = 'active' AND stage <> 'latent' AND source IS NULL AND risk_of_nothing IS NULL"


def upgrade() -> None:
    op.add_column("risk", sa.Column("closed_as", sa.String(40)))
    op.create_check_constraint(op.f("ck_risk_closed_as"), "risk", f"closed_as IN {ENDS}")
    for name, (columns, where) in OF_RISK.items():
        _some(name, "risk", *columns, where=where)
    _some("ix_idea_unsaid", "idea", "stage_since", "id", where=UNSAID)
    _blockers()
    _workforce()
    _of_idea("public_line", _text("line"), _text("speaker"), _text("if_asked", may_be_empty=True))
    op.create_unique_constraint(op.f("uq_public_line_council_id_idea_id"), "public_line", ["council_id", "idea_id"])
    for table in KINDS:
        protect(table)
    widen("kind", KINDS)


def downgrade() -> None:
    for _ in each_council():
        op.execute(f"DELETE FROM amendment WHERE kind IN {KINDS}")
    op.execute("SELECT set_config('seedbed.council', '', true)")
    narrow("kind", KINDS)
    for table in KINDS:
        op.drop_table(table)
    op.drop_index("ix_idea_unsaid", "idea")
    for name in OF_RISK:
        op.drop_index(name, "risk")
    op.drop_column("risk", "closed_as")


def _blockers() -> None:
    _of_idea(
        "blocker",
        *map(_text, ("rule", "whose", "harm", "ask", "asked_of")),
        _day("asked_on"),
        _day("needed_by", needed=True),
        _one_of("blocker", "verdict", VERDICTS),
        _text("answer", may_be_empty=True),
        _day("answered_on"),
        days=("asked_on", "needed_by", "answered_on"),
    )
    _some("ix_blocker_open", "blocker", "needed_by", "id", where="answered_on IS NULL")
    _some("ix_blocker_answered", "blocker", "answered_on", "id", where="answered_on IS NOT NULL")


def _workforce() -> None:
    _of_idea(
        "workforce_effect",
        _text("post"),
        sa.Column("posts", sa.BigInteger()),
        _one_of("workforce_effect", "change", CHANGES, needed=True),
        *(_text(name, may_be_empty=True) for name in ("grade_before", "grade_after")),
        _day("changes_on"),
        _text("note", may_be_empty=True),
        sa.CheckConstraint("posts BETWEEN 1 AND 100000", name=op.f("ck_workforce_effect_posts")),
        days=("changes_on",),
    )
    _of_idea(
        "union_contact",
        _text("union_name"),
        _day("told_on", needed=True),
        _text("told"),
        _text("answer", may_be_empty=True),
        days=("told_on",),
    )


def _of_idea(table: str, *parts: sa.schema.SchemaItem, days: tuple[str, ...] = ()) -> None:
    """Create a table of what is recorded on an idea."""
    op.create_table(
        table,
        sa.Column("council_id", sa.Uuid(), server_default=COUNCIL_NOW, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        *parts,
        sa.Column("by_id", sa.Uuid()),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("counts_from", sa.Date()),
        *(_within_days(table, name) for name in (*days, "counts_from")),
        _points_at(table, "idea", "idea_id", "id"),
        _points_at(table, "membership", "by_id", "person_id"),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f(f"pk_{table}")),
    )
    if table in OF_IDEA:
        op.create_index(f"ix_{table}_idea", table, ["council_id", "idea_id", *OF_IDEA[table]])


def _text(name: str, *, may_be_empty: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=may_be_empty)


def _day(name: str, *, needed: bool = False) -> sa.Column[date]:
    return sa.Column(name, sa.Date(), nullable=not needed)


def _one_of(table: str, name: str, words: tuple[str, ...], *, needed: bool = False) -> sa.Column[str]:
    kind = sa.Enum(*words, native_enum=False, create_constraint=True, length=40, name=op.f(f"ck_{table}_{name}"))
    return sa.Column(name, kind, nullable=not needed)


def _within_days(table: str, column: str) -> sa.CheckConstraint:
    calendar = f"\"{column}\" BETWEEN '1900-01-01' AND '2199-12-31'"
    return sa.CheckConstraint(calendar, name=op.f(f"ck_{table}_{column}_day"))


def _points_at(table: str, to: str, column: str, key: str) -> sa.ForeignKeyConstraint:
    names = [f"{to}.council_id", f"{to}.{key}"]
    return sa.ForeignKeyConstraint(["council_id", column], names, name=op.f(f"fk_{table}_council_id_{column}"))


def _some(name: str, table: str, *columns: str, where: str) -> None:
    parts = [sa.text(one) for one in ("council_id", *columns)]
    op.create_index(name, table, parts, postgresql_where=sa.text(where))
