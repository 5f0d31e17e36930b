"""What is taken out: an export that the worker writes, and what it wrote, for a day."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import COUNCIL_NOW, Base, OfCouncil, one_of, points_at, points_at_member
from tracker.exchange.words import ExportKind


class Export(OfCouncil, Base):
    """Something that somebody asked to take out: how far it is, and since when it can be had, by them alone.

    `attempts` is how often the worker began; `done` of `whole` parts are written. It is had for a day, then forgotten.
    """

    __tablename__ = "export"
    __table_args__ = (
        points_at_member("by_id"),
        Index(
            "uq_export_waiting",
            "council_id",
            "by_id",
            "kind",
            unique=True,
            postgresql_where=text("finished_at IS NULL AND failed_at IS NULL"),
        ),
    )

    kind: Mapped[ExportKind] = mapped_column(one_of(ExportKind, "kind"))
    by_id: Mapped[UUID]
    asked_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    done: Mapped[int] = mapped_column(server_default=text("0"))
    whole: Mapped[int] = mapped_column(server_default=text("0"))
    size: Mapped[int | None]
    finished_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]


class ExportPart(Base):
    """A piece of what an export wrote, in its place."""

    __tablename__ = "export_part"
    __table_args__ = (points_at("export", ondelete="CASCADE"),)

    council_id: Mapped[UUID] = mapped_column(primary_key=True, server_default=COUNCIL_NOW)
    export_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)
