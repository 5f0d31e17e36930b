"""What an operator proposes to a council: a collaborative that it would convene."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.collaborative.words import AskAnswer
from tracker.db import Base, new_id, one_of

UNANSWERED = text("answer IS NULL AND withdrawn_at IS NULL")


class CollaborativeProposal(Base):
    """Somebody who runs the platform proposes a collaborative; there is one once the council that convenes it agrees.

    It is answered once, or taken back.
    """

    __tablename__ = "collaborative_proposal"
    __table_args__ = (
        CheckConstraint("num_nonnulls(answer, withdrawn_at) <= 1", name="one_answer"),
        CheckConstraint("collaborative_id IS NULL OR answer = 'agreed'", name="made_by_agreeing"),
        Index(
            "uq_collaborative_proposal_waiting",
            "to_council_id",
            func.lower(text("name")),
            unique=True,
            postgresql_where=UNANSWERED,
        ),
        Index("ix_collaborative_proposal_listed", "at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    to_council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"))
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    name: Mapped[str]
    theme: Mapped[str | None]
    shared_target: Mapped[str]
    ends_on: Mapped[date]
    words: Mapped[str | None]
    answer: Mapped[AskAnswer | None] = mapped_column(one_of(AskAnswer, "answer"))
    answered_at: Mapped[datetime | None]
    collaborative_id: Mapped[UUID | None] = mapped_column(ForeignKey("collaborative.id"))
    withdrawn_at: Mapped[datetime | None]
