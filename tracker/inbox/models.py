"""What people are to hear of ideas, and what they asked to be told: rows that are told once."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.council.words import NewsBy
from tracker.db import Base, OfIdea, new_id, one_of, points_at, points_at_member, some
from tracker.inbox.words import LookoutKind, NewsKind


class CalendarAddress(Base):
    """Whose calendar a secret address opens, by its digest; one for each person, ended by taking it away."""

    __tablename__ = "calendar_address"
    __table_args__ = (UniqueConstraint("token_digest"), UniqueConstraint("person_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    token_digest: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class NewsItem(OfIdea, Base):
    """Something that happened to an idea, for one person who hears of it: by a letter at once, or in a digest.

    `about_id` is what it tells of, an event or a row, of which each person hears once. `told_at` is empty until then.
    """

    __tablename__ = "news_item"
    __table_args__ = (
        points_at("idea"),
        points_at_member("person_id"),
        UniqueConstraint("council_id", "about_id", "person_id"),
        Index("ix_news_item_person", "council_id", "person_id", "number"),
        some("ix_news_item_untold", "person_id", "number", where="told_at IS NULL"),
    )

    number: Mapped[int] = mapped_column(Identity(always=True))
    idea_id: Mapped[UUID]
    person_id: Mapped[UUID]
    about_id: Mapped[UUID]
    kind: Mapped[NewsKind] = mapped_column(one_of(NewsKind, "kind"))
    particulars: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    by: Mapped[NewsBy] = mapped_column(one_of(NewsBy, "by"))
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    told_at: Mapped[datetime | None]


class Lookout(OfIdea, Base):
    """Somebody's wish to be told when an idea moves, has new evidence, or on a day. It fires once, and is over."""

    __tablename__ = "lookout"
    __table_args__ = (
        points_at("idea"),
        points_at_member("person_id"),
        CheckConstraint("(what = 'day') = (\"on\" IS NOT NULL)", name="day_has_date"),
        Index(
            "uq_lookout_open",
            "council_id",
            "idea_id",
            "person_id",
            "what",
            unique=True,
            postgresql_where=text("fired_at IS NULL"),
        ),
        some("ix_lookout_day", "on", "id", where='fired_at IS NULL AND "on" IS NOT NULL'),
    )

    idea_id: Mapped[UUID]
    person_id: Mapped[UUID]
    what: Mapped[LookoutKind] = mapped_column(one_of(LookoutKind, "what"))
    on: Mapped[date | None]
    since: Mapped[datetime] = mapped_column(server_default=text("now()"))
    fired_at: Mapped[datetime | None]
