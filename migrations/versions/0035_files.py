"""Whose idea it is, and who is credited; files on ideas, and how much room they take.

Revision ID: 0035
Revises: 0032
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.protect import protect

revision = "0035"
down_revision = "0032"

COUNCIL_NOW = sa.text("current_setting('seedbed.council')::uuid")
NOW = sa.text("now()")
KINDS = ["jpeg", "png", "gif", "webp", "heic", "pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "text", "csv"]
ORIGINS = ("own", "resident", "elsewhere", "behalf")

# What a council's files take together, as they come and go: counted for the row's council, whoever takes it away.
COUNTED = """
CREATE FUNCTION count_files() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  here uuid := coalesce(NEW.council_id, OLD.council_id);
  files bigint := 0;
  size bigint := 0;
BEGIN
  IF TG_OP <> 'INSERT' AND OLD.removed_at IS NULL THEN
    files := files - 1;
    size := size - OLD.size;
  END IF;
  IF TG_OP <> 'DELETE' AND NEW.removed_at IS NULL THEN
    files := files + 1;
    size := size + NEW.size;
  END IF;
  IF files <> 0 OR size <> 0 THEN
    INSERT INTO file_use AS u (council_id, files, bytes) VALUES (here, files, size)
    ON CONFLICT (council_id) DO UPDATE SET files = u.files + excluded.files, bytes = u.bytes + excluded.bytes;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER count_files AFTER INSERT OR UPDATE OF removed_at OR DELETE ON attachment
  FOR EACH ROW EXECUTE FUNCTION count_files()"""


def upgrade() -> None:
    _origins()
    _attachments()
    _file_use()


def downgrade() -> None:
    op.drop_table("attachment")
    op.execute("DROP FUNCTION count_files()")
    op.drop_table("file_use")
    for column in ("origin", "origin_note", "credit_id", "credit_name"):
        op.drop_column("idea", column)


def _council(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f(f"fk_{table}_council_id"))


def _key(table: str, column: str, to: str, key: str = "id", ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    """A key to another row of the same council."""
    points = [f"{to}.council_id", f"{to}.{key}"]
    name = op.f(f"fk_{table}_council_id_{column}")
    return sa.ForeignKeyConstraint(["council_id", column], points, name=name, ondelete=ondelete)


def _in(*words: str) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _origins() -> None:
    op.execute("SELECT set_config('seedbed.council', '00000000-0000-0000-0000-000000000000', true)")
    for column in ("origin_note", "credit_name"):
        op.add_column("idea", sa.Column(column, sa.Text(), nullable=True))
    op.add_column("idea", sa.Column("origin", sa.String(40), nullable=True))
    op.add_column("idea", sa.Column("credit_id", sa.Uuid(), nullable=True))
    op.create_check_constraint(op.f("ck_idea_origin"), "idea", f"origin IN ({_in(*ORIGINS)})")
    op.create_foreign_key(
        op.f("fk_idea_council_id_credit_id"),
        "idea",
        "membership",
        ["council_id", "credit_id"],
        ["council_id", "person_id"],
    )
    op.create_index(
        "ix_idea_of_credit", "idea", ["council_id", "credit_id"], postgresql_where=sa.text("credit_id IS NOT NULL")
    )


def _attachments() -> None:
    op.create_table(
        "attachment",
        sa.Column("council_id", sa.Uuid(), server_default=COUNCIL_NOW, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by_id", sa.Uuid(), nullable=True),
        sa.Column("removed_because", sa.Text(), nullable=True),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(f"kind IN ({_in(*KINDS)})", name=op.f("ck_attachment_kind")),
        sa.CheckConstraint("size > 0", name=op.f("ck_attachment_size")),
        _key("attachment", "idea_id", "idea", ondelete="CASCADE"),
        _key("attachment", "by_id", "membership", "person_id"),
        _key("attachment", "removed_by_id", "membership", "person_id"),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_attachment")),
    )
    op.create_index("ix_attachment_idea", "attachment", ["council_id", "idea_id", "at", "id"])
    op.create_index(
        "ix_attachment_removed",
        "attachment",
        ["council_id", "id"],
        postgresql_where=sa.text("removed_at IS NOT NULL AND gone_at IS NULL"),
    )
    protect("attachment")


def _file_use() -> None:
    op.create_table(
        "file_use",
        sa.Column("council_id", sa.Uuid(), server_default=COUNCIL_NOW, nullable=False),
        sa.Column("files", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("bytes", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        _council("file_use"),
        sa.PrimaryKeyConstraint("council_id", name=op.f("pk_file_use")),
    )
    protect("file_use", verbs="SELECT, INSERT, UPDATE")
    op.execute(COUNTED)
