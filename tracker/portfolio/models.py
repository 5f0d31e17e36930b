"""What the worker computed: an idea's triangle, the daily snapshot of a profile; and what people say beside it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, Numeric, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import COUNCIL_NOW, OPEN_ENDED, Base, Dated, OfCouncil, OfIdea, points_at, points_at_member, some
from tracker.portfolio.words import MOST_OPTIONS

# The ideas that the runway of the profile is asked of, but for those that are shielded or need none.
ASKED_OF_MONEY = "stage IN ('mobilise', 'mainstream') AND state = 'active' AND NOT historical AND NOT needs_no_money"


class ItemAnswer(OfIdea, Base):
    """An asked item of the triangle, answered 0-4 by the named role. The newest stands."""

    __tablename__ = "item_answer"
    __table_args__ = (
        points_at("idea"),
        points_at_member("by_id"),
        CheckConstraint("value BETWEEN 0 AND 4", name="value"),
        Index("ix_item_answer_idea", "council_id", "idea_id", "item", "number"),
    )

    number: Mapped[int] = mapped_column(Identity(always=True))
    idea_id: Mapped[UUID]
    item: Mapped[str]
    value: Mapped[int]
    note: Mapped[str | None]
    by_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class OptionStatement(Dated, OfCouncil, Base):
    """How many live options a service's senior owner expects in three to five years, as it was said. The newest stands.

    `expected` is empty where it was said that nobody knows.
    """

    __tablename__ = "option_statement"
    __table_args__ = (
        points_at("service"),
        points_at_member("by_id"),
        CheckConstraint(f"expected BETWEEN 0 AND {MOST_OPTIONS}", name="expected"),
        Index("ix_option_statement_service", "council_id", "service_id", "number"),
    )

    number: Mapped[int] = mapped_column(Identity(always=True))
    service_id: Mapped[UUID]
    expected: Mapped[int | None]
    because: Mapped[str | None]
    by_id: Mapped[UUID | None]


class ReportWords(OfCouncil, Base):
    """What is said above the report of a quarter: for whom it is, and what is asked, a line each. The newest stands.

    `quarter_on` is the quarter's first day.
    """

    __tablename__ = "report_words"
    __table_args__ = (
        points_at_member("by_id"),
        Index("ix_report_words_quarter", "council_id", "quarter_on", "number"),
    )

    number: Mapped[int] = mapped_column(Identity(always=True))
    quarter_on: Mapped[date]
    for_whom: Mapped[str | None]
    asks: Mapped[str | None]
    by_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class Triangle(OfIdea, Base):
    """The triangle of one idea as last computed: corners, links, items, flags, trust. Rewritten only when it changed.

    Corners are 0-100 with one decimal, empty where no item counts; `score` is empty where a corner is.
    """

    __tablename__ = "triangle"
    __table_args__ = (points_at("idea"), UniqueConstraint("council_id", "idea_id"))

    idea_id: Mapped[UUID]
    stage: Mapped[str]
    authority: Mapped[Decimal | None] = mapped_column(Numeric(5, 1))
    capacity: Mapped[Decimal | None] = mapped_column(Numeric(5, 1))
    value: Mapped[Decimal | None] = mapped_column(Numeric(5, 1))
    score: Mapped[Decimal | None] = mapped_column(Numeric(5, 1))
    trust: Mapped[Decimal | None] = mapped_column(Numeric(5, 1))
    why: Mapped[str | None]
    items: Mapped[list[Any]]
    links: Mapped[dict[str, Any]]
    flags: Mapped[list[Any]]
    computed_on: Mapped[date]
    computed_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class TriangleDay(Base):
    """How the triangle of an idea stood at the end of a day on which it changed, by the settings of that day.

    Corners and score are 0-100, empty where they have no value. A day that is over is never written again; it holds
    until the next.
    """

    __tablename__ = "triangle_day"
    __table_args__ = (points_at("idea", ondelete="CASCADE"),)

    council_id: Mapped[UUID] = mapped_column(primary_key=True, server_default=COUNCIL_NOW)
    idea_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    stage: Mapped[str]
    authority: Mapped[Decimal | None] = mapped_column(Numeric(5, 1))
    capacity: Mapped[Decimal | None] = mapped_column(Numeric(5, 1))
    value: Mapped[Decimal | None] = mapped_column(Numeric(5, 1))
    score: Mapped[Decimal | None] = mapped_column(Numeric(5, 1))
    trust: Mapped[Decimal | None] = mapped_column(Numeric(5, 1))


class IdeaStanding(Base):
    """What the profile counts of an idea, as it stood on the day `as_of`: the columns of `profile.words.IdeaOnDay`.

    `due_on` is the first day on which a passing date alone may change its standing or its triangle, empty where none
    can; `edition` names the days, items and rules by which both were worked out.
    """

    __tablename__ = "idea_standing"
    __table_args__ = (
        points_at("idea", ondelete="CASCADE"),
        some("ix_idea_standing_money", "money_until", "idea_id", where=ASKED_OF_MONEY),
    )

    council_id: Mapped[UUID] = mapped_column(primary_key=True, server_default=COUNCIL_NOW)
    idea_id: Mapped[UUID] = mapped_column(primary_key=True)
    ref: Mapped[str]
    historical: Mapped[bool]
    stage: Mapped[str]
    state: Mapped[str]
    outcome: Mapped[str | None]
    closed_on: Mapped[date | None]
    extent: Mapped[str | None]
    involvement: Mapped[str | None]
    needs_no_money: Mapped[bool]
    shielded_until: Mapped[date | None]
    newest_evidence: Mapped[date | None]
    newest_contact: Mapped[date | None]
    has_granted: Mapped[bool]
    money_until: Mapped[date | None]
    has_lesson: Mapped[bool]
    submitted_on: Mapped[date | None]
    replied_on: Mapped[date | None]
    tried_elsewhere: Mapped[bool]
    worked_elsewhere: Mapped[bool]
    as_of: Mapped[date]
    due_on: Mapped[date | None] = mapped_column(info={OPEN_ENDED: True})  # may lie behind the last day to be named
    edition: Mapped[str]


class StaleIdea(Base):
    """An idea of which a row changed since the worker last looked: noted by the database itself (migrations/0013)."""

    __tablename__ = "stale_idea"

    council_id: Mapped[UUID] = mapped_column(primary_key=True, server_default=COUNCIL_NOW)
    number: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    idea_id: Mapped[UUID]


class Crossing(Base):
    """How many ideas came into a stage and left it on a day, by each way; what has no day lies before every other.

    The database adds to it as they go (migrations/0012): the sum of rows counts. Each day's are kept once more in the
    row of their month, which is named by its first day.
    """

    __tablename__ = "crossing"
    __table_args__ = (Index("ix_crossing_day", "council_id", "whole_month", "day"),)

    council_id: Mapped[UUID] = mapped_column(primary_key=True, server_default=COUNCIL_NOW)
    number: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    whole_month: Mapped[bool]
    day: Mapped[date] = mapped_column(info={OPEN_ENDED: True})
    stage: Mapped[str]
    logged: Mapped[int] = mapped_column(server_default=text("0"))
    came_on: Mapped[int] = mapped_column(server_default=text("0"))
    came_back: Mapped[int] = mapped_column(server_default=text("0"))
    woken: Mapped[int] = mapped_column(server_default=text("0"))
    went_on: Mapped[int] = mapped_column(server_default=text("0"))
    went_back: Mapped[int] = mapped_column(server_default=text("0"))
    parked: Mapped[int] = mapped_column(server_default=text("0"))
    closed: Mapped[int] = mapped_column(server_default=text("0"))


class Snapshot(OfCouncil, Base):
    """One part of the council's profile on one day."""

    __tablename__ = "profile_snapshot"
    __table_args__ = (
        UniqueConstraint("council_id", "day", "part"),
        Index("ix_profile_snapshot_part", "council_id", "part", "day"),
    )

    day: Mapped[date]
    part: Mapped[str]
    value: Mapped[Decimal | None] = mapped_column(Numeric(5, 1))
    why: Mapped[str | None]
    terms: Mapped[dict[str, Any]]
    computed_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class PartPage(Base):
    """Fifty of the ideas behind a part of the newest snapshot, in the order in which its page lists them."""

    __tablename__ = "part_page"

    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"), primary_key=True, server_default=COUNCIL_NOW)
    part: Mapped[str] = mapped_column(primary_key=True)
    page: Mapped[int] = mapped_column(primary_key=True)
    items: Mapped[list[Any]]


class JointSnapshot(Base):
    """One part of a collaborative's profile over its cards on a day: kept by the worker."""

    __tablename__ = "joint_snapshot"

    collaborative_id: Mapped[UUID] = mapped_column(ForeignKey("collaborative.id"), primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    value: Mapped[Decimal | None] = mapped_column(Numeric(5, 1))
    why: Mapped[str | None]
    terms: Mapped[dict[str, Any]]
    computed_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class JointPage(Base):
    """The cards behind a part of a collaborative's profile, or stuck, or told twice: fifty in a row, of the newest."""

    __tablename__ = "joint_page"

    collaborative_id: Mapped[UUID] = mapped_column(ForeignKey("collaborative.id"), primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    page: Mapped[int] = mapped_column(primary_key=True)
    items: Mapped[list[Any]]


class JointFigures(Base):
    """How the cards of a collaborative spread, and what they are worth, as last worked out.

    Forgotten as soon as a card is taken back, until it is worked out anew.
    """

    __tablename__ = "joint_figures"

    collaborative_id: Mapped[UUID] = mapped_column(ForeignKey("collaborative.id"), primary_key=True)
    told: Mapped[dict[str, Any]]
    computed_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
