"""The append-only record of everything that happened to an idea or in a council."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.clock import now
from tracker.db import Base, OfCouncil, points_at_member
from tracker.tenancy import session


class Event(OfCouncil, Base):
    """One thing that happened: what, about which thing, by whom, when, with particulars as plain values.

    The application may add events and never take one away; `particulars` alone may be changed, to redact.
    """

    __tablename__ = "event"
    __table_args__ = (
        ForeignKeyConstraint(["council_id", "idea_id"], ["idea.council_id", "idea.id"]),
        points_at_member("by_id"),
        Index("ix_event_idea", "council_id", "idea_id", "number"),
        Index("ix_event_at", "council_id", "at"),
    )

    number: Mapped[int] = mapped_column(Identity(always=True))
    what: Mapped[str]
    idea_id: Mapped[UUID | None]
    about_id: Mapped[UUID | None]
    by_id: Mapped[UUID | None]
    by_name: Mapped[str | None]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    particulars: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))


def record(
    what: str,
    *,
    idea_id: UUID | None = None,
    about_id: UUID | None = None,
    by: UUID | None = None,
    by_name: str | None = None,
    **particulars: object,
) -> Event:
    """Record that something happened, in the transaction of the change; `what` names its line in templates/history."""
    happened = Event(
        what=what, idea_id=idea_id, about_id=about_id, by_id=by, by_name=by_name, at=now(), particulars=particulars
    )
    session().add(happened)
    return happened
