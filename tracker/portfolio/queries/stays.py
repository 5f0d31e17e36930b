"""How long ideas stayed in a stage before they went on or back: of the moves made last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tracker.clock import today
from tracker.idea import SUBMITTED, Stage
from tracker.tenancy import rows

LOOKED_AT = 300  # moves, the last ones


class StageStay(NamedTuple):
    """One stay in a stage that ended: for how many days, and whether the idea went back."""

    stage: str
    days: int
    back: bool


class StageStays(NamedTuple):
    """The stays in a stage that ended last: how many, the median, the shortest and longest, how many ended by a return.

    Without any, the days are None.
    """

    stage: str
    ideas: int
    half: int | None
    shortest: int | None
    longest: int | None
    back: int


_STAGES = "ARRAY[" + ", ".join(f"'{stage}'" for stage in Stage) + "]"
# Each looks up by index the move before it, or since when its idea is there; what has no day is no stay.
_STAYS = f"""
SELECT m.from_stage AS stage, m.counts_from - coalesce(came.day, i.there_from) AS days,
       array_position({_STAGES}, CAST(m.to_stage AS text))
         < array_position({_STAGES}, CAST(m.from_stage AS text)) AS back
  FROM (SELECT * FROM stage_move WHERE counts_from <= CAST(:day AS date)
         ORDER BY counts_from DESC, number DESC LIMIT {LOOKED_AT}) AS m
 CROSS JOIN LATERAL (SELECT idea.there_from FROM idea WHERE idea.id = m.idea_id AND idea.source IS NULL
    AND {SUBMITTED.format("idea")} LIMIT 1) AS i
  LEFT JOIN LATERAL (SELECT b.counts_from AS day FROM stage_move b WHERE b.idea_id = m.idea_id AND b.number < m.number
     ORDER BY b.number DESC LIMIT 1) AS came ON true
 WHERE m.from_stage <> m.to_stage AND m.counts_from >= coalesce(came.day, i.there_from)
 ORDER BY m.number"""  # noqa: S608 - made of constants only


def stays_by_stage() -> list[StageStays]:
    """How long the council's own ideas stayed in each stage, of the last 300 moves; one statement."""
    found: Sequence[StageStay] = rows(StageStay, _STAYS, day=today())
    return [_stays(stage, sorted(one.days for one in found if one.stage == stage), found) for stage in Stage]


def _stays(stage: Stage, days: Sequence[int], found: Sequence[StageStay]) -> StageStays:
    if not days:
        return StageStays(str(stage), 0, None, None, None, 0)
    middle = len(days) // 2
    half = days[middle] if len(days) % 2 else (days[middle - 1] + days[middle] + 1) // 2
    back = sum(one.back for one in found if one.stage == stage)
    return StageStays(str(stage), len(days), half, days[0], days[-1], back)
