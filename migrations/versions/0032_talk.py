"""Talk: joins as rows, words that name colleagues, are changed and answered; news by letter or digest; thanks.

Revision ID: 0032
Revises: 0028
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.protect import HERE, NOWHERE, allow, each_council, protect, wall

revision = "0032"
down_revision = "0028"

DAY = "BETWEEN '1900-01-01' AND '2199-12-31'"
NO_COUNCIL = "00000000-0000-0000-0000-000000000000"
COUNCIL_NOW = sa.text("current_setting('seedbed.council')::uuid")
NOW = sa.text("now()")
MESSAGES = ("comment", "question", "answer", "reply", "outcome")
NEWS_BY = ("at_once", "digest", "never")
NEWS = (
    *("moved", "back", "held", "stopped", "reopened", "to_gate", "improved", "resourced", "declined", "referred"),
    *("parked", "woken", "merged", "apart", "answered", "replied", "named", "thanked", "evidence", "day"),
)
CHOICES = ("news_followed", "news_naming")
TABLES = ("thank_you", "lookout", "news_item", "mention", "message_version", "idea_merge")
# What is joined now was joined when it last came to rest.
JOINED = """
INSERT INTO idea_merge (id, idea_id, into_id, at, by_id)
SELECT gen_random_uuid(), i.id, i.merged_into_id, coalesce(w.recorded_at, i.changed_at), w.by_id
  FROM idea i LEFT JOIN LATERAL (SELECT s.recorded_at, s.by_id FROM idea_state s
                                  WHERE s.idea_id = i.id ORDER BY s.number DESC LIMIT 1) AS w ON true
 WHERE i.merged_into_id IS NOT NULL"""
# An adaptation is seen by its two councils alone, and so what is credited on it.
OF_BOTH = "EXISTS (SELECT FROM adaptation a WHERE a.id = adaptation_credit.adaptation_id)"
# A letter that was sent keeps no secret of a link.
LET_GO = """
CREATE FUNCTION let_go_of_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.particulars := NEW.particulars - 'token';
  RETURN NEW;
END $$;
CREATE TRIGGER let_go_of_link BEFORE INSERT OR UPDATE OF sent_at ON letter FOR EACH ROW
  WHEN (NEW.sent_at IS NOT NULL AND jsonb_exists(NEW.particulars, 'token')) EXECUTE FUNCTION let_go_of_link();
