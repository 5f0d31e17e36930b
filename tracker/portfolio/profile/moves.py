"""Every move behind the figures of where ideas went: what happened to which idea, when, by whom and why.

Which way an idea went is said as in migrations/0012, step by step: tests/tracker/test_moves.py holds the two together.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from tracker.council import NAME, Reader
from tracker.idea import SUBMITTED, VISIBLE, Stage, seen_by
from tracker.portfolio.profile.funnel import LEFT, WAYS
from tracker.tenancy import rows

ON_A_PAGE = 50
LOOKED_AT = 150  # steps, of which a page lists those of one way
_IN_PLAY = "IN ('triage', 'active')"
_MOVES = ("came_on", "came_back", "went_on", "went_back")
# Which changes of state, and whether moves between stages, can be steps of a way.
_STATES = {
    "": "true",
    "logged": f"s.state {_IN_PLAY}",
    "woken": f"s.state {_IN_PLAY}",
    "parked": "s.state = 'parked'",
    "closed": f"s.state NOT {_IN_PLAY} AND s.state <> 'parked'",
}


class MoveKey(NamedTuple):
    """Where a page of moves ends: the next one begins with what lies before it."""

    day: date
    kind: int
    number: int


class MoveLine(NamedTuple):
    """One step of an idea: which way it left a stage and came into one; without a title where one may not see it.

    `kind` is 1 for a move between stages and 0 for a change of state; `outcome` is how it was closed.
    """

    day: date
    kind: int
    number: int
    left_stage: str
    left_way: str | None
    came_stage: str
    came_way: str | None
    outcome: str | None
    because: str | None
    by: str | None
    decision: int | None
    ref: str | None
    title: str | None

    @property
    def key(self) -> MoveKey:
        """Where it stands among the moves."""
        return MoveKey(self.day, self.kind, self.number)

    @property
    def way(self) -> str | None:
        """What happened: the way on which it left a stage, else how it came; None where it did neither."""
        return self.left_way or self.came_way

    def is_of(self, stage: str, way: str) -> bool:
        """Whether it is one of those that a stage counts by a way; an empty word stands for any."""
        if not way:
            return self.way is not None and stage in {"", self.left_stage, self.came_stage}
        there, gone = (self.left_stage, self.left_way) if way in LEFT else (self.came_stage, self.came_way)
        return gone == way and stage in {"", there}


class MovePage(NamedTuple):
    """A page of moves, the newest first, and where the next one begins, if there is more to look at."""

    moves: list[MoveLine]
    next_key: MoveKey | None


_WINDOW = """
 counts_from > CAST(:start AS date) AND counts_from <= CAST(:until AS date)
 AND (CAST(:key_day AS date) IS NULL
      OR (counts_from, {kind}, number) < (CAST(:key_day AS date), CAST(:key_kind AS int), CAST(:key_number AS bigint)))
 AND counts_from <= coalesce(CAST(:key_day AS date), CAST(:until AS date))"""
_LIFE = "(coalesce({0}.counts_from, '-infinity'), {0}.recorded_at, {1}, {0}.number)"
_STEP = "(step.day, step.recorded_at, step.kind, step.number)"
_BEFORE = f"""
 LEFT JOIN LATERAL (
   SELECT {{what}} AS was FROM {{table}} b WHERE b.idea_id = step.idea_id AND {_LIFE.format("b", "{kind}")} < {_STEP}
    ORDER BY coalesce(b.counts_from, '-infinity') DESC, b.recorded_at DESC, b.number DESC
    LIMIT 1) AS {{name}} ON true"""  # noqa: S608 - made of constants only
_STAGES = "ARRAY[" + ", ".join(f"'{stage}'" for stage in Stage) + "]"
_STATEMENT = f"""
WITH step AS (
 SELECT * FROM (
  (SELECT m.idea_id, m.counts_from AS day, m.recorded_at, 1 AS kind, m.number, CAST(m.to_stage AS text) AS stage,
          CAST(NULL AS text) AS state, CAST(NULL AS text) AS outcome, m.rationale AS because, m.by_id, m.decision_id
     FROM stage_move m WHERE {{moves}} AND {_WINDOW.format(kind="1")}
    ORDER BY m.counts_from DESC, m.number DESC LIMIT {LOOKED_AT})
  UNION ALL
  (SELECT s.idea_id, s.counts_from, s.recorded_at, 0, s.number, NULL, CAST(s.state AS text), CAST(s.outcome AS text),
          s.because, s.by_id, NULL
     FROM idea_state s WHERE {{states}} AND {_WINDOW.format(kind="0")}
    ORDER BY s.counts_from DESC, s.number DESC LIMIT {LOOKED_AT})) AS either
 ORDER BY day DESC, kind DESC, number DESC LIMIT {LOOKED_AT}),
