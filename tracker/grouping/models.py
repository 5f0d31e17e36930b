"""What services and places were called before, and what moved with one that became part of another."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, OfCouncil, one_of, points_at_member
from tracker.grouping.words import Grouping


class FormerName(OfCouncil, Base):
    """What a service or a place was called until it was renamed: whoever still writes that means it."""

    __tablename__ = "former_name"
    __table_args__ = (points_at_member("by_id"), Index("ix_former_name", "council_id", "kind", "grouping_id"))

    kind: Mapped[Grouping] = mapped_column(one_of(Grouping, "kind"))
    grouping_id: Mapped[UUID]
    name: Mapped[str]
    by_id: Mapped[UUID]
    until: Mapped[datetime] = mapped_column(server_default=text("now()"))


class GroupingMerge(OfCouncil, Base):
    """A service or a place that became part of another: what moved with it, so that it can be parted again."""

    __tablename__ = "grouping_merge"
    __table_args__ = (points_at_member("by_id"), Index("ix_grouping_merge", "council_id", "from_id", "at"))

    kind: Mapped[Grouping] = mapped_column(one_of(Grouping, "kind"))
    from_id: Mapped[UUID]
    into_id: Mapped[UUID]
    moved: Mapped[dict[str, Any]]
    by_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    undone_at: Mapped[datetime | None]
