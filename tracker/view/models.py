"""A view that somebody saved."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, OfCouncil, one_of, points_at_member
from tracker.view.words import ViewPage


class SavedView(OfCouncil, Base):
    """What a page was narrowed to: `asked` are the parameters of its address. Shared, it is the whole council's."""

    __tablename__ = "saved_view"
    __table_args__ = (
        points_at_member("person_id"),
        CheckConstraint("name <> ''", name="named"),
        Index("ix_saved_view_person", "council_id", "person_id", postgresql_where=text("ended_at IS NULL")),
        Index(
            "ix_saved_view_shared", "council_id", postgresql_where=text("ended_at IS NULL AND shared_at IS NOT NULL")
        ),
    )

    person_id: Mapped[UUID]
    name: Mapped[str]
    page: Mapped[ViewPage] = mapped_column(one_of(ViewPage, "page"))
    asked: Mapped[dict[str, str]]
    made_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    shared_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
