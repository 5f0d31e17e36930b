"""An idea, the dated facts about it, and what people say on it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Identity, Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.contact.words import DoorKind
from tracker.db import BY_WORDS, Base, Dated, FromCase, OfCouncil, OfIdea, one_of, points_at, points_at_member, some
from tracker.idea.words import Audience, Extent, Fact, Involvement, MessageKind, Move, Origin, Outcome, Stage, State

IN_PLAY = "state IN ('triage', 'active')"
COMES_UP = ("held_until", "parked_until", "woken_on")
UNSAID = "state = 'active' AND stage <> 'latent' AND source IS NULL AND risk_of_nothing IS NULL"
KEPT = "state IN ('active', 'parked') AND source IS NULL"


MESSAGE_WORDS = "keyed_words(council_id, NULL::text, text)"
WORDS = "idea_words(council_id, ref, their_number, title, problem, proposal)"
LISTS = {"sponsor": "sponsor_id", "type": "innovation_type", "driver": "origin_driver", "extent": "extent"}
NEAR: Any = {"postgresql_using": "gist", "postgresql_ops": {"title": "gist_trgm_ops"}}


class Idea(FromCase, OfCouncil, Base):
    """Something worth trying. What changes over time stands in dated rows; here is how it is now, for lists.

    `their_number` is what a case was called where it came from, if no address could carry that as its reference.
    `source` set means a historical case: never nudged, never in triage. `there_from` is the first day it is there
    (empty: always); `submitted_on` the day its author sent it in, or a file brought it into triage; `gate_by` that by
    which it is to be at its design gate; `last_contact` the last on which sponsor and team spoke; `held_until` that of
    the decision that stands, to hold it; `woken_on` that on which it came back from being parked, until somebody says
    how it goes on; `back_until` the last on which its owner may hand it back, to `handed_from_id` or to nobody.
    `policy_version` is what a lead moved it to in this stage, at `policy_since`; else that of its entry holds.
    """

    __tablename__ = "idea"
    __table_args__ = (
        UniqueConstraint("council_id", "ref"),
        *map(points_at_member, ("author_id", "owner_id", "sponsor_id", "deputy_id", "handed_from_id", "credit_id")),
        points_at("service"),
        points_at("idea", "merged_into_id"),
        CheckConstraint("state = 'draft' OR title <> ''", name="title_when_sent"),
        Index("ix_idea_list", "council_id", "changed_at", "id"),
        Index("ix_idea_list_of_stage", "council_id", "stage", "state", "changed_at", "id"),
        some("ix_idea_list_of_service", "service_id", "changed_at", "id", where="service_id IS NOT NULL"),
        some("ix_idea_list_of_owner", "owner_id", "changed_at", "id", where="owner_id IS NOT NULL"),
        some("ix_idea_list_of_author", "author_id", "changed_at", "id", where="author_id IS NOT NULL"),
        some("ix_idea_board", "stage", "stage_since", "id", where=IN_PLAY),
        some("ix_idea_board_of_service", "service_id", "stage", "stage_since", "id", where=IN_PLAY),
        some("ix_idea_board_of_owner", "owner_id", "stage", "stage_since", "id", where=IN_PLAY),
        some("ix_idea_triage", text("(first_reply_on IS NOT NULL)"), "reply_due_on", "ref", where="state = 'triage'"),
        some("ix_idea_sponsor", "sponsor_id", text("last_contact NULLS FIRST"), "ref", where="state = 'active'"),
        *(some(f"ix_idea_list_of_{of}", by, "changed_at", "id", where=f"{by} IS NOT NULL") for of, by in LISTS.items()),
        some("ix_idea_of_deputy", "deputy_id", where="deputy_id IS NOT NULL"),
        some("ix_idea_of_credit", "credit_id", where="credit_id IS NOT NULL"),
        some("ix_idea_shielded", "shielded_until", where="shielded_until IS NOT NULL"),
        *(some(f"ix_idea_{day}", day, "id", where=f"{day} IS NOT NULL") for day in COMES_UP),
        some("ix_idea_kept", "owner_id", "id", where=f"owner_id IS NOT NULL AND {KEPT}"),
        some("ix_idea_orphan", "stage_since", "id", where="owner_id IS NULL AND state = 'active' AND source IS NULL"),
        some("ix_idea_unsaid", "stage_since", "id", where=UNSAID),
        some("ix_idea_their_number", "their_number", where="their_number IS NOT NULL"),
        some("ix_idea_stopped", "changed_at", "id", where="outcome = 'stopped'"),
        some("ix_idea_merged_into", "merged_into_id", where="merged_into_id IS NOT NULL"),
        Index("ix_idea_title_near", "council_id", "title", **NEAR),
        Index("ix_idea_words", text(WORDS), **BY_WORDS),
    )

    ref: Mapped[str]
    their_number: Mapped[str | None]
    title: Mapped[str]
    problem: Mapped[str | None]
    proposal: Mapped[str | None]
    service_id: Mapped[UUID | None]
    service_area: Mapped[str | None]
    origin_driver: Mapped[str | None]
    submitted_by_role: Mapped[str | None]
    innovation_type: Mapped[str | None]
    social: Mapped[bool | None]
    extent: Mapped[Extent | None] = mapped_column(one_of(Extent, "extent"))
    level: Mapped[str | None]
    stage: Mapped[Stage] = mapped_column(one_of(Stage, "stage"), server_default="latent")
    stage_inferred: Mapped[bool | None]
    state: Mapped[State] = mapped_column(one_of(State, "state"), server_default="draft")
    outcome: Mapped[Outcome | None] = mapped_column(one_of(Outcome, "outcome"))
    given_outcome: Mapped[str | None]
    trigger: Mapped[str | None]
    trigger_date: Mapped[str | None]
    trigger_on: Mapped[date | None]
    first_date: Mapped[str | None]
    date_source: Mapped[str | None]

    origin: Mapped[Origin | None] = mapped_column(one_of(Origin, "origin"))
    origin_note: Mapped[str | None]
    credit_id: Mapped[UUID | None]
    credit_name: Mapped[str | None]
    door: Mapped[DoorKind | None] = mapped_column(one_of(DoorKind, "door"))
    author_id: Mapped[UUID | None]
    owner_id: Mapped[UUID | None]
    deputy_id: Mapped[UUID | None]
    sponsor_id: Mapped[UUID | None]
    sponsor_name: Mapped[str | None]
    handed_from_id: Mapped[UUID | None]
    back_until: Mapped[date | None]
    involvement: Mapped[Involvement | None] = mapped_column(one_of(Involvement, "involvement"))
    needs_no_money: Mapped[bool] = mapped_column(server_default=text("false"))
    risk_of_nothing: Mapped[str | None]
    known_since: Mapped[date | None]
    decided_to_act_on: Mapped[date | None]
    gate_by: Mapped[date | None]
    parked_until: Mapped[date | None]
    held_until: Mapped[date | None]
    woken_on: Mapped[date | None]
    shielded_until: Mapped[date | None]
    audience: Mapped[Audience] = mapped_column(one_of(Audience, "audience"), server_default="everybody")
    audience_since: Mapped[datetime | None]
    merged_into_id: Mapped[UUID | None]
    policy_version: Mapped[int | None]
    policy_since: Mapped[datetime | None]

    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    changed_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    imported: Mapped[bool] = mapped_column(server_default=text("false"))
    there_from: Mapped[date | None]
    submitted_at: Mapped[datetime | None]
    submitted_on: Mapped[date | None]
    reply_due_on: Mapped[date | None]
    first_reply_on: Mapped[date | None]
    stage_since: Mapped[date | None]
    last_contact: Mapped[date | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))

    @property
    def open_to_all(self) -> bool:
        """Whether everybody in the council sees it once it is sent; else it is told of as a confidential idea."""
        return self.audience is Audience.EVERYBODY

    @property
    def historical(self) -> bool:
        """Whether this is a case told by a report, not an idea being worked on."""
        return self.source is not None


class IdeaCount(Base):
    """How many ideas stand where. The database adds to it as ideas change (migrations/0010): the sum of rows counts.

    An empty service means all services, an empty owner all owners, those without one among them.
    """

    __tablename__ = "idea_count"
    __table_args__ = (Index("ix_idea_count_place", "council_id", "owner_id", "service_id"),)

    council_id: Mapped[UUID] = mapped_column(
        primary_key=True, server_default=text("current_setting('seedbed.council')::uuid")
    )
    number: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    stage: Mapped[str]
    state: Mapped[str]
    historical: Mapped[bool]
    service_id: Mapped[UUID | None]
    owner_id: Mapped[UUID | None]
    ideas: Mapped[int]


class StageMove(FromCase, Dated, OfIdea, Base):
    """One move between stages, append-only; `number` gives the order. `placed` fills a gap at import."""

    __tablename__ = "stage_move"
    __table_args__ = (
        points_at("idea"),
        points_at_member("by_id"),
        Index("ix_stage_move_idea", "council_id", "idea_id", "number"),
        Index("ix_stage_move_day", "council_id", "counts_from", "number"),
    )

    number: Mapped[int] = mapped_column(Identity(always=True))
    idea_id: Mapped[UUID]
    from_stage: Mapped[Stage] = mapped_column(one_of(Stage, "from_stage"))
    to_stage: Mapped[Stage] = mapped_column(one_of(Stage, "to_stage"))
    decision: Mapped[Move | None] = mapped_column(one_of(Move, "decision"))
    on_given: Mapped[str | None]
    on: Mapped[date | None]
    rationale: Mapped[str | None]
    move_inferred: Mapped[bool | None]
    placed: Mapped[bool] = mapped_column(server_default=text("false"))
    decision_id: Mapped[UUID | None]
    by_id: Mapped[UUID | None]


class IdeaState(Dated, OfIdea, Base):
    """One change of state, append-only; the last that counts on a day is the state on that day."""

    __tablename__ = "idea_state"
    __table_args__ = (
        points_at("idea"),
        points_at_member("by_id"),
        Index("ix_idea_state_idea", "council_id", "idea_id", "number"),
        Index("ix_idea_state_day", "council_id", "counts_from", "number"),
    )

    number: Mapped[int] = mapped_column(Identity(always=True))
    idea_id: Mapped[UUID]
    state: Mapped[State] = mapped_column(one_of(State, "state"))
    outcome: Mapped[Outcome | None] = mapped_column(one_of(Outcome, "outcome"))
    on: Mapped[date | None]
    until: Mapped[date | None]
    because: Mapped[str | None]
    stop_reason: Mapped[str | None]
    by_id: Mapped[UUID | None]


class IdeaFact(Dated, OfIdea, Base):
    """A dated fact about an idea (extent, involvement, needs no money, shielded until). The last that counts holds."""

    __tablename__ = "idea_fact"
    __table_args__ = (
        points_at("idea"),
        points_at_member("by_id"),
        Index("ix_idea_fact_idea", "council_id", "idea_id", "fact", "number"),
        Index("ix_idea_fact_shield", "council_id", "idea_id", postgresql_where=text("fact = 'shielded_until'")),
    )

    number: Mapped[int] = mapped_column(Identity(always=True))
    idea_id: Mapped[UUID]
    fact: Mapped[Fact] = mapped_column(one_of(Fact, "fact"))
    value: Mapped[str | None]
    because: Mapped[str | None]
    by_id: Mapped[UUID | None]


class SponsorContact(Dated, OfIdea, Base):
    """A recorded contact between the sponsor and the team, on its day."""

    __tablename__ = "sponsor_contact"
    __table_args__ = (
        points_at("idea"),
        points_at_member("by_id"),
        Index("ix_sponsor_contact_idea", "council_id", "idea_id", "on"),
    )

    idea_id: Mapped[UUID]
    on: Mapped[date]
    how: Mapped[str | None]
    note: Mapped[str | None]
    by_id: Mapped[UUID | None]


class Message(OfIdea, Base):
    """Something said on an idea, by nobody here where its contact did. Redacted, its words go and the fact remains."""

    __tablename__ = "message"
    __table_args__ = (
        points_at("idea"),
        points_at_member("by_id"),
        points_at_member("redacted_by_id"),
        points_at("message", "reply_to_id"),
        Index("ix_message_idea", "council_id", "idea_id", "at", "id"),
        Index("ix_message_words", text(MESSAGE_WORDS), postgresql_where=text("redacted_at IS NULL"), **BY_WORDS),
    )

    idea_id: Mapped[UUID]
    kind: Mapped[MessageKind] = mapped_column(one_of(MessageKind, "kind"))
    text: Mapped[str]
    by_id: Mapped[UUID | None]
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    edited_at: Mapped[datetime | None]
    reply_to_id: Mapped[UUID | None]
    redacted_at: Mapped[datetime | None]
    redacted_by_id: Mapped[UUID | None]

    @property
    def redacted(self) -> bool:
        """Whether its words were taken away."""
        return self.redacted_at is not None
