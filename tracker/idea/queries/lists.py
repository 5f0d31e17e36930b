"""Lists of ideas: columns only, so that fifty rows cost what one does; no list loads an idea."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, func, literal, or_, select, tuple_
from sqlalchemy.orm import aliased

from tracker.council import Person, Service
from tracker.idea.models import Idea
from tracker.idea.words import Stage, State
from tracker.tenancy import session

PAGE = 50


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; empty means everything. `mine` is the person whose own ideas are wanted."""

    stage: Stage | None = None
    state: State | None = None
    service_id: UUID | None = None
    owner_id: UUID | None = None
    mine: UUID | None = None
    text: str = ""
    historical: bool | None = None

    @property
    def any(self) -> bool:
        """Whether anything is filtered."""
        return self != Filters()


@dataclass(frozen=True)
class Key:
    """The last row of a page: the next page begins after it."""

    changed_at: datetime
    id: UUID

    def __str__(self) -> str:
        return f"{self.changed_at.isoformat()}_{self.id}"

    @classmethod
    def read(cls, given: str | None) -> Key | None:
        """Read a key from an address; None for none, or for one that is no key."""
        try:
            moment, _, which = (given or "").partition("_")
            return cls(datetime.fromisoformat(moment), UUID(which))
        except ValueError:
            return None


@dataclass(frozen=True)
class Page:
    """One page of a list, and where the next begins."""

    rows: Sequence[Row[Any]]
    next_key: Key | None


def _columns() -> Select[Any]:
    owner = aliased(Person, name="owner")
    return (
        select(
            Idea.id,
            Idea.ref,
            Idea.title,
            Idea.stage,
            Idea.state,
            Idea.outcome,
            func.coalesce(Service.name, Idea.service_area).label("service"),
            owner.name.label("owner"),
            Idea.stage_since,
            Idea.changed_at,
            Idea.parked_until,
            Idea.source.is_not(None).label("historical"),
        )
        .outerjoin(Service, and_(Service.council_id == Idea.council_id, Service.id == Idea.service_id))
        .outerjoin(owner, owner.id == Idea.owner_id)
    )


def listing(*, reader: UUID, filters: Filters | None = None, after: Key | None = None, limit: int = PAGE) -> Page:
    """One page of ideas, those changed last first: one statement, whatever is filtered. Drafts are the reader's own."""
    asked = _columns().where(*_narrowed(filters or Filters(), reader))
    if after:
        asked = asked.where(
            tuple_(Idea.changed_at, Idea.id)
            < tuple_(literal(after.changed_at, Idea.changed_at.type), literal(after.id, Idea.id.type))
        )
    asked = asked.order_by(Idea.changed_at.desc(), Idea.id.desc()).limit(limit + 1)
    rows = session().execute(asked).all()
    more = len(rows) > limit
    shown = rows[:limit]
    return Page(rows=shown, next_key=Key(shown[-1].changed_at, shown[-1].id) if more else None)


def _narrowed(filters: Filters, reader: UUID) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if filters.state is State.DRAFT:
        wanted.append(and_(Idea.state == State.DRAFT, Idea.author_id == reader))
    elif filters.state:
        wanted.append(Idea.state == filters.state)
    else:
        wanted.append(Idea.state != State.DRAFT)
    for column, value in (
        (Idea.stage, filters.stage),
        (Idea.service_id, filters.service_id),
        (Idea.owner_id, filters.owner_id),
    ):
        if value is not None:
            wanted.append(column == value)
    if filters.mine:
        wanted.append(or_(Idea.author_id == filters.mine, Idea.owner_id == filters.mine))
    if filters.text:
        wanted.append(or_(Idea.title.icontains(filters.text, autoescape=True), Idea.ref == filters.text.upper()))
    if filters.historical is not None:
        wanted.append(Idea.source.is_not(None) if filters.historical else Idea.source.is_(None))
    return wanted
