"""Where ideas went, stage by stage, from what is kept day by day as they go, so that the figures always add up.

For each stage: here at the start + logged + came on + came back + woken = went on + went back + parked + closed + here
at the end. Undated moves lie before every window. Historical cases are left out. Which way an idea went is said in
migrations/0012, and held against a walk through its steps by tests/tracker/test_funnel.py.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import text

from tracker.idea.words import Stage
from tracker.portfolio.profile.words import FunnelRow
from tracker.tenancy import rows, session

CAME, LEFT = ("logged", "came_on", "came_back", "woken"), ("went_on", "went_back", "parked", "closed")
WAYS = (*CAME, *LEFT)

_COLUMNS = ", ".join(WAYS)
_SUMS = ", ".join(f"CAST(sum({way}) AS bigint) AS {way}" for way in WAYS)
_SOME = " OR ".join(f"sum({way}) <> 0" for way in WAYS)

# All that happened up to the start and up to the end: whole months before theirs, and the days of those.
_UP_TO = f"""
SELECT edge.place, c.stage, {_SUMS}
  FROM (VALUES (0, CAST(:start AS date), CAST(:start_month AS date)),
               (1, CAST(:until AS date), CAST(:until_month AS date))) AS edge (place, day, month)
 CROSS JOIN LATERAL (
   SELECT * FROM crossing WHERE whole_month AND day < edge.month
   UNION ALL
   SELECT * FROM crossing WHERE NOT whole_month AND day BETWEEN edge.month AND edge.day) AS c
 GROUP BY edge.place, c.stage"""  # noqa: S608 - made of constants only
_ADD_UP = text(
    f"""
WITH taken AS (
 DELETE FROM crossing WHERE number IN (
  SELECT unnest(array_agg(number)) FROM crossing GROUP BY whole_month, day, stage HAVING count(*) > 1)
 RETURNING *)
INSERT INTO crossing (whole_month, day, stage, {_COLUMNS})
SELECT whole_month, day, stage, {_SUMS} FROM taken GROUP BY whole_month, day, stage HAVING {_SOME}"""  # noqa: S608 - the same
)


class WaysUpTo(NamedTuple):
    """How many came into a stage and left it by each way, up to the start (0) or the end (1) of a window."""

    place: int
    stage: str
    logged: int
    came_on: int
    came_back: int
    woken: int
    went_on: int
    went_back: int
    parked: int
    closed: int


def funnel(*, start: date, until: date) -> list[FunnelRow]:
    """Where the council's own ideas went after the day `start` and up to the day `until`, by stage."""
    given = {
        "start": start,
        "start_month": start.replace(day=1),
        "until": until,
        "until_month": until.replace(day=1),
    }
    up_to = {(row.place, row.stage): row[2:] for row in rows(WaysUpTo, _UP_TO, **given)}
    nothing = (0,) * len(WAYS)
    return [_row(stage, up_to.get((0, stage), nothing), up_to.get((1, stage), nothing)) for stage in Stage]


def _row(stage: Stage, before: tuple[int, ...], after: tuple[int, ...]) -> FunnelRow:
    between = dict(zip(WAYS, (now - then for then, now in zip(before, after, strict=True)), strict=True))
    return FunnelRow(str(stage), here_before=_here(before), **between, here_now=_here(after))


def _here(up_to: tuple[int, ...]) -> int:
    """How many are there: all that ever came, less all that left."""
    return sum(up_to[: len(CAME)]) - sum(up_to[len(CAME) :])


def add_up_crossings() -> None:
    """Keep one row for each day, month and stage of those that came in since; the sum stays the same."""
    session().execute(_ADD_UP)
