"""What a watched rule declares, and the one statement that is made of it.

Historical cases are never asked about, nor shielded ideas, nor parked and closed ones save where a rule is about that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    FromClause,
    Select,
    SQLColumnExpression,
    bindparam,
    cast,
    func,
    null,
    or_,
    select,
)

from tracker.clock import LONDON, today
from tracker.idea.models import Idea
from tracker.idea.rules import spoken
from tracker.idea.words import LARGE, Audience, State
from tracker.nudge.words import NudgeSubject, Rule

DAY, LATEST = bindparam("day", type_=Date), bindparam("latest", type_=Date)
BEFORE = bindparam("before", type_=DateTime(timezone=True))


def day_of(moment: SQLColumnExpression[datetime]) -> ColumnElement[date]:
    """Return the day in Europe/London on which a moment fell."""
    return cast(func.timezone(LONDON.key, moment), Date)


IN_STAGE_SINCE = func.coalesce(Idea.stage_since, day_of(Idea.created_at))


@dataclass(frozen=True, kw_only=True)
class WatchEntry:
    """How one rule of the rule book looks: at ideas of a state, and at the rows beside them that it is about.

    `fact` states what was found, with {began} and {particular}; `fact_without` where nothing particular is known.
    `beside` is joined by its idea, and may be missing where it is `optional`. The subject is the idea itself where no
    other is named; `keeper` is who keeps it. `moment` is named where it began on a moment's day, not on one stored.
    """

    code: str
    fact: str
    began: SQLColumnExpression[Any]
    fact_without: str = ""
    state: State = State.ACTIVE
    subject: SQLColumnExpression[UUID] | None = None
    beside: FromClause | None = None
    optional: bool = False
    where: tuple[ColumnElement[bool], ...] = ()
    keeper: SQLColumnExpression[Any] | None = None
    moment: SQLColumnExpression[datetime] | None = None
    particular: SQLColumnExpression[Any] | None = None

    def statement(self, rule: Rule) -> Select[Any]:
        """Return what asks for the subjects that may be due by DAY: begun by LATEST, the longest first.

        A moment is compared as it is stored, with BEFORE, where LATEST has ended: so an index finds it.
        """
        subject = Idea.id if self.subject is None else self.subject
        ideas = select(
            subject.label("subject_id"),
            Idea.id.label("idea_id"),
            Idea.owner_id,
            Idea.sponsor_id,
            _column(self.keeper, "keeper_id"),
            Idea.extent.in_(LARGE).label("large"),
            self.began.label("began_on"),
            _column(self.particular, "particular"),
            (Idea.audience == Audience.EVERYBODY).label("open_to_all"),
        ).select_from(Idea)
        if self.beside is not None:
            ideas = ideas.join(self.beside, self.beside.c.idea_id == Idea.id, isouter=self.optional)
        if rule.stages:
            ideas = ideas.where(Idea.stage.in_(rule.stages))
        unshielded = or_(Idea.shielded_until.is_(None), Idea.shielded_until <= DAY)
        live = (Idea.source.is_(None), Idea.state == self.state, unshielded)
        begun = self.began <= LATEST if self.moment is None else self.moment < BEFORE
        return ideas.where(*live, begun, *self.where).order_by(self.began, subject)

    def sentence(self, subject: NudgeSubject) -> str:
        """Return the fact behind a reason, as a person is told it."""
        fact = self.fact_without if self.fact_without and subject.particular is None else self.fact
        return fact.format(began=_spoken(subject.began_on), particular=_spoken(subject.particular))


def _column(named: SQLColumnExpression[Any] | None, name: str) -> ColumnElement[Any]:
    return (null() if named is None else named).label(name)


def _spoken(particular: date | str | None) -> str:
    return spoken(particular, today=today()) if isinstance(particular, date) else particular or ""
