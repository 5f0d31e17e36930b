"""Where ideas went, restated plainly: each idea's dated rows are walked one after the other, and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from tracker.idea import Stage
from tracker.portfolio.profile.words import FunnelRow

IN_PLAY = {"triage", "active"}


class LifeStep(NamedTuple):
    """One dated row of an idea: a move to a stage (kind 1), or a change of state (kind 0)."""

    idea_id: UUID
    first_stage: str
    day: date | None
    recorded_at: datetime
    kind: int
    number: int
    to_stage: str | None
    state: str | None

    @property
    def place(self) -> tuple[object, ...]:
        """Where it comes among the steps of its idea: undated ones lie before all others."""
        return (self.day or date.min, self.recorded_at, self.kind, self.number)


def walk(steps: Iterable[LifeStep], *, start: date, until: date) -> list[FunnelRow]:
    """Walk each idea's steps in their order and count where it was, where it went and where it is."""
    counts: Counter[tuple[str, str]] = Counter()
    known = sorted((step for step in steps if step.day is None or step.day <= until), key=lambda step: step.idea_id)
    for _, own in groupby(known, key=lambda step: step.idea_id):
        _count(sorted(own, key=lambda step: step.place), start, counts)
    names = [name for name in FunnelRow.__slots__ if name != "stage"]
    return [FunnelRow(str(stage), **{name: counts[stage, name] for name in names}) for stage in Stage]


def _count(steps: Sequence[LifeStep], start: date, counts: Counter[tuple[str, str]]) -> None:
    stage, state = steps[0].first_stage, None
    before = [step for step in steps if step.day is None or step.day <= start]
    for step in before:
        stage, state = step.to_stage or stage, step.state or state
    counts[stage, "here_before"] += state in IN_PLAY
    for step in steps[len(before) :]:
        new_stage, new_state = step.to_stage or stage, step.state or state
        counts.update(_crossing(stage, state, new_stage, new_state))
        stage, state = new_stage, new_state
    counts[stage, "here_now"] += state in IN_PLAY


def _crossing(stage: str, state: str | None, new_stage: str, new_state: str | None) -> list[tuple[str, str]]:
    """What one step adds to the counts: of the stage that was left, and of the stage that was reached."""
    was, is_now = state in IN_PLAY, new_state in IN_PLAY
    if was and is_now:
        if new_stage == stage:
            return []
        back = Stage(new_stage).rank < Stage(stage).rank
        return [(stage, "went_back" if back else "went_on"), (new_stage, "came_back" if back else "came_on")]
    if was:
        return [(stage, "parked" if new_state == "parked" else "closed")]
    if is_now:
        return [(new_stage, "logged" if state in {None, "draft"} else "woken")]
    return []
