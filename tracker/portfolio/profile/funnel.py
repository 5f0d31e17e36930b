"""Where ideas went, stage by stage, walked from the append-only record, so that the figures always add up.

For each stage: here at the start + logged + came on + came back + woken = went on + went back + parked + closed + here
at the end. Undated moves lie before every window. Historical cases are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from tracker.idea.words import Stage, State
from tracker.portfolio.profile.words import FunnelRow, LifeStep

IN_PLAY = frozenset({State.TRIAGE, State.ACTIVE})


def walk(steps: Iterable[LifeStep], *, start: date) -> list[FunnelRow]:
    """Walk each idea's steps in their order and count where it was, where it went and where it is."""
    counts: Counter[tuple[str, str]] = Counter()
    for _, own in groupby(steps, key=lambda step: step.idea_id):
        _count(list(own), start, counts)
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
        return [(stage, "parked" if new_state == State.PARKED else "closed")]
    if is_now:
        return [(new_stage, "logged" if state in {None, State.DRAFT} else "woken")]
    return []
