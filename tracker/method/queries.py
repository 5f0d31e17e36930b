"""What is asked about plans: the plan of an idea, and which ideas use a method, as far as their reader may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from tracker.council import NAME, Reader
from tracker.idea import VISIBLE, Idea, seen_by
from tracker.method.rules import Method, methods
from tracker.method.words import StepState
from tracker.tenancy import rows

MOST_USES = 50


class StepRow(NamedTuple):
    """What was said of a step on a day, and by whom."""

    step_id: UUID
    phase: str
    method: str | None
    state: StepState
    note: str | None
    because: str | None
    at: datetime
    by: str | None

    @property
    def of(self) -> Method | None:
        """The method that was picked, if the library still has it."""
        return methods().get(self.method or "")

    @property
    def withdrawn(self) -> bool:
        """Whether it was taken back."""
        return self.state == StepState.WITHDRAWN


@dataclass(frozen=True)
class PlannedStep:
    """A step as it stands, and what was said of it before, the newest first."""

    now: StepRow
    before: Sequence[StepRow]


@dataclass(frozen=True)
class PlanPhase:
    """A phase of a plan with the methods picked for it, those skipped among them."""

    name: str
    steps: Sequence[PlannedStep]

    @property
    def picked(self) -> Sequence[PlannedStep]:
        """The steps that have a method."""
        return [one for one in self.steps if one.now.method]


@dataclass(frozen=True)
class Plan:
    """The plan of an idea: its phases in the order in which they were first named; what was withdrawn stands apart."""

    phases: Sequence[PlanPhase]
    withdrawn: Sequence[PlannedStep]

    def step(self, step_id: UUID) -> PlannedStep | None:
        """A step that stands in the plan."""
        return next((one for phase in self.phases for one in phase.steps if one.now.step_id == step_id), None)


_PLAN = f"""
SELECT p.step_id, p.phase, p.method, p.state, p.note, p.because, p.at, {NAME.format("p.by_id")} AS by
FROM plan_step p WHERE p.idea_id = CAST(:idea AS uuid) ORDER BY p.number"""  # noqa: S608 - made of constants only


def plan_of(*, idea: Idea) -> Plan:
    """The plan of an idea: one statement."""
    told: dict[UUID, list[StepRow]] = {}
    for row in rows(StepRow, _PLAN, idea=idea.id):
        told.setdefault(row.step_id, []).insert(0, row)
    steps = [PlannedStep(said[0], said[1:]) for said in told.values()]
    standing = [one for one in steps if not one.now.withdrawn]
    names = dict.fromkeys(one.now.phase for one in standing)
    return Plan(
        [PlanPhase(name, [one for one in standing if one.now.phase == name]) for name in names],
        [one for one in steps if one.now.withdrawn],
    )


class MethodUse(NamedTuple):
    """An idea in whose plan a method stands: in which phase, how it went, since when."""

    ref: str
    title: str
    phase: str
    state: StepState
    note: str | None
    because: str | None
    at: datetime


# The newest row of each step, of ideas that the reader sees; one that was withdrawn uses nothing.
_STANDING = f"""
FROM plan_step p
CROSS JOIN LATERAL (SELECT * FROM idea WHERE idea.id = p.idea_id AND {VISIBLE.format("idea")} OFFSET 0) i
WHERE p.method IS NOT NULL AND p.state <> 'withdrawn'
 AND NOT EXISTS (SELECT FROM plan_step later WHERE later.idea_id = p.idea_id AND later.step_id = p.step_id
  AND later.number > p.number)"""  # noqa: S608 - made of constants only
_USES = f"""
SELECT i.ref, i.title, p.phase, p.state, p.note, p.because, p.at {_STANDING} AND p.method = CAST(:method AS text)
ORDER BY p.number DESC LIMIT {MOST_USES}"""
_COUNTS = f"""
SELECT p.method, count(DISTINCT p.idea_id) AS ideas {_STANDING} AND p.state <> 'skipped' GROUP BY p.method"""


def uses_of(*, method: Method, reader: Reader) -> list[MethodUse]:
    """The ideas in whose plans a method stands or was skipped, as far as their reader sees them, the newest first."""
    return rows(MethodUse, _USES, method=method.key, **seen_by(reader))


class _Count(NamedTuple):
    method: str
    ideas: int


def use_counts(*, reader: Reader) -> Mapping[str, int]:
    """In how many ideas that a reader sees each method is used: what was skipped is not used. One statement."""
    return {one.method: one.ideas for one in rows(_Count, _COUNTS, **seen_by(reader))}
