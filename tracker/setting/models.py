"""What a council set of its own, and since when."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Identity, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, Dated, OfCouncil, points_at_member


class SettingChange(Dated, OfCouncil, Base):
    """One of the council's own settings from a day on, and why: a plain value, or empty for as it comes.

    The last of a name that counts on a day holds on that day; the newest stand in `council.own_settings`, too.
    """

    __tablename__ = "setting_change"
    __table_args__ = (points_at_member("by_id"), Index("ix_setting_change_name", "council_id", "name", "number"))

    number: Mapped[int] = mapped_column(Identity(always=True))
    name: Mapped[str]
    value: Mapped[Any] = mapped_column(JSONB(none_as_null=True), nullable=True)
    because: Mapped[str]
    by_id: Mapped[UUID]
