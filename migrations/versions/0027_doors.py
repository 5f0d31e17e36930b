"""People without an account: teams' posters, a door for residents, what leads back to an answer, what is told outside.

A secret is found in the directory, by its digest; what it opens stands in its council. A contact stands apart from its
idea, with days of its own, and so does the address on letters to it.

Revision ID: 0027
Revises: 0033
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations.protect import HERE, NOWHERE, allow, give, protect, wall

revision = "0027"
down_revision = "0033"

DAY = "BETWEEN '1900-01-01' AND '2199-12-31'"
DOORS = ("poster", "residents")
TABLES = {
    "door_settings": "SELECT, INSERT, UPDATE",
    "poster": "SELECT, INSERT, UPDATE",
    "poster_use": "SELECT, INSERT, UPDATE",
    "contact": "SELECT, INSERT, UPDATE",
    "contact_answer": "SELECT, INSERT",
    "submission": "SELECT, INSERT, DELETE",
    "telling": "SELECT, INSERT, UPDATE",
}
# Whose secret a council may keep: of what is its own.
SUBJECTS = " OR ".join(
    f"EXISTS (SELECT FROM {table} s WHERE s.council_id = door_token.council_id AND s.id = door_token.subject_id)"
    for table in ("poster", "contact", "submission")
)
# A letter to somebody without an account keeps no address for longer than their council does; one on its way stays.
FORGET = """
CREATE FUNCTION forget_addresses(which text[]) RETURNS void LANGUAGE sql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    UPDATE letter SET to_email = '', to_name = '', particulars = NULL, last_error = NULL,
           given_up_at = CASE WHEN sent_at IS NULL THEN coalesce(given_up_at, clock_timestamp()) ELSE given_up_at END
     WHERE council_id = council_here() AND person_id IS NULL AND key = ANY (which)
