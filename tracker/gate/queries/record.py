"""What was decided on an idea, whole, beside its story: each decision with its snapshot, and what became of it."""

# ruff: noqa: S608 - the statement is made of constants only

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from tracker.council import FORMER, NAME
from tracker.gate.words import Gate, StopReason, Word
from tracker.idea import Aside


class ExtensionEntry(NamedTuple):
    """Another date that was asked for: the day before it, the one wanted, why and by whom; granted or not, by whom."""

    due_on: date
    wanted_on: date
    because: str
    by: str
    granted: bool | None
    answer: str | None
    answered_by: str | None
    answered_at: datetime | None


class ConditionEntry(NamedTuple):
    """A condition of a decision as it stands: whose, by when, met or fallen away, and the other dates asked for.

    These come the first asked for first.
    """

    id: UUID
    owner_id: UUID
    text: str
    owner: str
    due_on: date
    met_on: date | None
    met_note: str | None
    fallen_on: date | None
    dates: Sequence[ExtensionEntry]

    @property
    def is_open(self) -> bool:
        """Whether it is still to be met."""
        return self.met_on is None and self.fallen_on is None


class DecisionEntry(NamedTuple):
    """One decision with what was known that day; the numbers of those that it reverses, and of what reversed it."""

    number: int
    gate: Gate
    word: Word
    because: str
    by: str
    on: date
    at: datetime
    until: date | None
    from_stage: str
    to_stage: str
    stop_reason: StopReason | None
    waived: Sequence[Mapping[str, Any]]
    waiver_because: str | None
    policy_version: int
    snapshot: Mapping[str, Any]
    archive_consent: bool
    reverses: Sequence[int]
    reversed_by: int | None
    conditions: Sequence[ConditionEntry]


# Rows come as arrays, in the order of the fields that they are read into.
_DATES = f"""
(SELECT json_agg(json_build_array(x.due_on, x.wanted_on, x.because, {NAME.format("x.by_id")}, x.granted, x.answer,
  {NAME.format("x.answered_by_id")}, x.answered_at) ORDER BY x.at, x.id)
  FROM extension x WHERE x.condition_id = c.id)"""
_CONDITIONS = f"""
(SELECT json_agg(json_build_array(c.id, c.owner_id, c.text, {NAME.format("c.owner_id")}, c.due_on, c.met_on,
  c.met_note, c.fallen_on, {_DATES}) ORDER BY c.due_on, c.id)
  FROM condition c WHERE c.idea_id = d.idea_id AND c.decision_id = d.id)"""
_REVERSES = """
(SELECT json_agg(o.number ORDER BY o.number DESC) FROM reversal r JOIN decision o ON o.id = r.reversed_id
  WHERE r.decision_id = d.id)"""
_REVERSED_BY = """
(SELECT min(o.number) FROM decision o JOIN reversal r ON r.decision_id = o.id
  WHERE o.idea_id = d.idea_id AND r.reversed_id = d.id)"""
_RECORD = f"""
SELECT json_agg(json_build_array(d.number, d.gate, d.word, d.because, {NAME.format("d.by_id")}, d.on, d.at, d.until,
  d.from_stage, d.to_stage, d.stop_reason, d.waived, d.waiver_because, d.policy_version, d.snapshot, d.archive_consent,
  {_REVERSES}, {_REVERSED_BY}, {_CONDITIONS}) ORDER BY d.number) FROM decision d WHERE d.idea_id = idea.id"""


def _day(stored: str | None) -> date | None:
    return date.fromisoformat(stored) if stored else None


def _extension(stored: Sequence[Any]) -> ExtensionEntry:
    due_on, wanted_on, because, by, granted, answer, answered_by, at = stored
    days = date.fromisoformat(due_on), date.fromisoformat(wanted_on)
    moment = datetime.fromisoformat(at) if at else None
    return ExtensionEntry(*days, because, by or FORMER, granted, answer, answered_by, moment)


def _condition(stored: Sequence[Any]) -> ConditionEntry:
    known_as, owner_id, words, owner, due_on, met_on, met_note, fallen_on, dates = stored
    others = [_extension(each) for each in dates or ()]
    due = date.fromisoformat(due_on)
    whose = UUID(known_as), UUID(owner_id)
    return ConditionEntry(*whose, words, owner or FORMER, due, _day(met_on), met_note, _day(fallen_on), others)


def _decision(stored: Sequence[Any]) -> DecisionEntry:
    made = DecisionEntry(*stored)
    return made._replace(
        gate=Gate(made.gate),
        word=Word(made.word),
        by=made.by or FORMER,
        on=date.fromisoformat(str(made.on)),
        at=datetime.fromisoformat(str(made.at)),
        until=_day(stored[7]),
        stop_reason=StopReason(made.stop_reason) if made.stop_reason else None,
        reverses=made.reverses or (),
        conditions=[_condition(each) for each in stored[18] or ()],
    )


DECISIONS: Aside[Sequence[DecisionEntry]] = Aside(
    "decisions", _RECORD, lambda told: [_decision(each) for each in told or ()]
)
