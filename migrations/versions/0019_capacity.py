"""What the triangle lacked: partners' acts, handover, sign-offs, thanks; and results of adaptations as dated rows.

What adapters told before becomes a row of the day on which they settled it. Of which councils ideas are to be looked at
again is read in the directory, so that the worker need not ask each of them.

Revision ID: 0019
Revises: 0023
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.protect import HERE, NOWHERE, OWN, allow, each_council, protect, wall

revision = "0019"
down_revision = "0023"

DAY = "BETWEEN '1900-01-01' AND '2199-12-31'"
STATUSES = ("trying", "worked", "worked_in_part", "did_not_work")
REASONS = ("leadership", "approvals", "resources", "staff", "fit", "other")
# Tables of ideas that are noted as changed (migrations/0013), and how their rows may change.
ADDED_TO = ("handover", "sign_off", "manager_credit")
FOLLOWED = [(table, "INSERT") for table in ADDED_TO] + [("partner_activity", verb) for verb in ("INSERT", "UPDATE")]
CHANGES = {
    "INSERT": ("NEW TABLE AS told", "note_ideas_told"),
    "UPDATE": ("OLD TABLE AS told_before NEW TABLE AS told", "note_ideas_told_anew"),
}
TOLD_BEFORE = """
INSERT INTO adaptation_report (id, council_id, idea_id, adaptation_id, origin_council_id, origin_idea_id, status,
                               why_not, result, "on", recorded_at)
SELECT gen_random_uuid(), council_id, idea_id, id, origin_council_id, origin_idea_id, status, why_not, result,
       settled_on, settled_on FROM adaptation WHERE settled_on IS NOT NULL"""
OF_REPORTS = f"""
UPDATE publication p SET shown = p.shown || jsonb_build_object('source', i.source)
  FROM idea i WHERE p.{OWN} AND i.council_id = p.council_id AND i.id = p.idea_id AND i.source IS NOT NULL"""
OF_ADAPTER = (
    "SELECT FROM adaptation a WHERE a.id = adaptation_report.adaptation_id AND a.council_id ="
    " adaptation_report.council_id AND a.idea_id = adaptation_report.idea_id AND a.origin_council_id ="
    " adaptation_report.origin_council_id AND a.origin_idea_id = adaptation_report.origin_idea_id"
)
PEOPLE = """
CREATE OR REPLACE FUNCTION note_ideas_of_sponsor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO stale_idea (council_id, idea_id)
  SELECT council_id, id FROM idea WHERE council_id = NEW.council_id AND {whose};
  RETURN NULL;
