"""How well it is known: why it should work, who evaluates it, what was believed, links, procedures, sums for scale.

A claim says with what it is compared, or by which other method it is known and why that will do; when it is looked at
again; and what is said of it outside. The result of an adaptation says who evaluated it.

Revision ID: 0040
Revises: 0039
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations.amendments import narrow, widen
from migrations.protect import protect

revision = "0040"
down_revision = "0039"

HERE = sa.text("current_setting('seedbed.council')::uuid")
NOW = sa.text("now()")
DAY = "BETWEEN '1900-01-01' AND '2199-12-31'"
POUNDS = "BETWEEN -1000000000000 AND 1000000000000"
OF_CLAIM = ("comparator", "method", "method_because", "stated_change", "stated_in")
EVALUATORS = ("team", "colleague", "outside")
AGREEMENTS = ("not_needed", "wanted", "in_place")
KINDS = ("theory", "evaluation", "assumption", "lesson", "scale_sum", "manual", "source_link")
TABLES = ("theory", "evaluation", "assumption", "scale_sum", "manual", "source_link")
# Whether there is a procedure counts for the level of evidence: health looks at it (migrations/0013).
CHANGES = {
    "INSERT": ("NEW TABLE AS told", "note_ideas_told"),
    "UPDATE": ("OLD TABLE AS told_before NEW TABLE AS told", "note_ideas_told_anew"),
    "DELETE": ("OLD TABLE AS told", "note_ideas_told"),
}


def upgrade() -> None:
    for name in OF_CLAIM:
        op.add_column("claim", sa.Column(name, sa.Text(), nullable=True))
    op.add_column("claim", sa.Column("review_on", sa.Date(), nullable=True))
    op.execute(f"ALTER TABLE claim ADD CONSTRAINT ck_claim_review_on_day CHECK (review_on {DAY})")
    op.add_column("attachment", sa.Column("claim_id", sa.Uuid(), nullable=True))
    op.add_column("lesson", sa.Column("assumption_id", sa.Uuid(), nullable=True))
    _evaluators()
    _tables()
    for verb, (changed, function) in CHANGES.items():
        op.execute(
            f"CREATE TRIGGER note_stale_{verb.lower()} AFTER {verb} ON manual REFERENCING {changed}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
        )
    widen("kind", KINDS)


def downgrade() -> None:
    op.execute(f"SELECT set_config('seedbed.council', '{'0' * 8}-0000-0000-0000-{'0' * 12}', true)")
    op.execute("CREATE POLICY filling ON amendment TO seedbed_owner USING (true)")
    op.execute(f"DELETE FROM amendment WHERE kind IN ({_in(KINDS)})")
    op.execute("DROP POLICY filling ON amendment")
    narrow("kind", KINDS)
    for table in TABLES:
        op.drop_table(table)
    for table in ("adaptation", "adaptation_report"):
        op.drop_column(table, "evaluator")
        op.drop_column(table, "evaluated_by")
    op.drop_column("lesson", "assumption_id")
    op.drop_column("attachment", "claim_id")
    for name in ("review_on", *OF_CLAIM):
        op.drop_column("claim", name)


def _in(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _evaluators() -> None:
    for table in ("adaptation", "adaptation_report"):
        op.add_column(table, sa.Column("evaluator", sa.String(40), nullable=True))
        op.add_column(table, sa.Column("evaluated_by", sa.Text(), nullable=True))
        op.create_check_constraint(op.f(f"ck_{table}_evaluator"), table, f"evaluator IN ({_in(EVALUATORS)})")
    op.execute("GRANT UPDATE (evaluator, evaluated_by) ON adaptation TO seedbed_app")


def _tables() -> None:
    _table("theory", sa.Column("steps", sa.Text(), nullable=False), more=[_one_each("theory")])
    _table(
        "evaluation",
        sa.Column("evaluator", sa.Text(), nullable=False),
        sa.Column("since", sa.Date()),
        sa.Column("agreement", sa.String(40)),
        sa.Column("agreement_note", sa.Text()),
        sa.Column("due_on", sa.Date()),
        sa.Column("reported_on", sa.Date()),
        sa.Column("note", sa.Text()),
        days=("since", "due_on", "reported_on"),
        more=[sa.CheckConstraint(f"agreement IN ({_in(AGREEMENTS)})", name=op.f("ck_evaluation_agreement"))],
    )
    _table(
        "assumption",
        sa.Column("believed", sa.Text(), nullable=False),
        sa.Column("test", sa.Text()),
        sa.Column("held", sa.Text()),
        more=[sa.CheckConstraint("held IN ('yes', 'mixed', 'no')", name=op.f("ck_assumption_held"))],
    )
    _scale_sum()
    _table(
        "manual",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("written_on", sa.Date()),
        days=("written_on",),
    )
    _table(
        "source_link",
        sa.Column("claim_id", sa.Uuid()),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("looked_on", sa.Date(), nullable=False),
        days=("looked_on",),
    )


def _scale_sum() -> None:
    pounds = ("spent_least", "spent_most")
    counts = ("results", "wanted_least", "wanted_most")
    _table(
        "scale_sum",
        sa.Column("unit", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Numeric(precision=16, scale=2), nullable=False) for name in pounds),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in counts),
        sa.Column("assumptions", sa.Text(), nullable=False),
        more=[
            *(sa.CheckConstraint(f"{name} {POUNDS}", name=op.f(f"ck_scale_sum_{name}_pounds")) for name in pounds),
            sa.CheckConstraint(
                "results > 0 AND spent_least <= spent_most AND 0 < wanted_least AND wanted_least <= wanted_most",
                name=op.f("ck_scale_sum_range"),
            ),
        ],
    )


def _one_each(table: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint("council_id", "idea_id", name=op.f(f"uq_{table}_council_id_idea_id"))


def _table(
    name: str, *columns: sa.Column[Any], days: tuple[str, ...] = (), more: list[sa.Constraint] | None = None
) -> None:
    """A table of what is recorded on ideas, each row by somebody."""
    op.create_table(
        name,
        sa.Column("council_id", sa.Uuid(), server_default=HERE, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        *columns,
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("counts_from", sa.Date()),
        sa.Column("by_id", sa.Uuid()),
        *(sa.CheckConstraint(f"{day} {DAY}", name=op.f(f"ck_{name}_{day}_day")) for day in (*days, "counts_from")),
        *(more or []),
        sa.ForeignKeyConstraint(
            ["council_id", "idea_id"], ["idea.council_id", "idea.id"], name=op.f(f"fk_{name}_council_id_idea_id")
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "by_id"],
            ["membership.council_id", "membership.person_id"],
            name=op.f(f"fk_{name}_council_id_by_id"),
        ),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f(f"pk_{name}")),
    )
    op.create_index(f"ix_{name}_idea", name, ["council_id", "idea_id", "id"])
    protect(name)
