"""An event as it is stored."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, OfCouncil, points_at_member


class StoredEvent(OfCouncil, Base):
    """One thing that happened: what, about which thing, by whom, when, with particulars as plain values.

    The application may add events and never take one away; `particulars` alone may be changed, to redact.
    """

    __tablename__ = "event"
    __table_args__ = (
        ForeignKeyConstraint(["council_id", "idea_id"], ["idea.council_id", "idea.id"]),
        points_at_member("by_id"),
        Index("ix_event_idea", "council_id", "idea_id", "at", "number"),
        Index("ix_event_at", "council_id", "at", "number"),
    )

    # So that several are added at once: nobody needs its number behind the same door.
    __mapper_args__ = {"eager_defaults": False}  # noqa: RUF012 - as SQLAlchemy declares it

    number: Mapped[int] = mapped_column(Identity(always=True))
    what: Mapped[str]
    idea_id: Mapped[UUID | None]
    about_id: Mapped[UUID | None]
    by_id: Mapped[UUID | None]
    by_name: Mapped[str | None]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    particulars: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
