"""What stood on an idea before somebody changed it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.amendment.words import AmendmentAct, RecordKind
from tracker.db import Base, OfIdea, one_of, points_at, points_at_member


class Amendment(OfIdea, Base):
    """One change of one row, append-only; `number` gives the order.

    `was` is the whole row before it, empty where none stood there. It counts from its day: a day before it reads `was`.
    `with_id` is the amendment that took this row along: evidence goes with its claim.
    """

    __tablename__ = "amendment"
    __table_args__ = (
        points_at("idea"),
        points_at_member("by_id"),
        points_at("amendment", "with_id"),
        Index("ix_amendment_row", "council_id", "idea_id", "row_id", "number"),
        Index("ix_amendment_on", "council_id", "on"),
    )

    number: Mapped[int] = mapped_column(Identity(always=True))
    idea_id: Mapped[UUID]
    kind: Mapped[RecordKind] = mapped_column(one_of(RecordKind, "kind"))
    row_id: Mapped[UUID]
    act: Mapped[AmendmentAct] = mapped_column(one_of(AmendmentAct, "act"))
    was: Mapped[dict[str, Any] | None]
    because: Mapped[str | None]
    by_id: Mapped[UUID]
    on: Mapped[date]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    with_id: Mapped[UUID | None]