$$;
"""
SIGNATURE = "forget_addresses(text[])"


def upgrade() -> None:
    op.execute("SELECT set_config('seedbed.council', '00000000-0000-0000-0000-000000000000', true)")
    op.add_column("idea", _one_of("door", *DOORS, nullable=True))
    op.alter_column("message", "by_id", nullable=True)
    _settings()
    _posters()
    _contacts()
    _tellings()
    op.execute("SELECT set_config('seedbed.council', '', true)")
    for table, verbs in TABLES.items():
        protect(table, verbs=verbs)
    _directory()
    give("seedbed_outbox", FORGET, (SIGNATURE,))


def downgrade() -> None:
    op.execute(f"DROP FUNCTION {SIGNATURE}")
    for table in ("door_try", "door_token", *reversed(TABLES)):
        op.drop_table(table)
    op.execute("ALTER TABLE message NO FORCE ROW LEVEL SECURITY")
    op.execute("DELETE FROM message WHERE by_id IS NULL")
    op.execute("ALTER TABLE message FORCE ROW LEVEL SECURITY")
    op.alter_column("message", "by_id", nullable=False)
    op.drop_column("idea", "door")


def _settings() -> None:
    _table(
        "door_settings",
        sa.Column("residents", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        *(sa.Column(name, sa.Text()) for name in ("ask_whom", "contact_centre", "report_link", "complaint_link")),
        sa.Column("contact_days", sa.BigInteger(), server_default=sa.text("90"), nullable=False),
        sa.Column("code_days", sa.BigInteger(), server_default=sa.text("365"), nullable=False),
        _moment("changed_at"),
        sa.Column("by_id", sa.Uuid()),
        *(
            sa.CheckConstraint(f"{days} BETWEEN 1 AND 3650", name=op.f(f"ck_door_settings_{days}"))
            for days in ("contact_days", "code_days")
        ),
        _council("door_settings"),
        _member("door_settings", "by_id"),
        sa.UniqueConstraint("council_id", name=op.f("uq_door_settings_council_id")),
    )


def _posters() -> None:
    _table(
        "poster",
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("service_id", sa.Uuid()),
        _moment("made_at"),
        sa.Column("by_id", sa.Uuid()),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("ended_by_id", sa.Uuid()),
        _council("poster"),
        _points("poster", "service"),
        _member("poster", "by_id"),
        _member("poster", "ended_by_id"),
        sa.UniqueConstraint("council_id", "number", name=op.f("uq_poster_council_id_number")),
    )
    _table(
        "poster_use",
        sa.Column("poster_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("opened", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        _held("poster_use", "day"),
        _points("poster_use", "poster"),
        sa.UniqueConstraint("council_id", "poster_id", "day", name=op.f("uq_poster_use_council_id_poster_id_day")),
    )


def _contacts() -> None:
    _table(
        "contact",
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        _one_of("door", *DOORS),
        sa.Column("poster_id", sa.Uuid()),
        *(sa.Column(name, sa.Text()) for name in ("team", "name", "email")),
        sa.Column("may_show", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("sent_key", sa.Text()),
        _moment("made_at"),
        sa.Column("answered_on", sa.Date()),
        sa.Column("code_until", sa.Date()),
        sa.Column("forgotten_at", sa.DateTime(timezone=True)),
        *(_held("contact", day) for day in ("answered_on", "code_until")),
        _points("contact", "idea"),
        _points("contact", "poster"),
        sa.UniqueConstraint("council_id", "idea_id", name=op.f("uq_contact_council_id_idea_id")),
        sa.UniqueConstraint("council_id", "sent_key", name=op.f("uq_contact_council_id_sent_key")),
    )
    kept = sa.text("name IS NOT NULL OR email IS NOT NULL")
    op.create_index("ix_contact_kept", "contact", ["council_id", "answered_on", "id"], postgresql_where=kept)
    coded = sa.text("code_until IS NOT NULL")
    op.create_index("ix_contact_code", "contact", ["council_id", "code_until", "id"], postgresql_where=coded)
    op.create_index("ix_contact_made", "contact", ["council_id", "made_at", "id"])
    op.create_index("ix_contact_poster", "contact", ["council_id", "poster_id", "made_at", "id"])
    _table(
        "contact_answer",
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Uuid()),
        *(sa.Column(name, sa.Text()) for name in ("words", "next_step")),
        sa.Column("by_id", sa.Uuid()),
        _moment("at"),
        _points("contact_answer", "contact"),
        _points("contact_answer", "message"),
        _member("contact_answer", "by_id"),
    )
    op.create_index("ix_contact_answer_contact", "contact_answer", ["council_id", "contact_id", "number"])
    _table(
        "submission",
        sa.Column("problem", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text()) for name in ("proposal", "place")),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("may_show", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("sent_key", sa.Text()),
        _moment("made_at"),
        _council("submission"),
        sa.UniqueConstraint("council_id", "sent_key", name=op.f("uq_submission_council_id_sent_key")),
    )
    op.create_index("ix_submission_made", "submission", ["council_id", "made_at", "id"])


def _tellings() -> None:
    _table(
        "telling",
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("asked", "said", "did")),
        sa.Column("stands", sa.Text()),
        sa.Column("on", sa.Date(), nullable=False),
        _moment("at"),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
        sa.Column("withdrawn_by_id", sa.Uuid()),
        _held("telling", "on"),
        _points("telling", "idea"),
        _member("telling", "by_id"),
        _member("telling", "withdrawn_by_id"),
    )
    shown = sa.text("withdrawn_at IS NULL")
    op.create_index("ix_telling_shown", "telling", ["council_id", "on", "number"], postgresql_where=shown)
    op.create_index("ix_telling_idea", "telling", ["council_id", "idea_id", "number"])


def _directory() -> None:
    """What finds a council by a secret, and what is counted before one is known."""
    op.create_table(
        "door_token",
        sa.Column("token_digest", sa.Text(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        _one_of("kind", "poster", "claim", "confirmation"),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        _moment("made_at"),
        _council("door_token"),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_door_token")),
    )
    op.create_index("ix_door_token_subject", "door_token", ["council_id", "subject_id"])
    op.create_table(
        "door_try",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        _moment("at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_try")),
    )
    op.create_index("ix_door_try_subject_at", "door_try", ["subject", "at"])
    op.create_index("ix_door_try_at", "door_try", ["at"])
    for table in ("door_token", "door_try"):
        wall(table)
    allow("door_token", "SELECT", f"{NOWHERE} OR {HERE}")
    allow("door_token", "INSERT", f"{HERE} AND ({SUBJECTS})")
    allow("door_token", "DELETE", HERE)
    for verb in ("SELECT", "INSERT", "DELETE"):
        allow("door_try", verb, NOWHERE)


def _table(name: str, *columns: sa.schema.SchemaItem) -> None:
    here = sa.text("current_setting('seedbed.council')::uuid")
    op.create_table(
        name,
        sa.Column("council_id", sa.Uuid(), server_default=here, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f(f"pk_{name}")),
    )


def _moment(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False)


def _held(table: str, day: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f'"{day}" {DAY}', name=op.f(f"ck_{table}_{day}_day"))


def _one_of(name: str, *words: str, nullable: bool = False) -> sa.Column[str]:
    kind = sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)
    return sa.Column(name, kind, nullable=nullable)


def _council(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f(f"fk_{table}_council_id"))


def _points(table: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["council_id", f"{to}_id"], [f"{to}.council_id", f"{to}.id"], name=op.f(f"fk_{table}_council_id_{to}_id")
    )


def _member(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["council_id", column],
        ["membership.council_id", "membership.person_id"],
        name=op.f(f"fk_{table}_council_id_{column}"),
    )
