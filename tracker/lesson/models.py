"""Lessons: what was learnt, whether it worked, and which other ideas used it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import BY_WORDS, Base, Dated, FromCase, OfIdea, points_at, points_at_member
from tracker.lesson.words import WORKED

LESSON_WORDS = "keyed_words(council_id, NULL::text, lesson)"
LISTED = ", ".join(f"'{word}'" for word in WORKED)


class Lesson(FromCase, Dated, OfIdea, Base):
    """What was learnt from an idea. `worked` is yes, mixed or no.

    What testing an assumption found is a lesson, too: `assumption_id` names what was tested.
    """

    __tablename__ = "lesson"
    __table_args__ = (
        points_at("idea"),
        points_at_member("by_id"),
        CheckConstraint(f"worked IN ({LISTED})", name="worked"),
        Index("ix_lesson_idea", "council_id", "idea_id"),
        Index("ix_lesson_newest", "council_id", "recorded_at", "id"),
        Index("ix_lesson_words", text(LESSON_WORDS), **BY_WORDS),
    )

    idea_id: Mapped[UUID]
    lesson: Mapped[str]
    worked: Mapped[str | None]
    may_be_shared: Mapped[bool | None]
    assumption_id: Mapped[UUID | None]
    by_id: Mapped[UUID | None]


class Assumption(Dated, OfIdea, Base):
    """What is believed of an idea, how that is tested and whether it held. What testing it found is a lesson."""

    __tablename__ = "assumption"
    __table_args__ = (
        points_at("idea"),
        points_at_member("by_id"),
        CheckConstraint(f"held IN ({LISTED})", name="held"),
        Index("ix_assumption_idea", "council_id", "idea_id", "id"),
    )

    idea_id: Mapped[UUID]
    believed: Mapped[str]
    test: Mapped[str | None]
    held: Mapped[str | None]
    by_id: Mapped[UUID | None]


class LessonUse(OfIdea, Base):
    """An idea used a lesson that another taught: once for each idea, until it is taken back.

    `words` are the lesson as it read then; one of another council, from a card, has its council in `taught_by`.
    """

    __tablename__ = "lesson_use"
    __table_args__ = (
        points_at("idea"),
        points_at_member("by_id"),
        points_at_member("taken_back_by_id"),
        Index(
            "uq_lesson_use_once",
            "council_id",
            "lesson_id",
            "idea_id",
            unique=True,
            postgresql_where=text("taken_back_at IS NULL"),
        ),
        Index("ix_lesson_use_idea", "council_id", "idea_id", "id"),
    )

    idea_id: Mapped[UUID]
    lesson_id: Mapped[UUID]
    words: Mapped[str]
    taught_by: Mapped[str | None]
    by_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    taken_back_at: Mapped[datetime | None]
    taken_back_by_id: Mapped[UUID | None]
