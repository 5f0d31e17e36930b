"""What would go on a day: the reasons found, with what was told about each before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from tracker import council, fault
from tracker.clock import day_of
from tracker.idea import IdeaName
from tracker.nudge.queries.reasons import ideas_asked_about, reasons
from tracker.nudge.rules import next_turn
from tracker.nudge.rules.turns import UNANSWERED_BEFORE_LEAD
from tracker.nudge.watch import WATCHED
from tracker.nudge.words import EarlierNudge, NudgeState, PlannedNudge, Reason, Turn
from tracker.ours import Value, holding, settings
from tracker.tenancy import rows


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

    def look(self, rules: Sequence[str], only: Sequence[IdeaName] | None = None) -> None:
        """Have some rules look; at all ideas, or at some."""
        ids = None if only is None else [idea.id for idea in only]
        causes = reasons(self.day, rules=rules, only=ids)
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


def outlook(*, day: date, rules: Collection[str] = tuple(WATCHED)) -> Outlook:
    """Return what the rules find for a day in the open council; what fails in one stops neither the others nor itself.

    All rules, or some. A rule looks past the ideas that it cannot look at; one that fails for very many looks at none.
    """
    found, watched = Outlook(day), [code for code in WATCHED if code in rules]
    for rule in fault.work_out(lambda some: found.look(watched if some is None else some), lambda: watched):
        found.look_at_each(rule)
    return found


def outlook_of(ideas: Iterable[UUID], *, rules: Collection[str], day: date) -> Outlook:
    """Return what some rules find of some ideas; a rule that fails for any of them looks at none."""
    found, watched = Outlook(day), [code for code in WATCHED if code in rules]
    named = [IdeaName(idea_id, "") for idea_id in ideas]

    def look(some: Sequence[str] | None) -> None:
        found.look(watched if some is None else some, named)

    for rule in fault.work_out(look, lambda: watched):
        found.faults[FaultySubject(rule, None)] = ""
    return found


def plan(*, day: date, rules: Collection[str] = tuple(WATCHED)) -> list[PlannedNudge]:
    """Return what would go on a day in the open council, by all rules or some: what waits, and what falls due."""
    return outlook(day=day, rules=rules).planned


@dataclass(frozen=True)
class Reach:
    """Whom the rules reach on a day as they stand, and whom besides or no longer with other settings."""

    now: list[PlannedNudge]
    added: list[PlannedNudge]
    gone: list[PlannedNudge]


def reach(*, wanted: Mapping[str, Value | None], day: date) -> Reach:
    """Return whom a change of settings would reach on a day in the open council; nothing is kept of it."""
    now = plan(day=day)
    with holding(settings().changed(wanted)):
        then = plan(day=day)
    before, after = ({(one.reason.key, one.person_id) for one in each} for each in (now, then))
    return Reach(
        now,
        [one for one in then if (one.reason.key, one.person_id) not in before],
        [one for one in now if (one.reason.key, one.person_id) not in after],
    )


def plan_of(causes: Sequence[Reason], *, day: date) -> list[PlannedNudge]:
    """Return what would go on a day for these reasons."""
    nation = council.here().nation
    planned = []
    for reason, told in zip(causes, _before(causes), strict=True):
        earlier = [_as_earlier(row, reason) for row in told]
        turn = next_turn(reason.rule, reason.first_day, earlier, nation=nation)
        if turn is None:
            last = told[-1]
            planned.append(PlannedNudge(reason, Turn(last.repeat, last.due_on, to_lead=False), last.person_id, last.id))
        elif turn.due_on <= day:
            planned.append(PlannedNudge(reason, turn, reason.lead_id if turn.to_lead else reason.person_id, None))
    return planned


class _Earlier(NamedTuple):
    """A nudge that was made before for a reason, by that reason's place, as far as the next depends on it."""

    place: int
    id: UUID
    person_id: UUID
    repeat: int
    due_on: date
    state: str
    made_at: datetime
    sent_on: date | None
    snoozed_until: date | None
    settled_at: datetime | None
    escalated_at: datetime | None


# Of each reason no more than its turn looks at: the last, and those before it that nobody answered. Reasons that are
# over are not looked at: there are more of them each year.
_LAST = f"""
SELECT reason.place, last.* FROM unnest(CAST(:rules AS text[]), CAST(:subjects AS uuid[]), CAST(:begun AS date[]))
  WITH ORDINALITY AS reason (rule, subject_id, began_on, place)
 CROSS JOIN LATERAL (
  SELECT {", ".join(_Earlier._fields[1:])} FROM nudge n
   WHERE n.rule = reason.rule AND n.subject_id = reason.subject_id AND n.began_on = reason.began_on
   ORDER BY n.repeat DESC LIMIT {UNANSWERED_BEFORE_LEAD}) AS last
 ORDER BY last.repeat, last.id"""  # noqa: S608 - made of constants only


def names_of(causes: Sequence[Reason]) -> dict[str, list[object]]:
    """What names some reasons over their repeats, as a statement takes it: rules, subjects and begun, by place."""
    subjects = [reason.subject for reason in causes]
    return {
        "rules": [reason.rule.code for reason in causes],
        "subjects": [subject.subject_id for subject in subjects],
        "begun": [subject.began_on for subject in subjects],
    }


def _before(causes: Sequence[Reason]) -> list[list[_Earlier]]:
    """The last nudges made for each of some reasons, in the order of their numbers."""
    before: list[list[_Earlier]] = [[] for _ in causes]
    for row in rows(_Earlier, _LAST, **names_of(causes)):
        before[row.place - 1].append(row)
    return before


def _as_earlier(row: _Earlier, reason: Reason) -> EarlierNudge:
    """Say what became of a nudge, and on what day its interval begins.

    What somebody else let pass, who held the place before, counts for nobody: who is asked now is asked at once.
    """
    state, sent, repeat = NudgeState(row.state), row.sent_on, row.repeat
    passed = state in {NudgeState.SENT, NudgeState.WITHDRAWN} and row.escalated_at is None
    if passed and not reason.asks(row.person_id):
        made = day_of(row.made_at)
        return EarlierNudge(repeat, NudgeState.WITHDRAWN, made, until=made)
    if state is NudgeState.SENT:
        return EarlierNudge(repeat, state, sent or day_of(row.made_at))
    if state is NudgeState.WITHDRAWN:
        made = day_of(row.made_at)
        return EarlierNudge(repeat, state, sent or made, until=None if sent else made)
    if state is NudgeState.WITHHELD:
        return EarlierNudge(repeat, state, row.due_on)
    return EarlierNudge(repeat, state, day_of(row.settled_at or row.made_at), until=row.snoozed_until)
