"""Spreadsheets that were brought, what became of each of their rows, and what their headings mean."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, deferred, mapped_column
from sqlalchemy.types import LargeBinary

from tracker.db import Base, OfCouncil, OfIdea, points_at, points_at_member, some
from tracker.register.words import RegisterState, RowFate


def _listed(words: type[RegisterState | RowFate]) -> str:
    return ", ".join(f"'{word}'" for word in words)


class Register(OfCouncil, Base):
    """A spreadsheet that somebody brought. Its `content` is kept as long as it is needed; `choices` say what it means.

    `place` is the last of its `lines` whose fate is settled: what comes in comes in slices, each kept with its place.
    """

    __tablename__ = "register"
    __table_args__ = (
        points_at_member("by_id"),
        points_at_member("undone_by_id"),
        UniqueConstraint("council_id", "number"),
        CheckConstraint(f"state IN ({_listed(RegisterState)})", name="state"),
        some("ix_register_kept", "at", where="content IS NOT NULL"),
    )

    number: Mapped[int]
    file_name: Mapped[str]
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary()))
    size: Mapped[int]
    sheet: Mapped[str] = mapped_column(server_default=text("''"))
    choices: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    state: Mapped[str] = mapped_column(server_default="open")
    place: Mapped[int] = mapped_column(server_default=text("0"))
    lines: Mapped[int] = mapped_column(server_default=text("0"))
    by_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    begun_at: Mapped[datetime | None]
    moved_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    undone_by_id: Mapped[UUID | None]
    undone_because: Mapped[str | None]


class RegisterRow(OfIdea, Base):
    """What became of one row, by its line: which idea it made or is on, or why it did not come in.

    `identity` is what it is known by when it is brought again: of rows that came in none has that of another. `version`
    is that of its idea when it came: another one says that somebody worked on it since.
    """

    __tablename__ = "register_row"
    __table_args__ = (
        points_at("register"),
        points_at("idea"),
        UniqueConstraint("council_id", "register_id", "line"),
        CheckConstraint(f"fate IN ({_listed(RowFate)})", name="fate"),
        Index("uq_register_row_identity", "council_id", "identity", unique=True, postgresql_where=text("fate = 'new'")),
        Index("ix_register_row_fate", "council_id", "register_id", "fate", "line"),
        some("ix_register_row_idea", "idea_id", where="idea_id IS NOT NULL"),
    )

    register_id: Mapped[UUID]
    line: Mapped[int]
    fate: Mapped[str]
    identity: Mapped[str | None]
    idea_id: Mapped[UUID | None]
    version: Mapped[int | None]
    title: Mapped[str | None]
    lead: Mapped[str | None]
    column: Mapped[str | None]
    cell: Mapped[str | None]
    reason: Mapped[str | None]


class Matching(OfCouncil, Base):
    """What the headings of a register and its words mean in a council, by the signature of its headings."""

    __tablename__ = "matching"
    __table_args__ = (points_at_member("by_id"), UniqueConstraint("council_id", "signature"))

    signature: Mapped[str]
    name: Mapped[str]
    headings: Mapped[list[Any]]
    choices: Mapped[dict[str, Any]]
    used_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    by_id: Mapped[UUID]
