"""What partners did and promised, who works on an idea and takes it over, what offices said, who was thanked."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.capacity.words import Office, SignOffWord, TeamRole, Thanks
from tracker.db import Base, Dated, FromCase, OfIdea, one_of, points_at, points_at_member


class Partner(FromCase, Dated, OfIdea, Base):
    """An organisation that works on an idea, and its layer; since `ended_on` it does no more."""

    __tablename__ = "partner"
    __table_args__ = (points_at("idea"), Index("ix_partner_idea", "council_id", "idea_id"))

    idea_id: Mapped[UUID]
    organisation: Mapped[str]
    layer: Mapped[str | None]
    ended_on: Mapped[date | None]


class PartnerActivity(Dated, OfIdea, Base):
    """Something that a partner did, or promised to do until a day: then it was kept or not, on the day it was settled.

    `on` is the day on which it was done or promised.
    """

    __tablename__ = "partner_activity"
    __table_args__ = (
        points_at("idea"),
        points_at("partner"),
        points_at_member("by_id"),
        CheckConstraint("kept IS NULL OR due_on IS NOT NULL", name="kept_if_promised"),
        Index("ix_partner_activity_idea", "council_id", "idea_id", "on"),
        Index("ix_partner_activity_partner", "council_id", "partner_id"),
    )

    idea_id: Mapped[UUID]
    partner_id: Mapped[UUID]
    what: Mapped[str]
    on: Mapped[date]
    due_on: Mapped[date | None]
    kept: Mapped[bool | None]
    settled_on: Mapped[date | None]
    by_id: Mapped[UUID | None]


class HandoverPlan(Dated, OfIdea, Base):
    """Who would take an idea over: a deputy, a plan with its day, or nobody. The newest stands."""

    __tablename__ = "handover"
    __table_args__ = (
        points_at("idea"),
        points_at_member("deputy_id"),
        points_at_member("by_id"),
        Index("ix_handover_idea", "council_id", "idea_id", "number"),
    )

    number: Mapped[int] = mapped_column(Identity(always=True))
    idea_id: Mapped[UUID]
    deputy_id: Mapped[UUID | None]
    plan: Mapped[str | None]
    on: Mapped[date | None]
    nobody: Mapped[bool] = mapped_column(server_default=text("false"))
    by_id: Mapped[UUID | None]


class HandoverNote(OfIdea, Base):
    """What whoever leaves an idea writes for whoever has it next. The newest stands, the older can be read."""

    __tablename__ = "handover_note"
    __table_args__ = (
        points_at("idea"),
        points_at_member("by_id"),
        Index("ix_handover_note_idea", "council_id", "idea_id", "number"),
    )

    number: Mapped[int] = mapped_column(Identity(always=True))
    idea_id: Mapped[UUID]
    words: Mapped[str]
    by_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class TeamMember(Dated, OfIdea, Base):
    """Somebody who works on an idea, here or elsewhere by name, and what they do; since `left_on` no more.

    One corporate contact and one commissioner at a time.
    """

    __tablename__ = "team_member"
    __table_args__ = (
        points_at("idea"),
        points_at_member("person_id"),
        points_at_member("by_id"),
        CheckConstraint("(person_id IS NULL) <> (name IS NULL)", name="somebody"),
        Index("ix_team_member_idea", "council_id", "idea_id", "recorded_at", "id"),
        Index(
            "uq_team_member_place",
            "council_id",
            "idea_id",
            "role",
            unique=True,
            postgresql_where=text("left_on IS NULL AND role <> 'member'"),
        ),
    )

    idea_id: Mapped[UUID]
    role: Mapped[TeamRole] = mapped_column(one_of(TeamRole, "role"))
    person_id: Mapped[UUID | None]
    name: Mapped[str | None]
    does: Mapped[str | None]
    left_on: Mapped[date | None]
    by_id: Mapped[UUID]


class SignOff(Dated, OfIdea, Base):
    """An office's person named on an idea, or, with a word, what that person said. The newest of each stands."""

    __tablename__ = "sign_off"
    __table_args__ = (
        points_at("idea"),
        points_at_member("person_id"),
        points_at_member("by_id"),
        Index("ix_sign_off_idea", "council_id", "idea_id", "office", "number"),
    )

    number: Mapped[int] = mapped_column(Identity(always=True))
    idea_id: Mapped[UUID]
    office: Mapped[Office] = mapped_column(one_of(Office, "office"))
    person_id: Mapped[UUID]
    word: Mapped[SignOffWord | None] = mapped_column(one_of(SignOffWord, "word"))
    note: Mapped[str | None]
    by_id: Mapped[UUID | None]


class ManagerCredit(Dated, OfIdea, Base):
    """A frontline manager who worked on an idea, by their job, and whether they were thanked. The newest stands."""

    __tablename__ = "manager_credit"
    __table_args__ = (
        points_at("idea"),
        points_at_member("by_id"),
        Index("ix_manager_credit_idea", "council_id", "idea_id", "number"),
    )

    number: Mapped[int] = mapped_column(Identity(always=True))
    idea_id: Mapped[UUID]
    manager: Mapped[str]
    thanks: Mapped[Thanks] = mapped_column(one_of(Thanks, "thanks"))
    how: Mapped[str | None]
    by_id: Mapped[UUID | None]


class ThankYou(Dated, OfIdea, Base):
    """Thanks said in public to somebody for an idea, by name: a credit that goes with it wherever it is adapted.

    The name stays as it was when they were thanked, also once they left. It is taken back with a reason.
    """

    __tablename__ = "thank_you"
    __table_args__ = (
        points_at("idea"),
        points_at_member("person_id"),
        points_at_member("by_id"),
        points_at_member("taken_back_by_id"),
        Index("ix_thank_you_idea", "council_id", "idea_id", "number"),
    )

    number: Mapped[int] = mapped_column(Identity(always=True))
    idea_id: Mapped[UUID]
    person_id: Mapped[UUID | None]
    name: Mapped[str]
    words: Mapped[str]
    by_id: Mapped[UUID]
    taken_back_at: Mapped[datetime | None]
    taken_back_because: Mapped[str | None]
    taken_back_by_id: Mapped[UUID | None]
