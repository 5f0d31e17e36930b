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
    Text,
    Uuid,
    any_,
    bindparam,
    cast,
    func,
    literal_column,
    null,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY

from tracker.capacity.models import TeamMember
from tracker.capacity.words import TeamRole
from tracker.clock import LONDON, days_after, spoken, start_of, today
from tracker.idea.models import Idea
from tracker.idea.words import LARGE, UNDECIDED, Audience, State
from tracker.nudge.rules import latest_beginning
from tracker.nudge.words import NudgeSubject, Recipient, Rule

_PLACES = {
    Recipient.CORPORATE_CONTACT: TeamRole.CORPORATE_CONTACT,
    Recipient.COMMISSIONER: TeamRole.COMMISSIONER,
}
DAY = bindparam("day", type_=Date)
ONLY = bindparam("only", type_=ARRAY(Uuid()))


def lead_of(code: str) -> str:
    """Name the parameter that holds for how many days ahead a rule speaks."""
    return f"lead_{code}"


def day_of(moment: SQLColumnExpression[datetime]) -> ColumnElement[date]:
    """Return the day in Europe/London on which a moment fell."""
    return cast(func.timezone(LONDON.key, moment), Date)


IN_STAGE_SINCE = func.coalesce(Idea.stage_since, day_of(Idea.created_at))


@dataclass(frozen=True, kw_only=True)
class WatchEntry:
    """How one rule of the rule book looks: at ideas of a state, and at the rows beside them that it is about.

    `fact` states what was found, with {began} and {particular}; `fact_without` where nothing particular is known,
    `fact_past` once the day is over on which it is due.
    `beside` is joined by its idea, and may be missing where it is `optional`. The subject is the idea itself where no
    other is named; `keeper` is who keeps it; without a `state` it may be in any but closed; a shield hides it but where
    it is `also_shielded`. `moment` is named where it
    began on a moment's day, not on one stored.
    """

    code: str
    fact: str
    began: SQLColumnExpression[Any]
    fact_without: str = ""
    fact_past: str = ""
    state: State | None = State.ACTIVE
    also_shielded: bool = False
    subject: SQLColumnExpression[UUID] | None = None
    beside: FromClause | None = None
    optional: bool = False
    where: tuple[ColumnElement[bool], ...] = ()
    keeper: SQLColumnExpression[Any] | None = None
    moment: SQLColumnExpression[datetime] | None = None
    particular: SQLColumnExpression[Any] | None = None

    def given(self, rule: Rule, day: date) -> dict[str, object]:
        """Return by when a reason has begun that its rule speaks of by a day, as its statement takes it.

        A moment is compared as it is stored, with where that day has ended: so an index finds it.
        """
        latest = latest_beginning(rule, day)
        return {self._latest: latest if self.moment is None else start_of(days_after(latest, 1))}

    @property
    def _latest(self) -> str:
        return f"latest_{self.code}"

    def statement(self, rule: Rule, *, narrowed: bool = False) -> Select[Any]:
        """Return what asks for the subjects that may be due by DAY, of this rule alone; its code stands beside each.

        Narrowed, only of the ideas that are named when it is asked.
        """
        subject = Idea.id if self.subject is None else self.subject
        ideas = select(
            literal_column(f"'{self.code}'").label("code"),
            subject.label("subject_id"),
            Idea.id.label("idea_id"),
            Idea.owner_id,
            Idea.sponsor_id,
            cast(self._keeper(rule), Uuid).label("keeper_id"),
            Idea.extent.in_(LARGE).label("large"),
            self.began.label("began_on"),
            self._particular(Text).label("particular"),
            self._particular(Date).label("particular_on"),
            (Idea.audience == Audience.EVERYBODY).label("open_to_all"),
        ).select_from(Idea)
        if self.beside is not None:
            ideas = ideas.join(self.beside, self.beside.c.idea_id == Idea.id, isouter=self.optional)
        if rule.stages:
            ideas = ideas.where(Idea.stage.in_(rule.stages))
        unshielded = or_(Idea.shielded_until.is_(None), Idea.shielded_until <= DAY)
        standing = Idea.state == self.state if self.state else Idea.state.in_(UNDECIDED)
        live = [Idea.source.is_(None), standing, *([] if self.also_shielded else [unshielded])]
        if self.moment is None:
            begun = self.began <= bindparam(self._latest, type_=Date)
        else:
            begun = self.moment < bindparam(self._latest, type_=DateTime(timezone=True))
        if narrowed:
            ideas = ideas.where(Idea.id == any_(ONLY))
        return ideas.where(*live, begun, *self.where)

    def _keeper(self, rule: Rule) -> SQLColumnExpression[Any]:
        """Who is asked beside those whom the idea itself names: who keeps the thing, or has a place on its team."""
        if rule.recipient in _PLACES:
            member = (TeamMember.idea_id == Idea.id, TeamMember.role == _PLACES[rule.recipient])
            return select(TeamMember.person_id).where(*member, TeamMember.left_on.is_(None)).scalar_subquery()
        return null() if self.keeper is None else self.keeper

    def _particular(self, kind: type[Text | Date]) -> ColumnElement[Any]:
        """What the fact names, if it is of a kind: a day, or words."""
        if self.particular is None:
            return cast(null(), kind)
        column: ColumnElement[Any] = self.particular.label(None).element
        return cast(column if isinstance(column.type, kind) else null(), kind)

    def sentence(self, subject: NudgeSubject) -> str:
        """Return the fact behind a reason, as a person is told it."""
        fact = self.fact_without if self.fact_without and subject.particular is None else self.fact
        if self.fact_past and subject.began_on < today():
            fact = self.fact_past
        return fact.format(began=_spoken(subject.began_on), particular=_spoken(subject.particular))


def _spoken(particular: date | str | None) -> str:
    return spoken(particular, today=today()) if isinstance(particular, date) else particular or ""
