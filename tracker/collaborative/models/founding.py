"""Who is asked into a collaborative, and what its convenor reports when it closes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from tracker.collaborative.words import AskAnswer, SeatKind
from tracker.db import COUNCIL_NOW, Base, new_id, one_of

OPEN = text("answer IS NULL AND withdrawn_at IS NULL")


class OfCollaborative:
    """A row that one council writes in a collaborative, for its members to read."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-5)
    council_id: Mapped[UUID] = mapped_column(server_default=COUNCIL_NOW, sort_order=-4)
    by_id: Mapped[UUID] = mapped_column(sort_order=-2)
    at: Mapped[datetime] = mapped_column(sort_order=-1)

    @declared_attr
    def collaborative_id(cls) -> Mapped[UUID]:  # noqa: N805 - SQLAlchemy calls this on the class
        """The collaborative that it stands in."""
        return mapped_column(ForeignKey("collaborative.id"), sort_order=-3)


def by_a_member() -> ForeignKeyConstraint:
    """Who wrote it, of the council whose row it is."""
    return ForeignKeyConstraint(["council_id", "by_id"], ["membership.council_id", "membership.person_id"])


class CollaborativeInvitation(OfCollaborative, Base):
    """A council is asked to be a member of a collaborative, or as a member to convene it. It answers once.

    One that was answered or taken back opens nothing.
    """

    __tablename__ = "collaborative_invitation"
    __table_args__ = (
        by_a_member(),
        Index(
            "uq_collaborative_invitation_open",
            "collaborative_id",
            "to_council_id",
            "to_be",
            unique=True,
            postgresql_where=OPEN,
        ),
        Index("ix_collaborative_invitation_waiting", "to_council_id", postgresql_where=OPEN),
        Index("ix_collaborative_invitation_sent", "council_id", "to_council_id"),
    )

    to_council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"))
    to_be: Mapped[SeatKind] = mapped_column(one_of(SeatKind, "to_be"))
    words: Mapped[str | None]
    answer: Mapped[AskAnswer | None] = mapped_column(one_of(AskAnswer, "answer"))
    answered_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class CollaborativeClosing(OfCollaborative, Base):
    """A collaborative is closed with a report of its convenor: nothing new is shared, what stands can be read."""

    __tablename__ = "collaborative_closing"
    __table_args__ = (
        by_a_member(),
        UniqueConstraint("collaborative_id"),
        Index("ix_collaborative_closing_council_id", "council_id"),
    )

    came_of_it: Mapped[str]
    learned: Mapped[str]
    goes_on: Mapped[str]
