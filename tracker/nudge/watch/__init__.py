"""Who has gone quiet: one statement for each rule that is watched, over all the ideas of the open council.

Historical cases are never asked about, nor shielded ideas, nor parked and closed ones save where a rule is about that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Row, Select, and_, cast, exists, func, null, or_, select

from tracker import council
from tracker.clock import today
from tracker.gate.models import Condition, Decision, Request
from tracker.gate.words import Word
from tracker.idea.models import Idea, IdeaState, SponsorContact
from tracker.idea.rules import spoken
from tracker.idea.words import Extent, Outcome, State
from tracker.lesson.models import Lesson
from tracker.nudge.rulebook import rules
from tracker.nudge.rules import first_day
from tracker.nudge.words import Basis, Reason, Rule, Who
from tracker.risk.models import Risk
from tracker.tenancy import session
from tracker.value.models import Evidence, EvidenceReview

Found = Row[Any]
LONDON = "Europe/London"
ASKS_A_LESSON = (Outcome.STOPPED, Outcome.IMPROVED, Outcome.RESOURCED, Outcome.DECLINED)


@dataclass(frozen=True)
class Watch:
    """How one rule looks: what it asks of the database, and the sentence that says what it found."""

    asked: Callable[[Rule, date], Select[Any]]
    fact: Callable[[Found], str]


def reasons(day: date) -> list[Reason]:
    """Return every reason that the watched rules find in the open council for a day, in the order of the rule book."""
    nation = council.here().nation
    people = _People()
    found = []
    for code, watch in WATCHED.items():
        rule = rules()[code]
        for row in session().execute(watch.asked(rule, day)):
            first = first_day(rule, row.began_on, nation=nation, slow=bool(row.slow))
            if first <= day and (who := people.asked(rule, row)):
                found.append(Reason(rule, row.subject_id, row.idea_id, *who, row.began_on, first, watch.fact(row)))
    return found


class _People:
    """Who may be asked in the open council: those who are still here, and the leads, the longest here first."""

    def __init__(self) -> None:
        here = council.people()
        self._here = {one.id for one in here}
        self._leads = [one.id for one in here if council.Role.LEAD in one.roles]

    def asked(self, rule: Rule, row: Found) -> tuple[UUID, UUID] | None:
        """Return whom the rule asks about a row, and the lead behind them; None where the council has nobody to ask."""
        named = {Who.SPONSOR: row.sponsor_id, Who.KEEPER: row.keeper_id}.get(rule.who)
        wanted = [] if rule.who is Who.LEAD else [named, row.owner_id]
        person = next((one for one in [*wanted, *self._leads[:1]] if one in self._here), None)
        if person is None:
            return None
        return person, next((lead for lead in self._leads if lead != person), person)


def _ideas(rule: Rule, day: date, *, subject: Any, began: Any, state: State = State.ACTIVE) -> Select[Any]:
    """Ideas of a state that a rule looks at, with what every rule needs to know; `began` cut to what may be due."""
    unshielded = or_(Idea.shielded_until.is_(None), Idea.shielded_until <= day)
    asked = select(
        Idea.id.label("idea_id"),
        Idea.owner_id,
        Idea.sponsor_id,
        Idea.extent.in_([Extent.RADICAL, Extent.SYSTEM]).label("slow"),
        subject.label("subject_id"),
        began.label("began_on"),
    ).where(Idea.source.is_(None), Idea.state == state, unshielded, began <= _latest_began(rule, day))
    if rule.stages:
        asked = asked.where(Idea.stage.in_(rule.stages))
    return asked.order_by(began, subject)


def _latest_began(rule: Rule, day: date) -> date:
    if rule.basis is Basis.LEAD:
        return day + timedelta(days=rule.lead_days)
    return day - timedelta(days=max(rule.after_days, 1))


def _with(asked: Select[Any], *, keeper: Any = None, told: Any = None) -> Select[Any]:
    """Add who keeps the subject, and what the sentence tells."""
    nobody = null() if keeper is None else keeper
    nothing = null() if told is None else told
    return asked.add_columns(nobody.label("keeper_id"), nothing.label("told"))


def _day_of(moment: Any) -> Any:
    return cast(func.timezone(LONDON, moment), Date)


_IN_STAGE = func.coalesce(Idea.stage_since, _day_of(Idea.created_at))


def _unanswered(rule: Rule, day: date) -> Select[Any]:
    asked = _ideas(rule, day, subject=Idea.id, began=Idea.reply_due_on, state=State.TRIAGE)
    return _with(asked, told=Idea.submitted_on).where(Idea.first_reply_on.is_(None))


def _without_sponsor(rule: Rule, day: date) -> Select[Any]:
    nobody = and_(Idea.sponsor_id.is_(None), func.coalesce(Idea.sponsor_name, "") == "")
    return _with(_ideas(rule, day, subject=Idea.id, began=_IN_STAGE)).where(nobody)


def _without_contact(rule: Rule, day: date) -> Select[Any]:
    last = (
        select(SponsorContact.idea_id, func.max(SponsorContact.on).label("on"))
        .where(SponsorContact.on <= day)
        .group_by(SponsorContact.idea_id)
        .subquery()
    )
    asked = _ideas(rule, day, subject=Idea.id, began=func.coalesce(last.c.on, _IN_STAGE))
    return _with(asked, told=last.c.on).outerjoin(last, last.c.idea_id == Idea.id)


def _open_conditions(rule: Rule, day: date) -> Select[Any]:
    asked = _ideas(rule, day, subject=Condition.id, began=Condition.due_on)
    asked = _with(asked, keeper=Condition.owner_id, told=Condition.text)
    return asked.join(Condition, Condition.idea_id == Idea.id).where(Condition.met_on.is_(None))


def _held(rule: Rule, day: date) -> Select[Any]:
    last = (
        select(Decision.idea_id, Decision.id, Decision.word, Decision.until)
        .distinct(Decision.idea_id)
        .order_by(Decision.idea_id, Decision.number.desc())
        .subquery()
    )
    asked = _with(_ideas(rule, day, subject=last.c.id, began=last.c.until))
    return asked.join(last, last.c.idea_id == Idea.id).where(last.c.word == Word.HOLD)


def _parked(rule: Rule, day: date) -> Select[Any]:
    return _with(_ideas(rule, day, subject=Idea.id, began=Idea.parked_until, state=State.PARKED))


def _undecided(rule: Rule, day: date) -> Select[Any]:
    asked = _with(_ideas(rule, day, subject=Request.id, began=Request.due_on))
    return asked.join(Request, Request.idea_id == Idea.id).where(Request.decided_at.is_(None))


def _risks(rule: Rule, day: date) -> Select[Any]:
    asked = _ideas(rule, day, subject=Risk.id, began=Risk.review_on)
    asked = _with(asked, keeper=Risk.owner_id, told=Risk.description)
    return asked.join(Risk, Risk.idea_id == Idea.id).where(Risk.closed_at.is_(None))


def _stale(rule: Rule, day: date) -> Select[Any]:
    dated = select(Evidence.idea_id, Evidence.value_on.label("on")).where(Evidence.value_on.is_not(None))
    both = dated.union_all(select(EvidenceReview.idea_id, EvidenceReview.on)).subquery()
    newest = select(both.c.idea_id, func.max(both.c.on).label("on")).group_by(both.c.idea_id).subquery()
    asked = _with(_ideas(rule, day, subject=Idea.id, began=newest.c.on))
    return asked.join(newest, newest.c.idea_id == Idea.id)


def _without_evidence(rule: Rule, day: date) -> Select[Any]:
    some = exists().where(Evidence.idea_id == Idea.id)
    return _with(_ideas(rule, day, subject=Idea.id, began=_IN_STAGE)).where(~some)


def _still(rule: Rule, day: date) -> Select[Any]:
    asked = _with(_ideas(rule, day, subject=Idea.id, began=_day_of(Idea.changed_at)))
    return asked if rule.stages else asked.where(Idea.stage != "embedded")  # embedded ideas have a rule of their own


def _without_lesson(rule: Rule, day: date) -> Select[Any]:
    closed = (
        select(IdeaState.idea_id, func.max(IdeaState.on).label("on"))
        .where(IdeaState.state == State.CLOSED)
        .group_by(IdeaState.idea_id)
        .subquery()
    )
    asked = _with(_ideas(rule, day, subject=Idea.id, began=closed.c.on, state=State.CLOSED))
    untold = ~exists().where(Lesson.idea_id == Idea.id)
    return asked.join(closed, closed.c.idea_id == Idea.id).where(untold, Idea.outcome.in_(ASKS_A_LESSON))


def _said(day: date) -> str:
    return spoken(day, today=today())


def _contact_fact(row: Found) -> str:
    if row.told:
        return f"No contact between the sponsor and the team is recorded since {_said(row.told)}."
    return f"No contact between the sponsor and the team is recorded; it has been tried since {_said(row.began_on)}."


def _saying(sentence: str) -> Callable[[Found], str]:
    return lambda row: sentence.format(began=_said(row.began_on), told=row.told or "")


WATCHED: dict[str, Watch] = {
    "reply_overdue": Watch(
        _unanswered, _saying("A first reply was promised by {began}, and nobody has written one yet.")
    ),
    "no_sponsor": Watch(_without_sponsor, _saying("It has been in design since {began} and has no sponsor.")),
    "sponsor_silent": Watch(_without_contact, _contact_fact),
    "no_evidence": Watch(_without_evidence, _saying("It has been tried since {began}, and no evidence is recorded.")),
    "evidence_stale": Watch(_stale, _saying("Its newest evidence is of {began}.")),
    "embedded_idle": Watch(_still, _saying("Nothing has been added to it since {began}.")),
    "no_lesson_after_stop": Watch(_without_lesson, _saying("It was closed on {began}, and no lesson is recorded.")),
    "condition_due": Watch(_open_conditions, _saying("A condition of its gate decision is due on {began}: {told}")),
    "hold_due": Watch(_held, _saying("Its decision was held until {began}.")),
    "park_due": Watch(_parked, _saying("It is parked until {began}.")),
    "decision_due": Watch(_undecided, _saying("The decision that was asked for is due on {began}.")),
    "review_risk": Watch(_risks, _saying("One of its risks is for review on {began}: {told}")),
    "idle": Watch(_still, _saying("Nothing has been added to it since {began}.")),
}