END $$;
DROP TRIGGER note_stale ON membership;
CREATE TRIGGER note_stale AFTER UPDATE OF {columns} ON membership FOR EACH ROW
  WHEN ({changed}) EXECUTE FUNCTION note_ideas_of_sponsor()"""
SPONSORS = {
    "whose": "sponsor_id = NEW.person_id",
    "columns": "ended_at",
    "changed": "OLD.ended_at IS DISTINCT FROM NEW.ended_at",
}
SPONSORS_AND_DEPUTIES = {
    "whose": "(sponsor_id = NEW.person_id OR deputy_id = NEW.person_id)",
    "columns": "ended_at, roles",
    "changed": "(OLD.ended_at, OLD.roles) IS DISTINCT FROM (NEW.ended_at, NEW.roles)",
}


def upgrade() -> None:
    _people()
    _dated("partner_activity", sa.Column("partner_id", sa.Uuid(), nullable=False), *_promise(), points=("partner",))
    _numbered(
        "handover",
        sa.Column("deputy_id", sa.Uuid()),
        sa.Column("plan", sa.Text()),
        sa.Column("on", sa.Date()),
        sa.Column("nobody", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        days=("on",),
        people=("deputy_id",),
    )
    _numbered(
        "sign_off",
        _one_of("office", "finance", "hr", "it", "performance"),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        _one_of("word", "signed", "with_conditions", "refused", nullable=True),
        sa.Column("note", sa.Text()),
        people=("person_id",),
    )
    _numbered(
        "manager_credit",
        sa.Column("manager", sa.Text(), nullable=False),
        _one_of("thanks", "given", "owed", "not_involved"),
        sa.Column("how", sa.Text()),
    )
    op.create_index("ix_partner_activity_idea", "partner_activity", ["council_id", "idea_id", "on"])
    op.create_index("ix_partner_activity_partner", "partner_activity", ["council_id", "partner_id"])
    op.create_index("ix_handover_idea", "handover", ["council_id", "idea_id", "number"])
    op.create_index("ix_sign_off_idea", "sign_off", ["council_id", "idea_id", "office", "number"])
    op.create_index("ix_manager_credit_idea", "manager_credit", ["council_id", "idea_id", "number"])
    protect("partner_activity")
    for table in ADDED_TO:
        protect(table, verbs="SELECT, INSERT")
    _reports()
    _promises()
    for table, verb in FOLLOWED:
        changed, function = CHANGES[verb]
        op.execute(
            f"CREATE TRIGGER note_stale_{verb.lower()} AFTER {verb} ON {table} REFERENCING {changed}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
        )
    op.execute("DROP POLICY app_select ON stale_idea")
    allow("stale_idea", "SELECT", f"{NOWHERE} OR {HERE}")
    for table in ("publication", "stale_idea"):  # the second is written by triggers, as cards change
        op.execute(f"CREATE POLICY filling ON {table} TO seedbed_owner USING (true) WITH CHECK (true)")
    for _ in each_council():
        op.execute(OF_REPORTS)
    for table in ("publication", "stale_idea"):
        op.execute(f"DROP POLICY filling ON {table}")


def downgrade() -> None:
    op.execute("DROP POLICY app_select ON stale_idea")
    allow("stale_idea", "SELECT", OWN)
    op.execute(PEOPLE.format(**SPONSORS))
    for table in ("reply_promise", "adaptation_report", "partner_activity", *ADDED_TO):
        op.drop_table(table)
    op.drop_index("ix_idea_of_deputy", "idea")
    op.drop_column("idea", "deputy_id")
    op.drop_column("partner", "ended_on")


def _people() -> None:
    """A deputy stands on the idea; a partnership may end."""
    op.execute("SELECT set_config('seedbed.council', '00000000-0000-0000-0000-000000000000', true)")
    op.add_column("idea", sa.Column("deputy_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_idea_council_id_deputy_id"),
        "idea",
        "membership",
        ["council_id", "deputy_id"],
        ["council_id", "person_id"],
    )
    op.create_index(
        "ix_idea_of_deputy", "idea", ["council_id", "deputy_id"], postgresql_where=sa.text("deputy_id IS NOT NULL")
    )
    op.add_column("partner", sa.Column("ended_on", sa.Date(), nullable=True))
    op.create_check_constraint(op.f("ck_partner_ended_on_day"), "partner", f'"ended_on" {DAY}')
    op.execute(PEOPLE.format(**SPONSORS_AND_DEPUTIES))


def _promise() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("kept", sa.Boolean()),
        sa.Column("settled_on", sa.Date()),
        *(_held("partner_activity", day) for day in ("on", "due_on", "settled_on")),
        sa.CheckConstraint("kept IS NULL OR due_on IS NOT NULL", name=op.f("ck_partner_activity_kept_if_promised")),
    ]


def _held(table: str, day: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f'"{day}" {DAY}', name=op.f(f"ck_{table}_{day}_day"))


def _one_of(name: str, *words: str, nullable: bool = False) -> sa.Column[str]:
    kind = sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)
    return sa.Column(name, kind, nullable=nullable)


def _member(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["council_id", column],
        ["membership.council_id", "membership.person_id"],
        name=op.f(f"fk_{table}_council_id_{column}"),
    )


def _numbered(
    table: str, *columns: sa.schema.SchemaItem, days: tuple[str, ...] = (), people: tuple[str, ...] = ()
) -> None:
    """A table that is only added to, its rows in the order in which they came."""
    number = sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False)
    _dated(table, number, *columns, *(_held(table, day) for day in days), people=people)


def _dated(
    table: str, *columns: sa.schema.SchemaItem, points: tuple[str, ...] = (), people: tuple[str, ...] = ()
) -> None:
    """A table of dated rows on ideas."""
    here = sa.text("current_setting('seedbed.council')::uuid")
    op.create_table(
        table,
        sa.Column("council_id", sa.Uuid(), server_default=here, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        *columns,
        sa.Column("by_id", sa.Uuid()),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("counts_from", sa.Date()),
        _held(table, "counts_from"),
        *(
            sa.ForeignKeyConstraint(
                ["council_id", f"{to}_id"],
                [f"{to}.council_id", f"{to}.id"],
                name=op.f(f"fk_{table}_council_id_{to}_id"),
            )
            for to in ("idea", *points)
        ),
        *(_member(table, column) for column in (*people, "by_id")),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f(f"pk_{table}")),
    )


def _reports() -> None:
    """What is told of adaptations: the adapter writes, both sides read, nobody changes it."""
    op.create_table(
        "adaptation_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "council_id", sa.Uuid(), server_default=sa.text("current_setting('seedbed.council')::uuid"), nullable=False
        ),
        *(
            sa.Column(name, sa.Uuid(), nullable=False)
            for name in ("idea_id", "adaptation_id", "origin_council_id", "origin_idea_id")
        ),
        _one_of("status", *STATUSES),
        _one_of("why_not", *REASONS, nullable=True),
        sa.Column("result", sa.Text()),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        _held("adaptation_report", "on"),
        sa.CheckConstraint(
            "status <> 'did_not_work' OR why_not IS NOT NULL", name=op.f("ck_adaptation_report_failure_has_reason")
        ),
        sa.ForeignKeyConstraint(["adaptation_id"], ["adaptation.id"], name=op.f("fk_adaptation_report_adaptation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adaptation_report")),
    )
    op.create_index("ix_adaptation_report_adaptation", "adaptation_report", ["adaptation_id", "on", "id"])
    op.create_index("ix_adaptation_report_origin", "adaptation_report", ["origin_council_id", "origin_idea_id", "on"])
    op.execute("CREATE POLICY filling ON adaptation TO seedbed_owner USING (true)")
    op.execute(TOLD_BEFORE)
    op.execute("DROP POLICY filling ON adaptation")
    wall("adaptation_report")
    allow("adaptation_report", "SELECT", f"{HERE} OR origin_council_id = (SELECT council_here())")
    allow("adaptation_report", "INSERT", f"{HERE} AND EXISTS ({OF_ADAPTER})")
    op.execute(
        "CREATE TRIGGER note_stale AFTER INSERT ON adaptation_report FOR EACH ROW"
        " EXECUTE FUNCTION note_ideas_of_adaptation()"
    )


def _promises() -> None:
    """Which first reply was promised since when; what was promised before it was first set stands beside it."""
    op.create_table(
        "reply_promise",
        sa.Column(
            "council_id", sa.Uuid(), server_default=sa.text("current_setting('seedbed.council')::uuid"), nullable=False
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("days", sa.BigInteger(), nullable=False),
        sa.Column("before", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("counts_from", sa.Date()),
        _held("reply_promise", "counts_from"),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_reply_promise_council_id")),
        _member("reply_promise", "by_id"),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_reply_promise")),
    )
    op.create_index("ix_reply_promise_number", "reply_promise", ["council_id", "number"])
    protect("reply_promise", verbs="SELECT, INSERT")
