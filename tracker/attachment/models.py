"""Files on ideas: what is known of each, and how much room a council's files take. The bytes are in the store."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.attachment.words import FileKind
from tracker.db import BY_WORDS, COUNCIL_NOW, Base, OfIdea, one_of, points_at, points_at_member

FILE_WORDS = "keyed_words(council_id, name, NULL::text)"


class Attachment(OfIdea, Base):
    """A file on an idea, of a claim or a record of it where one is named; without a sender it came in by a door.

    Removed, its bytes go and the row says who removed it, when and why; `gone_at` is when the bytes went.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        points_at("idea", ondelete="CASCADE"),
        points_at_member("by_id"),
        points_at_member("removed_by_id"),
        CheckConstraint("size > 0", name="size"),
        Index("ix_attachment_idea", "council_id", "idea_id", "at", "id"),
        Index("ix_attachment_words", text(FILE_WORDS), postgresql_where=text("removed_at IS NULL"), **BY_WORDS),
        Index(
            "ix_attachment_removed",
            "council_id",
            "id",
            postgresql_where=text("removed_at IS NOT NULL AND gone_at IS NULL"),
        ),
    )

    idea_id: Mapped[UUID]
    evidence_id: Mapped[UUID | None]
    claim_id: Mapped[UUID | None]
    name: Mapped[str]
    kind: Mapped[FileKind] = mapped_column(one_of(FileKind, "kind"))
    size: Mapped[int]
    digest: Mapped[str]
    by_id: Mapped[UUID | None]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[UUID | None]
    removed_because: Mapped[str | None]
    gone_at: Mapped[datetime | None]


class FileUse(Base):
    """How many files a council keeps, and how many bytes; the database adds it up as attachments come and go."""

    __tablename__ = "file_use"

    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"), primary_key=True, server_default=COUNCIL_NOW)
    files: Mapped[int] = mapped_column(server_default=text("0"))
    bytes: Mapped[int] = mapped_column(server_default=text("0"))
