"""Blinded looks at other councils: who takes part, what was looked for and found, who asks to see something here."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tracker.collaborative.words import AskAnswer
from tracker.db import Base, OfCouncil, OfIdea, one_of, points_at, points_at_member


class BlindConsent(OfCouncil, Base):
    """Whether a council takes part in blinded looks of a collaborative, both ways; the newest word stands."""

    __tablename__ = "blind_consent"
    __table_args__ = (
        points_at_member("by_id"),
        Index("ix_blind_consent_collaborative", "council_id", "collaborative_id", "number"),
    )

    number: Mapped[int] = mapped_column(Identity(always=True))
    collaborative_id: Mapped[UUID] = mapped_column(ForeignKey("collaborative.id"))
    given: Mapped[bool]
    by_id: Mapped[UUID]
    at: Mapped[datetime]


class BlindLook(OfIdea, Base):
    """Whether another council of a collaborative has something close to an idea: `found` is a yes or no, no name.

    `asked_at` is when it was asked to be shown, `carried_at` when that was on the others' desks. `answers` holds what
    each said; one that agreed shows its council, its idea and whom to ask.
    """

    __tablename__ = "blind_look"
    __table_args__ = (
        points_at("idea"),
        points_at_member("by_id"),
        points_at_member("asked_by_id"),
        Index("ix_blind_look_idea", "council_id", "idea_id", "number"),
        Index("ix_blind_look_at", "council_id", "collaborative_id", "at"),
        Index(
            "ix_blind_look_open",
            "council_id",
            "number",
            postgresql_where=text("found IS NULL OR asked_at IS NOT NULL AND carried_at IS NULL"),
        ),
    )

    number: Mapped[int] = mapped_column(Identity(always=True))
    idea_id: Mapped[UUID]
    collaborative_id: Mapped[UUID] = mapped_column(ForeignKey("collaborative.id"))
    by_id: Mapped[UUID]
    at: Mapped[datetime]
    found: Mapped[bool | None]
    looked_at: Mapped[datetime | None]
    asked_by_id: Mapped[UUID | None]
    asked_at: Mapped[datetime | None]
    carried_at: Mapped[datetime | None]
    answers: Mapped[list[Any]] = mapped_column(JSONB, server_default=text("'[]'::jsonb"))


class BlindAsk(OfIdea, Base):
    """A council elsewhere asks to see an idea of this one. Which, no page says before somebody here agreed.

    `look_id` and `asker_id` are where the answer goes; `shown` is what the asker shows in return.
    """

    __tablename__ = "blind_ask"
    __table_args__ = (
        points_at("idea"),
        points_at_member("by_id"),
        UniqueConstraint("council_id", "look_id"),
        Index("ix_blind_ask_number", "council_id", "number"),
        Index("ix_blind_ask_waiting", "council_id", "number", postgresql_where=text("answer IS NULL")),
        Index(
            "ix_blind_ask_answered",
            "council_id",
            "number",
            postgresql_where=text("answer IS NOT NULL AND carried_at IS NULL"),
        ),
    )

    number: Mapped[int] = mapped_column(Identity(always=True))
    look_id: Mapped[UUID]
    asker_id: Mapped[UUID]
    idea_id: Mapped[UUID]
    collaborative_id: Mapped[UUID] = mapped_column(ForeignKey("collaborative.id"))
    at: Mapped[datetime]
    answer: Mapped[AskAnswer | None] = mapped_column(one_of(AskAnswer, "answer"))
    by_id: Mapped[UUID | None]
    answered_at: Mapped[datetime | None]
    carried_at: Mapped[datetime | None]
    shown: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'::jsonb"))
