"""Nudges: one person, one reason, one action, about one thing."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, OfIdea, new_id, one_of, points_at, points_at_member
from tracker.nudge.words import OPEN, NudgeState, ReasonKey, Reply

IS_OPEN = f"state IN ({', '.join(repr(str(state)) for state in OPEN)})"  # as it stands in statements too
WANTS_HELP = "help_due_on IS NOT NULL AND helped_at IS NULL"  # as its index has it


class Nudge(OfIdea, Base):
    """One nudge. (rule, subject, the day its reason began, number of the repeat) is recorded once and never lost.

    Without an idea it is about the council, a collaborative or an election.

    Answered with a call for help, or for somebody who takes over, it is an item on the leads' desk: due on
    `help_due_on`, gone once a lead answered (`helped_at`). `for_id` is in whose place the person is asked.
    """

    __tablename__ = "nudge"
    __table_args__ = (
        points_at("idea"),
        points_at_member("person_id"),
        points_at_member("by_id"),
        points_at_member("helped_by_id"),
        points_at_member("for_id"),
        UniqueConstraint("council_id", "rule", "subject_id", "began_on", "repeat"),
        Index("ix_nudge_state", "council_id", "state", "due_on"),
        Index("ix_nudge_person", "council_id", "person_id", "due_on", "id"),
        Index("ix_nudge_open", "council_id", "person_id", "due_on", "id", postgresql_where=text(IS_OPEN)),
        Index("ix_nudge_idea", "council_id", "idea_id"),
        Index("ix_nudge_help", "council_id", "help_due_on", "id", postgresql_where=text(WANTS_HELP)),
    )

    rule: Mapped[str]
    subject_id: Mapped[UUID]
    idea_id: Mapped[UUID | None]
    person_id: Mapped[UUID]
    began_on: Mapped[date]
    repeat: Mapped[int] = mapped_column(server_default=text("0"))
    due_on: Mapped[date]
    fact: Mapped[str]
    state: Mapped[NudgeState] = mapped_column(one_of(NudgeState, "state"), server_default="waiting")
    letter_id: Mapped[UUID | None]
    made_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    sent_on: Mapped[date | None]
    reply: Mapped[Reply | None] = mapped_column(one_of(Reply, "reply"))
    reply_note: Mapped[str | None]
    snoozed_until: Mapped[date | None]
    because: Mapped[str | None]
    settled_at: Mapped[datetime | None]
    by_id: Mapped[UUID | None]
    escalated_at: Mapped[datetime | None]
    help_due_on: Mapped[date | None]
    helped_at: Mapped[datetime | None]
    helped_by_id: Mapped[UUID | None]
    help_words: Mapped[str | None]
    for_id: Mapped[UUID | None]

    @property
    def reason_key(self) -> ReasonKey:
        """What names its reason over the repeats."""
        return ReasonKey(self.rule, self.subject_id, self.began_on)


class NudgeAsk(OfIdea, Base):
    """What a lead asks one person about an idea in words of their own: nudged by the same limits as by a rule.

    It ends with the first answer, or when a lead takes it back; one stands for each person about an idea at most.
    """

    __tablename__ = "nudge_ask"
    __table_args__ = (
        points_at("idea"),
        *map(points_at_member, ("person_id", "by_id", "ended_by_id")),
        Index(
            "uq_nudge_ask_open",
            "council_id",
            "idea_id",
            "person_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    idea_id: Mapped[UUID]
    person_id: Mapped[UUID]
    words: Mapped[str]
    by_id: Mapped[UUID]
    asked_on: Mapped[date]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None]


class NudgeToken(Base):
    """Finds the council of a nudge's link. The link's secret is kept as a digest only."""

    __tablename__ = "nudge_token"

    token_digest: Mapped[str] = mapped_column(primary_key=True)
    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"))
    nudge_id: Mapped[UUID] = mapped_column(default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
