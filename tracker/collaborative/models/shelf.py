"""What members note in a collaborative, and who brokers which theme of it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.collaborative.models.founding import OfCollaborative, by_a_member
from tracker.collaborative.words import ShelfKind
from tracker.db import Base, one_of

STANDING = text("withdrawn_at IS NULL")


class CollaborativeNote(OfCollaborative, Base):
    """A strand of work, research or a link on the shelf, support that was asked or given, as a member noted it.

    Every member reads it until the council that wrote it takes it back. `strand_id` is the strand that it belongs to.
    """

    __tablename__ = "collaborative_note"
    __table_args__ = (
        by_a_member(),
        CheckConstraint("title <> ''", name="has_title"),
        UniqueConstraint("collaborative_id", "id"),  # so that a card's strand is of its own collaborative
        Index("ix_collaborative_note_standing", "collaborative_id", "at", "id", postgresql_where=STANDING),
        Index("ix_collaborative_note_council_id", "council_id", "collaborative_id"),
    )

    kind: Mapped[ShelfKind] = mapped_column(one_of(ShelfKind, "kind"))
    title: Mapped[str]
    words: Mapped[str | None]
    address: Mapped[str | None]
    on: Mapped[date]
    strand_id: Mapped[UUID | None] = mapped_column(ForeignKey("collaborative_note.id"))
    withdrawn_at: Mapped[datetime | None]


class CollaborativeBroker(OfCollaborative, Base):
    """Somebody whom a council names as broker of a theme: whom others ask first. One theme may have several."""

    __tablename__ = "collaborative_broker"
    __table_args__ = (
        by_a_member(),
        ForeignKeyConstraint(["council_id", "person_id"], ["membership.council_id", "membership.person_id"]),
        Index("ix_collaborative_broker_standing", "collaborative_id", "at", "id", postgresql_where=STANDING),
        Index("ix_collaborative_broker_council_id", "council_id", "collaborative_id"),
    )

    person_id: Mapped[UUID]
    name: Mapped[str]
    theme: Mapped[str]
    withdrawn_at: Mapped[datetime | None]
