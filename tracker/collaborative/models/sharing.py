"""Collaboratives and their members, adaptations, notices between two councils."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.collaborative.words import AdaptationStatus, Evaluator, WhyNot
from tracker.db import Base, new_id, one_of


class Collaborative(Base):
    """Councils working on one theme together."""

    __tablename__ = "collaborative"
    __table_args__ = (UniqueConstraint("code"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str]
    name: Mapped[str | None]
    theme: Mapped[str | None]
    kind: Mapped[str | None]
    started: Mapped[str | None]
    members: Mapped[int | None]
    shared_target: Mapped[str | None]
    source: Mapped[str | None]
    inferred: Mapped[str | None]
    date_source: Mapped[str | None]
    position: Mapped[int | None]
    given_key: Mapped[str | None]
    imported: Mapped[bool] = mapped_column(server_default=text("false"))
    convenor_id: Mapped[UUID | None] = mapped_column(ForeignKey("council.id"))
    ends_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))

    @property
    def historical(self) -> bool:
        """Whether a report tells of it: nobody works in it now."""
        return self.source is not None

    @property
    def called(self) -> str:
        """Its name, or its code where it has none."""
        return self.name or self.code

    def takes(self, *, historical: bool) -> bool:
        """Whether an idea may be published to it: to one that a report tells of only what a report tells of, too."""
        return historical or not self.historical


class Member(Base):
    """A member of a collaborative. Not every member that a report names is a council here; one that left has a day."""

    __tablename__ = "collaborative_member"
    __table_args__ = (
        Index(
            "uq_collaborative_member_council",
            "collaborative_id",
            "council_id",
            unique=True,
            postgresql_where=text("given_key IS NULL"),
        ),
        Index("ix_collaborative_member_council_id", "council_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    collaborative_id: Mapped[UUID] = mapped_column(ForeignKey("collaborative.id"))
    member: Mapped[str]
    council_id: Mapped[UUID | None] = mapped_column(ForeignKey("council.id"))
    role: Mapped[str | None]
    source: Mapped[str | None]
    position: Mapped[int | None]
    given_key: Mapped[str | None]
    joined_on: Mapped[date | None]
    left_on: Mapped[date | None]


class AdoptionNote(Base):
    """A historical note of an adoption. It is told by a report, is no lineage and counts in no figure."""

    __tablename__ = "adoption_note"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    origin_case_id: Mapped[str | None]
    origin_description: Mapped[str | None]
    adopter_council_id: Mapped[UUID | None] = mapped_column(ForeignKey("council.id"))
    adopter_description: Mapped[str | None]
    kept: Mapped[str | None]
    changed: Mapped[str | None]
    dropped: Mapped[str | None]
    result: Mapped[str | None]
    source: Mapped[str | None]
    position: Mapped[int | None]
    given_key: Mapped[str | None]


class Adaptation(Base):
    """Another council takes a publication into its own pipeline: what is kept, changed and dropped, and how it goes.

    The adopter writes; both sides read. `begun_on` is the day it was taken in, `settled_on` the day it stopped trying.
    How it goes is kept here as it stands now; what was told on which day stands in rows of AdaptationReport. `weighed`
    holds what was answered to the questions of adapt_questions.csv, by code; `spoken_to` whom there they met.
    """

    __tablename__ = "adaptation"
    __table_args__ = (
        ForeignKeyConstraint(["council_id", "idea_id"], ["idea.council_id", "idea.id"]),
        UniqueConstraint("council_id", "idea_id"),
        CheckConstraint("council_id <> origin_council_id", name="another_council"),
        CheckConstraint("status <> 'did_not_work' OR why_not IS NOT NULL", name="failure_has_reason"),
        Index("ix_adaptation_origin", "origin_council_id", "origin_idea_id"),
        Index("ix_adaptation_publication_id", "publication_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    council_id: Mapped[UUID] = mapped_column(server_default=text("current_setting('seedbed.council')::uuid"))
    idea_id: Mapped[UUID]
    publication_id: Mapped[UUID] = mapped_column(ForeignKey("publication.id"))
    origin_council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"))
    origin_idea_id: Mapped[UUID]
    kept: Mapped[str | None]
    changed: Mapped[str | None]
    dropped: Mapped[str | None]
    fits_because: Mapped[str]
    by_part: Mapped[list[Any]] = mapped_column(server_default=text("'[]'::jsonb"))
    weighed: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    spoken_to: Mapped[str | None]
    status: Mapped[AdaptationStatus] = mapped_column(one_of(AdaptationStatus, "status"), server_default="trying")
    why_not: Mapped[WhyNot | None] = mapped_column(one_of(WhyNot, "why_not"))
    result: Mapped[str | None]
    evaluator: Mapped[Evaluator | None] = mapped_column(one_of(Evaluator, "evaluator"))
    evaluated_by: Mapped[str | None]
    begun_on: Mapped[date]
    settled_on: Mapped[date | None]
    recorded_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    adopter_ref: Mapped[str]

    @property
    def straight_copy(self) -> bool:
        """Whether it changes and drops nothing: such a one seldom works, and everybody who reads it is told."""
        return not self.changed and not self.dropped


class AdaptationReport(Base):
    """How an adaptation went, as it was told on a day. The newest told by a day stands on that day; none is changed."""

    __tablename__ = "adaptation_report"
    __table_args__ = (
        ForeignKeyConstraint(["adaptation_id"], ["adaptation.id"]),
        CheckConstraint("status <> 'did_not_work' OR why_not IS NOT NULL", name="failure_has_reason"),
        Index("ix_adaptation_report_adaptation", "adaptation_id", "on", "id"),
        Index("ix_adaptation_report_origin", "origin_council_id", "origin_idea_id", "on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    council_id: Mapped[UUID] = mapped_column(server_default=text("current_setting('seedbed.council')::uuid"))
    idea_id: Mapped[UUID]
    adaptation_id: Mapped[UUID]
    origin_council_id: Mapped[UUID]
    origin_idea_id: Mapped[UUID]
    status: Mapped[AdaptationStatus] = mapped_column(one_of(AdaptationStatus, "status"))
    why_not: Mapped[WhyNot | None] = mapped_column(one_of(WhyNot, "why_not"))
    result: Mapped[str | None]
    evaluator: Mapped[Evaluator | None] = mapped_column(one_of(Evaluator, "evaluator"))
    evaluated_by: Mapped[str | None]
    on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class AdaptationCredit(Base):
    """Who was thanked in public for what an adaptation was taken from: it stays, also when the card is taken back.

    The adapter writes what its card told, the origin what was said since; both read. `thank_you_id` names it once.
    """

    __tablename__ = "adaptation_credit"
    __table_args__ = (
        ForeignKeyConstraint(["adaptation_id"], ["adaptation.id"]),
        UniqueConstraint("adaptation_id", "thank_you_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    council_id: Mapped[UUID] = mapped_column(server_default=text("current_setting('seedbed.council')::uuid"))
    adaptation_id: Mapped[UUID]
    thank_you_id: Mapped[UUID]
    council: Mapped[str]
    name: Mapped[str]
    words: Mapped[str]
    on: Mapped[date]
    taken_back_at: Mapped[datetime | None]


class Notice(Base):
    """A message from one council to another about something shared. The sender writes; both read."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_to", "to_council_id", "at", "id"),
        Index("ix_notice_unseen", "to_council_id", "at", "id", postgresql_where=text("seen_at IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    council_id: Mapped[UUID] = mapped_column(
        ForeignKey("council.id"), server_default=text("current_setting('seedbed.council')::uuid")
    )
    to_council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"))
    about_publication_id: Mapped[UUID | None] = mapped_column(ForeignKey("publication.id"))
    about_adaptation_id: Mapped[UUID | None] = mapped_column(ForeignKey("adaptation.id"))
    what: Mapped[str]
    particulars: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    seen_at: Mapped[datetime | None]
