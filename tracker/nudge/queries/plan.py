"""What would go on a day: the reasons found, with what was told about each before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from tracker import council, fault
from tracker.clock import day_of
from tracker.idea import IdeaName
from tracker.nudge.models import Nudge
from tracker.nudge.queries.reasons import ideas_asked_about, reasons
from tracker.nudge.rules import next_turn
from tracker.nudge.watch import WATCHED
from tracker.nudge.words import EarlierNudge, NudgeState, PlannedNudge, Reason, ReasonKey, Turn
from tracker.tenancy import session


class FaultySubject(NamedTuple):
    """What a rule could not look at: one idea, or none of them."""

    rule: str
    idea: IdeaName | None

    @property
    def name(self) -> str:
        """What it is called where it is set aside."""
        return f"{self.rule}, {self.idea.ref}" if self.idea else self.rule


@dataclass(frozen=True)
class Outlook:
    """What the rules find for a day: why somebody would be asked, what would go, and what they could not look at."""

    day: date
    reasons: list[Reason] = field(default_factory=list)
    planned: list[PlannedNudge] = field(default_factory=list)
    faults: dict[FaultySubject, str] = field(default_factory=dict)

    def look(self, rules: Sequence[str] | None, only: Sequence[IdeaName] | None = None) -> None:
        """Have some rules look, or all; at all ideas, or at some."""
        ids = None if only is None else [idea.id for idea in only]
        causes = reasons(self.day, only=ids) if rules is None else reasons(self.day, rules=rules, only=ids)
        planned = plan_of(causes, day=self.day)
        self.reasons.extend(causes)
        self.planned.extend(planned)

    def look_at_each(self, rule: str) -> None:
        """Have a rule look that failed over all ideas: past each that it cannot look at, or not at all."""

        def look(only: Sequence[IdeaName] | None) -> None:
            self.look([rule], only)

        try:
            faults = fault.work_out(look, ideas_asked_about)
        except fault.TooManyFaultsError as why:
            self.faults[FaultySubject(rule, None)] = type(why.__cause__).__name__
        else:
            self.faults.update({FaultySubject(rule, idea): error for idea, error in faults.items()})

    def covers(self, nudge: Nudge) -> bool:
        """Whether the rules could look at what a nudge is about."""
        return not any(
            nudge.rule == faulty.rule and (faulty.idea is None or faulty.idea.id == nudge.idea_id)
            for faulty in self.faults
        )


def outlook(*, day: date, only: Sequence[UUID] | None = None) -> Outlook:
    """Return what the rules find for a day in the open council; what fails in one stops neither the others nor itself.

    Of all ideas, or of some. A rule looks past the ideas that it cannot look at; one that fails for very many looks at
    none.
    """
    found = Outlook(day)
    if only is not None:
        ideas = [IdeaName(idea_id, "") for idea_id in only]
        for rule in fault.work_out(partial(found.look, only=ideas), lambda: list(WATCHED)):
            found.faults[FaultySubject(rule, None)] = ""
        return found
    for rule in fault.work_out(found.look, lambda: list(WATCHED)):
        found.look_at_each(rule)
    return found


def plan(*, day: date) -> list[PlannedNudge]:
    """Return what would go on a day in the open council: what waits already, and what falls due by then."""
    return outlook(day=day).planned


def plan_of(causes: Sequence[Reason], *, day: date) -> list[PlannedNudge]:
    """Return what would go on a day for these reasons."""
    nation = council.here().nation
    before = _before({reason.idea_id for reason in causes})
    planned = []
    for reason in causes:
        rows = before.get(reason.key, [])
        earlier = [_as_earlier(row, reason) for row in rows]
        turn = next_turn(reason.rule, reason.first_day, earlier, nation=nation)
        if turn is None:
            last = rows[-1]
            planned.append(PlannedNudge(reason, Turn(last.repeat, last.due_on, to_lead=False), last.person_id, last.id))
        elif turn.due_on <= day:
            planned.append(PlannedNudge(reason, turn, reason.lead_id if turn.to_lead else reason.person_id, None))
    return planned


def _before(ideas: Iterable[UUID]) -> dict[ReasonKey, list[Nudge]]:
    """Nudges made before about these ideas, by reason, in the order of their numbers."""
    rows = session().scalars(select(Nudge).where(Nudge.idea_id.in_(ideas)).order_by(Nudge.repeat, Nudge.id))
    before: dict[ReasonKey, list[Nudge]] = {}
    for row in rows:
        before.setdefault(row.reason_key, []).append(row)
    return before


def _as_earlier(row: Nudge, reason: Reason) -> EarlierNudge:
    """Say what became of a nudge, and on what day its interval begins.

    What somebody else let pass, who held the place before, counts for nobody: who is asked now is asked at once.
    """
    made, settled = day_of(row.made_at), day_of(row.settled_at or row.made_at)
    passed = row.state in {NudgeState.SENT, NudgeState.WITHDRAWN} and row.escalated_at is None
    if passed and not reason.asks(row.person_id):
        return EarlierNudge(row.repeat, NudgeState.WITHDRAWN, made, until=made)
    if row.state is NudgeState.SENT:
        return EarlierNudge(row.repeat, row.state, row.sent_on or made)
    if row.state is NudgeState.WITHDRAWN:
        return EarlierNudge(row.repeat, row.state, row.sent_on or made, until=None if row.sent_on else made)
    if row.state is NudgeState.WITHHELD:
        return EarlierNudge(row.repeat, row.state, row.due_on)
    return EarlierNudge(row.repeat, row.state, settled, until=row.snoozed_until)
