"""Panels, their meetings, and the minutes of these."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, OfCouncil, points_at, points_at_member


class Panel(OfCouncil, Base):
    """People who look at decisions together before somebody makes them."""

    __tablename__ = "panel"
    __table_args__ = (UniqueConstraint("council_id", "name"), points_at_member("by_id"))

    name: Mapped[str]
    by_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class PanelMember(Base):
    """Somebody who sits on a panel."""

    __tablename__ = "panel_member"
    __table_args__ = (points_at("panel"), points_at_member("person_id"))

    council_id: Mapped[UUID] = mapped_column(
        primary_key=True, server_default=text("current_setting('seedbed.council')::uuid")
    )
    panel_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)


class Meeting(OfCouncil, Base):
    """A panel meets on a day; what is asked of it by then is on the table. `off_at` is when it was called off.

    `told_at` is when its panel was last told what is on the table.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        points_at("panel"),
        points_at_member("by_id"),
        UniqueConstraint("council_id", "number"),
        Index("ix_meeting_on", "council_id", "on", "id"),
    )

    number: Mapped[int]
    panel_id: Mapped[UUID]
    on: Mapped[date]
    place: Mapped[str | None]
    by_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    off_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]


class Minutes(OfCouncil, Base):
    """What was said at a meeting, and who else was there, in words. The newest stands; the older are its history."""

    __tablename__ = "minutes"
    __table_args__ = (
        points_at("meeting"),
        points_at_member("by_id"),
        Index("ix_minutes_meeting", "council_id", "meeting_id", "number"),
    )

    number: Mapped[int] = mapped_column(Identity(always=True))
    meeting_id: Mapped[UUID]
    words: Mapped[str]
    others: Mapped[str | None]
    by_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class MinutesPresence(Base):
    """Somebody of the council who was at a meeting, by its minutes."""

    __tablename__ = "minutes_presence"
    __table_args__ = (points_at("minutes"), points_at_member("person_id"))

    council_id: Mapped[UUID] = mapped_column(
        primary_key=True, server_default=text("current_setting('seedbed.council')::uuid")
    )
    minutes_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
