"""What became of the ideas that were logged in some days: where they stood on a later day, from the dated rows."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from tracker.idea.visible import OPEN, SUBMITTED
from tracker.idea.words import Outcome, Stage, State
from tracker.tenancy import Query

NAMED = 8
COUNTS = "(counts_from IS NULL OR counts_from <= CAST(:day AS date))"
# Where one stands last comes first: what is everyday work, what is tried, what waits, what was ended.
ORDER = (*reversed(Stage), State.TRIAGE, *Outcome, State.PARKED, State.CLOSED)


class FateCount(NamedTuple):
    """How many stood so on the day, and some by name; `standing` is a stage, an outcome or a state."""

    standing: str
    ideas: int
    named: list[tuple[str, str, str | None]]


# An index has changes of state by their day; an idea is told by the one of the day on which it was logged.
_FATES = f"""
SELECT standing, count(*) AS ideas,
       (coalesce(array_agg(json_build_array(ref, title, waits) ORDER BY ref, id) FILTER (WHERE told),
                 '{{}}'))[1:{NAMED}] AS named
  FROM (
   SELECT DISTINCT i.id, i.ref, i.title, i.told,
          CASE WHEN coalesce(stood.state, 'active') = 'active' THEN coalesce(moved.to_stage, began.from_stage, i.stage)
               ELSE coalesce(stood.outcome, stood.state) END AS standing,
          CASE WHEN stood.state = 'parked' THEN CAST(stood.until AS text) END AS waits
     FROM idea_state s
    CROSS JOIN LATERAL (SELECT idea.id, idea.ref, idea.title, idea.stage, {OPEN.format("idea")} AS told FROM idea
       WHERE idea.id = s.idea_id AND idea.source IS NULL AND NOT idea.imported AND {SUBMITTED.format("idea")}
         AND idea.submitted_on BETWEEN CAST(:logged_from AS date) AND CAST(:logged_until AS date) LIMIT 1) AS i
     LEFT JOIN LATERAL (SELECT to_stage FROM stage_move WHERE idea_id = i.id AND {COUNTS}
                         ORDER BY number DESC LIMIT 1) AS moved ON true
     LEFT JOIN LATERAL (SELECT from_stage FROM stage_move WHERE idea_id = i.id ORDER BY number LIMIT 1) AS began ON true
     LEFT JOIN LATERAL (SELECT state, outcome, until FROM idea_state WHERE idea_id = i.id AND {COUNTS}
                         ORDER BY number DESC LIMIT 1) AS stood ON true
    WHERE s.counts_from BETWEEN CAST(:logged_from AS date) AND CAST(:logged_until AS date)) AS told
 GROUP BY standing"""  # noqa: S608 - made of constants only


def fates_query(*, logged_from: date, logged_until: date, day: date) -> Query[list[FateCount]]:
    """Where the ideas logged from one day to another stood on a later day; those told by name are open to everybody."""
    given = {"logged_from": logged_from, "logged_until": logged_until, "day": day}
    return Query(FateCount, _FATES, given, _in_order)


def _in_order(found: list[Any]) -> list[FateCount]:
    place = {str(word): number for number, word in enumerate(ORDER)}
    return sorted(found, key=lambda one: (place.get(one.standing, len(place)), one.standing))
