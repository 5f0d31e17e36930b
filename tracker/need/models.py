"""What councils of a collaborative look for and offer each other, as it is stored."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import COUNCIL_NOW, Base, new_id, one_of, points_at_member
from tracker.need.words import NeedAnswerState, NeedKind, NeedWay


class Posting(Base):
    """A need or an offer of one council, which the members of a collaborative read until it is ended.

    `contact` is whoever posted it, where they agreed that others read their name.
    """

    __tablename__ = "posting"
    __table_args__ = (
        points_at_member("by_id"),
        CheckConstraint("title <> ''", name="has_title"),
        CheckConstraint("places > 0", name="places"),
        Index(
            "ix_posting_standing",
            "collaborative_id",
            "way",
            "posted_at",
            "id",
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_posting_council", "council_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"), server_default=COUNCIL_NOW)
    collaborative_id: Mapped[UUID] = mapped_column(ForeignKey("collaborative.id"))
    way: Mapped[NeedWay] = mapped_column(one_of(NeedWay, "way"))
    kind: Mapped[NeedKind] = mapped_column(one_of(NeedKind, "kind"))
    title: Mapped[str]
    details: Mapped[str | None]
    on: Mapped[date | None]
    times: Mapped[str | None]
    place: Mapped[str | None]
    places: Mapped[int | None]
    needed_by: Mapped[date | None]
    expenses: Mapped[str | None]
    contact: Mapped[str | None]
    by_id: Mapped[UUID]
    posted_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    ended_at: Mapped[datetime | None]


class PostingAnswer(Base):
    """What one council answers to a need or an offer of another, and what that said to it.

    The two read it; the other members once it is agreed. It keeps the title, which outlives the posting.
    """

    __tablename__ = "posting_answer"
    __table_args__ = (
        points_at_member("by_id"),
        CheckConstraint("council_id <> to_council_id", name="another_council"),
        CheckConstraint("people > 0", name="people"),
        Index("ix_posting_answer_posting", "posting_id", "at", "id"),
        Index("ix_posting_answer_collaborative", "collaborative_id", "at", "id"),
        Index("ix_posting_answer_council", "council_id", "id"),
        Index("ix_posting_answer_to", "to_council_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"), server_default=COUNCIL_NOW)
    posting_id: Mapped[UUID] = mapped_column(ForeignKey("posting.id"))
    collaborative_id: Mapped[UUID] = mapped_column(ForeignKey("collaborative.id"))
    to_council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"))
    title: Mapped[str]
    words: Mapped[str]
    people: Mapped[int | None]
    contact: Mapped[str]
    by_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    state: Mapped[NeedAnswerState] = mapped_column(one_of(NeedAnswerState, "state"), server_default="asked")
    reply: Mapped[str | None]
    settled_at: Mapped[datetime | None]


class VisitNote(Base):
    """What came of something agreed: what was seen, who wrote it, and the fares. Either side writes, members read."""

    __tablename__ = "visit_note"
    __table_args__ = (
        points_at_member("by_id"),
        Index("ix_visit_note_answer", "answer_id", "at", "id"),
        Index("ix_visit_note_council", "council_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"), server_default=COUNCIL_NOW)
    answer_id: Mapped[UUID] = mapped_column(ForeignKey("posting_answer.id"))
    words: Mapped[str]
    expenses_gbp: Mapped[Decimal | None]
    name: Mapped[str]
    by_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class Helper(Base):
    """Somebody who agreed that members of a collaborative read their name and may ask them, about what they say."""

    __tablename__ = "helper"
    __table_args__ = (
        points_at_member("person_id"),
        Index("ix_helper_standing", "collaborative_id", "at", "id", postgresql_where=text("ended_at IS NULL")),
        Index(
            "uq_helper_person",
            "council_id",
            "collaborative_id",
            "person_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"), server_default=COUNCIL_NOW)
    collaborative_id: Mapped[UUID] = mapped_column(ForeignKey("collaborative.id"))
    person_id: Mapped[UUID]
    name: Mapped[str]
    topics: Mapped[str]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    ended_at: Mapped[datetime | None]