"""
ASKED = (
    "EXISTS (SELECT FROM message m WHERE m.id = question_link.message_id AND m.council_id = question_link.council_id"
    " AND m.kind = 'question')"
)


def upgrade() -> None:
    op.execute(f"SELECT set_config('seedbed.council', '{NO_COUNCIL}', true)")
    _messages()
    _joins()
    _words()
    _news()
    _thanks()
    for choice in CHOICES:
        op.add_column("membership", _one_of(choice, *NEWS_BY, default="at_once"))
    op.execute(f"GRANT UPDATE ({', '.join(CHOICES)}) ON membership TO seedbed_app")
    for table in TABLES:
        protect(table)
    for _ in each_council():
        op.execute(JOINED)
    op.execute("SELECT set_config('seedbed.council', '', true)")


def downgrade() -> None:
    op.execute("DROP TRIGGER let_go_of_link ON letter")
    op.execute("DROP FUNCTION let_go_of_link")
    for choice in CHOICES:
        op.drop_column("membership", choice)
    op.drop_table("adaptation_credit")
    op.drop_table("question_link")
    for table in TABLES:
        op.drop_table(table)
    for column in ("edited_at", "reply_to_id"):
        op.drop_column("message", column)
    op.execute("CREATE POLICY filling ON stale_idea TO seedbed_owner USING (true) WITH CHECK (true)")  # for a trigger
    for _ in each_council():  # what was before shows every message to everybody
        op.execute("DELETE FROM message WHERE kind = 'note'")
    op.execute("SELECT set_config('seedbed.council', '', true)")
    op.execute("DROP POLICY filling ON stale_idea")
    op.execute(f"SELECT set_config('seedbed.council', '{NO_COUNCIL}', true)")
    _kinds(MESSAGES)
    op.execute("SELECT set_config('seedbed.council', '', true)")


def _messages() -> None:
    """A message may be changed by its writer, and answer another."""
    op.add_column("message", _moment("edited_at"))
    op.add_column("message", sa.Column("reply_to_id", sa.Uuid()))
    op.execute(
        "ALTER TABLE message ADD CONSTRAINT fk_message_council_id_reply_to_id"
        " FOREIGN KEY (council_id, reply_to_id) REFERENCES message (council_id, id)"
    )
    _kinds((*MESSAGES, "note"))


def _kinds(kinds: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    check = f"ADD CONSTRAINT ck_message_kind CHECK (kind IN ({listed}))"
    op.execute(f"ALTER TABLE message DROP CONSTRAINT ck_message_kind, {check}")


def _joins() -> None:
    _on_idea(
        "idea_merge",
        sa.Column("into_id", sa.Uuid(), nullable=False),
        _moment("at", default=True),
        sa.Column("by_id", sa.Uuid()),
        sa.Column("woken_on", sa.Date()),
        _moment("undone_at"),
        sa.Column("undone_by_id", sa.Uuid()),
        sa.CheckConstraint(f'"woken_on" {DAY}', name=op.f("ck_idea_merge_woken_on_day")),
        people=("by_id", "undone_by_id"),
        points={"into_id": "idea"},
    )
    standing = sa.text("undone_at IS NULL")
    columns = ["council_id", "idea_id"]
    op.create_index("uq_idea_merge_standing", "idea_merge", columns, unique=True, postgresql_where=standing)
    op.create_index("ix_idea_merge_into", "idea_merge", ["council_id", "into_id"])


def _words() -> None:
    """What a message said before, who is named in it, and the links by which questions are answered."""
    _of_council(
        "message_version",
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        _moment("at", nullable=False),
        points={"message_id": "message"},
    )
    op.create_index("ix_message_version_message", "message_version", ["council_id", "message_id", "number"])
    _on_idea(
        "mention",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        _moment("at", default=True),
        sa.UniqueConstraint(
            "council_id", "message_id", "person_id", name=op.f("uq_mention_council_id_message_id_person_id")
        ),
        people=("person_id",),
        points={"message_id": "message"},
    )
    op.create_index("ix_mention_person", "mention", ["council_id", "person_id", "at", "id"])
    op.create_table(
        "question_link",
        sa.Column("token_digest", sa.Text(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        _moment("made_at", default=True),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_question_link_council_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_question_link_person_id")),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_question_link")),
    )
    wall("question_link")
    allow("question_link", "SELECT", NOWHERE)
    allow("question_link", "INSERT", f"{HERE} AND {ASKED}")
    op.execute(LET_GO)


def _news() -> None:
    _on_idea(
        "news_item",
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        _one_of("kind", *NEWS),
        sa.Column("particulars", sa.dialects.postgresql.JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        _one_of("by", *NEWS_BY),
        _moment("at", default=True),
        _moment("told_at"),
        sa.UniqueConstraint(
            "council_id", "about_id", "person_id", name=op.f("uq_news_item_council_id_about_id_person_id")
        ),
        people=("person_id",),
    )
    untold = sa.text("told_at IS NULL")
    columns = ["council_id", "person_id", "number"]
    op.create_index("ix_news_item_person", "news_item", columns)
    op.create_index("ix_news_item_untold", "news_item", columns, postgresql_where=untold)
    _on_idea(
        "lookout",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        _one_of("what", "stage", "evidence", "day"),
        sa.Column("on", sa.Date()),
        _moment("since", default=True),
        _moment("fired_at"),
        sa.CheckConstraint(f'"on" {DAY}', name=op.f("ck_lookout_on_day")),
        sa.CheckConstraint("(what = 'day') = (\"on\" IS NOT NULL)", name=op.f("ck_lookout_day_has_date")),
        people=("person_id",),
    )
    columns = ["council_id", "idea_id", "person_id", "what"]
    op.create_index("uq_lookout_open", "lookout", columns, unique=True, postgresql_where=sa.text("fired_at IS NULL"))
    due = sa.text('fired_at IS NULL AND "on" IS NOT NULL')
    op.create_index("ix_lookout_day", "lookout", ["council_id", "on", "id"], postgresql_where=due)


def _thanks() -> None:
    """Who was thanked here, and on adaptations who was thanked where they came from."""
    _on_idea(
        "thank_you",
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("person_id", sa.Uuid()),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        _moment("taken_back_at"),
        sa.Column("taken_back_because", sa.Text()),
        sa.Column("taken_back_by_id", sa.Uuid()),
        _moment("recorded_at", default=True),
        sa.Column("counts_from", sa.Date()),
        sa.CheckConstraint(f'"counts_from" {DAY}', name=op.f("ck_thank_you_counts_from_day")),
        people=("person_id", "by_id", "taken_back_by_id"),
    )
    op.create_index("ix_thank_you_idea", "thank_you", ["council_id", "idea_id", "number"])
    op.create_table(
        "adaptation_credit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), server_default=COUNCIL_NOW, nullable=False),
        sa.Column("adaptation_id", sa.Uuid(), nullable=False),
        sa.Column("thank_you_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("council", "name", "words")),
        sa.Column("on", sa.Date(), nullable=False),
        _moment("taken_back_at"),
        sa.CheckConstraint(f'"on" {DAY}', name=op.f("ck_adaptation_credit_on_day")),
        sa.ForeignKeyConstraint(["adaptation_id"], ["adaptation.id"], name=op.f("fk_adaptation_credit_adaptation_id")),
        sa.UniqueConstraint(
            "adaptation_id", "thank_you_id", name=op.f("uq_adaptation_credit_adaptation_id_thank_you_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adaptation_credit")),
    )
    wall("adaptation_credit")
    allow("adaptation_credit", "SELECT", OF_BOTH)
    allow("adaptation_credit", "INSERT", f"{HERE} AND {OF_BOTH}")
    allow("adaptation_credit", "UPDATE", OF_BOTH, columns="taken_back_at")


def _moment(name: str, *, default: bool = False, nullable: bool = True) -> sa.Column[object]:
    kept = {"server_default": NOW, "nullable": False} if default else {"nullable": nullable}
    return sa.Column(name, sa.DateTime(timezone=True), **kept)


def _one_of(name: str, *words: str, default: str | None = None) -> sa.Column[str]:
    kind = sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)
    return sa.Column(name, kind, server_default=default, nullable=False)


def _on_idea(
    table: str, *columns: sa.schema.SchemaItem, people: tuple[str, ...] = (), points: dict[str, str] | None = None
) -> None:
    idea = sa.Column("idea_id", sa.Uuid(), nullable=False)
    _of_council(table, idea, *columns, people=people, points={"idea_id": "idea", **(points or {})})


def _of_council(
    table: str, *columns: sa.schema.SchemaItem, people: tuple[str, ...] = (), points: dict[str, str] | None = None
) -> None:
    op.create_table(
        table,
        sa.Column("council_id", sa.Uuid(), server_default=COUNCIL_NOW, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *columns,
        *(_points(table, column, to, "id") for column, to in (points or {}).items()),
        *(_points(table, column, "membership", "person_id") for column in people),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f(f"pk_{table}")),
    )


def _points(table: str, column: str, to: str, key: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["council_id", column], [f"{to}.council_id", f"{to}.{key}"], name=op.f(f"fk_{table}_council_id_{column}")
    )