stood AS (
 SELECT step.*, i.ref, i.title, i.told,
        coalesce(staged.was, first.was, i.stage) AS stage_before,
        coalesce(step.stage, staged.was, first.was, i.stage) AS stage_after,
        stated.was AS state_before, coalesce(step.state, stated.was) AS state_after
   FROM step
  CROSS JOIN LATERAL (SELECT idea.ref, idea.title, idea.stage, {VISIBLE.format("idea")} AS told FROM idea
     WHERE idea.id = step.idea_id AND idea.source IS NULL AND {SUBMITTED.format("idea")} LIMIT 1) AS i
  {_BEFORE.format(what="b.to_stage", table="stage_move", kind="1", name="staged")}
  {_BEFORE.format(what="b.state", table="idea_state", kind="0", name="stated")}
   LEFT JOIN LATERAL (SELECT b.from_stage AS was FROM stage_move b WHERE b.idea_id = step.idea_id
                       ORDER BY b.number LIMIT 1) AS first ON true),
played AS (
 SELECT *, coalesce(state_before {_IN_PLAY}, false) AS was, coalesce(state_after {_IN_PLAY}, false) AS now,
        coalesce(state_before, '') NOT IN ('triage', 'active', 'parked', 'closed') AS new,
        stage_after <> stage_before AS moved,
        array_position({_STAGES}, stage_after) < array_position({_STAGES}, stage_before) AS back FROM stood)
SELECT day, kind, number, stage_before AS left_stage,
       CASE WHEN was AND NOT now THEN CASE WHEN state_after = 'parked' THEN 'parked' ELSE 'closed' END
            WHEN was AND moved THEN CASE WHEN back THEN 'went_back' ELSE 'went_on' END END AS left_way,
       stage_after AS came_stage,
       CASE WHEN now AND NOT was THEN CASE WHEN new THEN 'logged' ELSE 'woken' END
            WHEN now AND moved THEN CASE WHEN back THEN 'came_back' ELSE 'came_on' END END AS came_way,
       outcome, CASE WHEN told THEN because END AS because, {NAME.format("played.by_id")} AS by,
       (SELECT d.number FROM decision d WHERE d.id = played.decision_id) AS decision,
       CASE WHEN told THEN ref END AS ref, CASE WHEN told THEN title END AS title
  FROM played ORDER BY day DESC, kind DESC, number DESC"""  # noqa: S608 - made of constants only
_OF_WAY = {
    way: _STATEMENT.format(moves=not way or way in _MOVES, states=_STATES.get(way, "false")) for way in ("", *WAYS)
}


def moves_behind(
    *, start: date, until: date, reader: Reader, stage: str = "", way: str = "", after: MoveKey | None = None
) -> MovePage:
    """The moves of the council's own ideas after the day `start` and up to the day `until`, the newest first.

    Of a stage, or of one way, or of both, as the funnel counts them. One statement; a page looks at 150 steps at most,
    so that it may list fewer moves than there is room for although there are more.
    """
    key = {"key_day": after and after.day, "key_kind": after and after.kind, "key_number": after and after.number}
    found = rows(MoveLine, _OF_WAY[way], start=start, until=until, **key, **seen_by(reader))
    wanted = [one for one in found if one.is_of(stage, way)]
    return MovePage(wanted[:ON_A_PAGE], _next(found, wanted))


def _next(found: Sequence[MoveLine], wanted: Sequence[MoveLine]) -> MoveKey | None:
    if len(wanted) > ON_A_PAGE:
        return wanted[ON_A_PAGE - 1].key
    return found[-1].key if len(found) == LOOKED_AT else None
