"""Where ideas went, stage by stage, from the append-only record, so that the figures always add up.

For each stage: here at the start + logged + came on + came back + woken = went on + went back + parked + closed + here
at the end. Undated moves lie before every window. Historical cases are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text

from tracker.council import Service
from tracker.idea import Idea
from tracker.idea.words import Stage, State
from tracker.portfolio.rules import LIVE_STAGES
from tracker.portfolio.words import FunnelRow
from tracker.tenancy import session

IN_PLAY = frozenset({State.TRIAGE, State.ACTIVE})

STEPS = """
SELECT i.id AS idea_id, s.day, s.to_stage, s.state,
       coalesce((SELECT m.from_stage FROM stage_move m WHERE m.idea_id = i.id ORDER BY m.number LIMIT 1), i.stage)
           AS first_stage
  FROM idea i JOIN (
    SELECT idea_id, counts_from AS day, recorded_at, 1 AS kind, number, to_stage, NULL AS state FROM stage_move
    UNION ALL
    SELECT idea_id, counts_from, recorded_at, 0, number, NULL, state FROM idea_state
  ) AS s ON s.idea_id = i.id
 WHERE i.source IS NULL AND (s.day IS NULL OR s.day <= CAST(:until AS date))
 ORDER BY i.id, s.day NULLS FIRST, s.recorded_at, s.kind, s.number
"""


@dataclass(frozen=True, slots=True)
class Step:
    """One dated row of an idea: a move to a stage, or a change of state."""

    idea_id: UUID
    day: date | None
    to_stage: str | None
    state: str | None
    first_stage: str


def funnel(*, start: date, until: date) -> list[FunnelRow]:
    """Where the council's own ideas went after the day `start` and up to the day `until`, by stage."""
    rows = session().execute(text(STEPS), {"until": until}).mappings()
    return walked([Step(**row) for row in rows], start=start)


def walked(steps: Iterable[Step], *, start: date) -> list[FunnelRow]:
    """Walk each idea's steps in their order and count where it was, where it went and where it is."""
    counts: Counter[tuple[str, str]] = Counter()
    for _, own in groupby(steps, key=lambda step: step.idea_id):
        _walk(list(own), start, counts)
    names = [name for name in FunnelRow.__slots__ if name != "stage"]
    return [FunnelRow(str(stage), **{name: counts[stage, name] for name in names}) for stage in Stage]


def _walk(steps: Sequence[Step], start: date, counts: Counter[tuple[str, str]]) -> None:
    stage, state = steps[0].first_stage, None
    before = [step for step in steps if step.day is None or step.day <= start]
    for step in before:
        stage, state = step.to_stage or stage, step.state or state
    counts[stage, "here_before"] += state in IN_PLAY
    for step in steps[len(before) :]:
        new_stage, new_state = step.to_stage or stage, step.state or state
        for counted in _crossing(stage, state, new_stage, new_state):
            counts[counted] += 1
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


def pipeline() -> Sequence[Any]:
    """Per service its senior owner, the live ideas now, and how many live options are expected in 3 to 5 years."""
    live = (
        select(Idea.service_id, func.count().label("live"))
        .where(Idea.source.is_(None), Idea.state == State.ACTIVE, Idea.stage.in_(LIVE_STAGES))
        .group_by(Idea.service_id)
        .subquery()
    )
    asked = (
        select(
            Service.id,
            Service.name,
            Service.senior_owner,
            Service.live_options_wanted,
            func.coalesce(live.c.live, 0).label("live"),
        )
        .outerjoin(live, live.c.service_id == Service.id)
        .order_by(func.lower(Service.name), Service.id)
    )
    return session().execute(asked).all()
