"""What councils of a collaborative look for and offer each other, and who may be asked.

Revision ID: 0056
Revises: 0055
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations.protect import HERE, allow, wall

revision = "0056"
down_revision = "0055"

COUNCIL_NOW = sa.text("current_setting('seedbed.council')::uuid")
NOW = sa.text("now()")
MOMENT = sa.DateTime(timezone=True)
DAY = "BETWEEN '1900-01-01' AND '2199-12-31'"
POUNDS = "BETWEEN -1000000000000 AND 1000000000000"
MINE = "collaborative_id IN (SELECT my_collaboratives())"
US = "(SELECT council_here())"
KINDS = ("idea", "visit", "shadowing", "mentoring", "learning_set")
STATES = ("asked", "agreed", "other_day", "declined", "withdrawn")
TOLD = ("need_answered", "answer_agreed", "answer_moved", "answer_declined")
TABLES = ("helper", "visit_note", "posting_answer", "posting")


def upgrade() -> None:
    _postings()
    _answers()
    _notes()
    _helpers()
    # A council tells a fellow member of its answer; what each may tell of besides stands in policies of their own.
    fellow = f"SELECT m.council_id FROM collaborative_member m WHERE m.{MINE} AND m.left_on IS NULL"
    op.execute(
        f"CREATE POLICY app_insert_needs ON notice FOR INSERT TO seedbed_app WITH CHECK ({HERE}"
        f" AND what IN ({', '.join(map(repr, TOLD))}) AND about_publication_id IS NULL AND about_adaptation_id IS NULL"
        f" AND to_council_id <> council_id AND to_council_id IN ({fellow}))"
    )


def downgrade() -> None:
    op.execute("DROP POLICY app_insert_needs ON notice")
    op.execute("ALTER TABLE notice DISABLE ROW LEVEL SECURITY")
    op.execute(f"DELETE FROM notice WHERE what IN ({', '.join(map(repr, TOLD))})")
    op.execute("ALTER TABLE notice ENABLE ROW LEVEL SECURITY")
    for table in TABLES:
        op.drop_table(table)


def _member_of(table: str, column: str = "council_id") -> str:
    """Whether a council of a row is still a member: what it posted goes with it."""
    return (
        f"EXISTS (SELECT FROM collaborative_member m WHERE m.collaborative_id = {table}.collaborative_id"
        f" AND m.council_id = {table}.{column} AND m.left_on IS NULL)"
    )


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def _made(table: str, *columns: Any, person: str = "by_id") -> None:
    """A table between councils: whose a row is, of which council somebody wrote it, and whatever else it has."""
    member = ["membership.council_id", "membership.person_id"]
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), server_default=COUNCIL_NOW, nullable=False),
        sa.Column(person, sa.Uuid(), nullable=False),
        *columns,
        _key(table, "council_id", "council"),
        sa.ForeignKeyConstraint(["council_id", person], member, name=op.f(f"fk_{table}_council_id_{person}")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _words(*names: str) -> list[sa.Column[Any]]:
    """Columns of text: those with a question mark may be empty."""
    return [sa.Column(name.rstrip("?"), sa.Text(), nullable=name.endswith("?")) for name in names]


def _day(table: str, name: str) -> list[Any]:
    return [
        sa.Column(name, sa.Date(), nullable=True),
        sa.CheckConstraint(f'"{name}" {DAY}', name=op.f(f"ck_{table}_{name}_day")),
    ]


def _one_of(table: str, name: str, words: tuple[str, ...], **more: Any) -> list[Any]:
    listed = ", ".join(map(repr, words))
    return [
        sa.Column(name, sa.String(40), nullable=False, **more),
        sa.CheckConstraint(f"{name} IN ({listed})", name=op.f(f"ck_{table}_{name}")),
    ]


def _postings() -> None:
    _made(
        "posting",
        sa.Column("collaborative_id", sa.Uuid(), nullable=False),
        *_one_of("posting", "way", ("need", "offer")),
        *_one_of("posting", "kind", KINDS),
        *_words("title", "details?", "times?", "place?", "expenses?", "contact?"),
        sa.Column("places", sa.BigInteger(), nullable=True),
        *_day("posting", "on"),
        *_day("posting", "needed_by"),
        sa.Column("posted_at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        _key("posting", "collaborative_id", "collaborative"),
        sa.CheckConstraint("title <> ''", name=op.f("ck_posting_has_title")),
        sa.CheckConstraint("places > 0", name=op.f("ck_posting_places")),
    )
    _index("ix_posting_standing", "posting", "collaborative_id", "posted_at", "id", where="ended_at IS NULL")
    _index("ix_posting_council", "posting", "council_id", "id")
    wall("posting")
    allow("posting", "SELECT", f"{HERE} OR ended_at IS NULL AND {MINE} AND {_member_of('posting')}")
    allow("posting", "INSERT", f"{HERE} AND {MINE}")
    allow("posting", "UPDATE", HERE, columns="ended_at")


def _answers() -> None:
    table = "posting_answer"
    _made(
        table,
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("posting_id", "collaborative_id", "to_council_id")),
        *_words("title", "words", "contact", "reply?"),
        sa.Column("people", sa.BigInteger(), nullable=True),
        sa.Column("at", MOMENT, server_default=NOW, nullable=False),
        *_one_of(table, "state", STATES, server_default="asked"),
        sa.Column("settled_at", MOMENT, nullable=True),
        _key(table, "posting_id", "posting"),
        _key(table, "collaborative_id", "collaborative"),
        _key(table, "to_council_id", "council"),
        sa.CheckConstraint("council_id <> to_council_id", name=op.f(f"ck_{table}_another_council")),
        sa.CheckConstraint("people > 0", name=op.f(f"ck_{table}_people")),
    )
    _index(f"ix_{table}_posting", table, "posting_id", "at", "id")
    _index(f"ix_{table}_collaborative", table, "collaborative_id", "at", "id")
    _index(f"ix_{table}_council", table, "council_id", "id")
    _index(f"ix_{table}_to", table, "to_council_id", "id")
    wall(table)
    both = f"{HERE} OR to_council_id = {US}"
    members = f"{_member_of(table)} AND {_member_of(table, 'to_council_id')}"
    allow(table, "SELECT", f"{both} OR state = 'agreed' AND {MINE} AND {members}")
    posted = (
        f"SELECT FROM posting p WHERE p.id = {table}.posting_id AND p.council_id = {table}.to_council_id"
        f" AND p.collaborative_id = {table}.collaborative_id AND p.ended_at IS NULL"
    )
    allow(table, "INSERT", f"{HERE} AND {MINE} AND EXISTS ({posted})")
    allow(table, "UPDATE", both, columns="state, reply, settled_at")


def _notes() -> None:
    _made(
        "visit_note",
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        *_words("words", "name"),
        sa.Column("expenses_gbp", sa.Numeric(16, 2), nullable=True),
        sa.Column("at", MOMENT, server_default=NOW, nullable=False),
        _key("visit_note", "answer_id", "posting_answer"),
        sa.CheckConstraint(f'"expenses_gbp" {POUNDS}', name=op.f("ck_visit_note_expenses_gbp_pounds")),
    )
    _index("ix_visit_note_answer", "visit_note", "answer_id", "at", "id")
    _index("ix_visit_note_council", "visit_note", "council_id", "id")
    wall("visit_note")
    answer = "SELECT FROM posting_answer a WHERE a.id = visit_note.answer_id"
    allow("visit_note", "SELECT", f"{HERE} OR EXISTS ({answer})")
    allow(
        "visit_note",
        "INSERT",
        f"{HERE} AND EXISTS ({answer} AND a.state = 'agreed' AND {US} IN (a.council_id, a.to_council_id))",
    )


def _helpers() -> None:
    _made(
        "helper",
        sa.Column("collaborative_id", sa.Uuid(), nullable=False),
        *_words("name", "topics"),
        sa.Column("at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        _key("helper", "collaborative_id", "collaborative"),
        person="person_id",
    )
    standing = "ended_at IS NULL"
    _index("ix_helper_standing", "helper", "collaborative_id", "at", "id", where=standing)
    _index("uq_helper_person", "helper", "council_id", "collaborative_id", "person_id", where=standing, unique=True)
    wall("helper")
    allow("helper", "SELECT", f"{HERE} OR ended_at IS NULL AND {MINE} AND {_member_of('helper')}")
    allow("helper", "INSERT", f"{HERE} AND {MINE}")
    allow("helper", "UPDATE", HERE, columns="ended_at")


def _index(name: str, table: str, *columns: str, where: str | None = None, unique: bool = False) -> None:
    op.create_index(name, table, list(columns), unique=unique, postgresql_where=sa.text(where) if where else None)
