"""Watched in the council itself, its elections and the collaboratives that it convenes: what is about no idea."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    FromClause,
    Select,
    SQLColumnExpression,
    Text,
    Uuid,
    bindparam,
    cast,
    exists,
    false,
    func,
    literal_column,
    null,
    select,
    true,
)

from tracker.clock import spoken, today
from tracker.collaborative.models import Collaborative, Publication
from tracker.council.models import Membership
from tracker.idea.models import Idea, SponsorContact
from tracker.nudge.rules import latest_beginning
from tracker.nudge.watch.entry import WatchEntry, day_of
from tracker.nudge.words import NudgeSubject, Rule

HERE = bindparam("here", type_=Uuid())
HELD, NEXT = bindparam("held", type_=Date()), bindparam("next", type_=Date())


@dataclass(frozen=True, kw_only=True)
class CouncilEntry:
    """How a rule looks that is about no idea: at the council, or at the rows of a table, each with its subject.

    `fact` and `fact_past` are read as those of a `WatchEntry`.
    """

    code: str
    fact: str
    began: SQLColumnExpression[Any]
    subject: SQLColumnExpression[UUID]
    fact_past: str = ""
    table: FromClause | None = None
    where: tuple[ColumnElement[bool], ...] = ()
    particular: SQLColumnExpression[Any] | None = None

    def given(self, rule: Rule, day: date) -> dict[str, object]:
        """Return by when a reason has begun that its rule speaks of by a day, as its statement takes it."""
        return {f"latest_{self.code}": latest_beginning(rule, day)}

    def statement(self, _rule: Rule, *, narrowed: bool = False) -> Select[Any]:
        """Return what asks for the subjects that may be due; narrowed to ideas it finds nothing."""
        nobody = cast(null(), Uuid)
        found = select(
            literal_column(f"'{self.code}'").label("code"),
            self.subject.label("subject_id"),
            nobody.label("idea_id"),
            *(nobody.label(place) for place in ("owner_id", "sponsor_id", "keeper_id")),
            false().label("large"),
            self.began.label("began_on"),
            cast(null() if self.particular is None else self.particular, Text).label("particular"),
            cast(null(), Date).label("particular_on"),
            true().label("open_to_all"),
        )
        if self.table is not None:
            found = found.select_from(self.table)
        begun = self.began <= bindparam(f"latest_{self.code}", type_=Date)
        return found.where(begun, *self.where, *([false()] if narrowed else []))

    def sentence(self, subject: NudgeSubject) -> str:
        """Return the fact behind a reason, as a person is told it."""
        fact = self.fact_past if self.fact_past and subject.began_on < today() else self.fact
        return fact.format(began=spoken(subject.began_on, today=today()), particular=subject.particular or "")


def elections(*, held: date | None, to_come: date | None, here: UUID) -> Mapping[str, object]:
    """Return what the statements take of the council: itself, its last election day and its next."""
    return {"held": held, "next": to_come, "here": here}


was_elected = exists().where(
    Membership.council_id == Idea.council_id,
    Membership.person_id == Idea.sponsor_id,
    Membership.elected,
    Membership.ended_at.is_(None),
)
has_confirmed = exists().where(
    SponsorContact.idea_id == Idea.id, SponsorContact.by_id == Idea.sponsor_id, SponsorContact.on >= HELD
)
newest_card = (
    select(func.max(day_of(Publication.published_at)))
    .where(Publication.collaborative_id == Collaborative.id)
    .scalar_subquery()
)

AnyEntry = WatchEntry | CouncilEntry

ENTRIES: tuple[AnyEntry, ...] = (
    WatchEntry(
        code="sponsor_elected",
        fact="Since the election on {began} its sponsor, who is elected, has not said that they stand behind it.",
        began=HELD,
        where=(was_elected, ~has_confirmed),
    ),
    CouncilEntry(
        code="election_near",
        fact="There is an election on {began}. Decisions of the six weeks before it say so.",
        began=NEXT,
        subject=HERE,
    ),
    CouncilEntry(
        code="election_next",
        fact="The election day that was named, {began}, is over, and no next one is named.",
        began=HELD,
        subject=HERE,
        where=(NEXT.is_(None),),
    ),
    CouncilEntry(
        code="collaborative_quiet",
        fact="{particular} has had no new card since {began}.",
        table=Collaborative.__table__,
        began=func.coalesce(newest_card, day_of(Collaborative.created_at)),
        subject=Collaborative.id,
        where=(Collaborative.convenor_id == HERE, Collaborative.source.is_(None)),
        particular=func.coalesce(Collaborative.name, Collaborative.code),
    ),
)
