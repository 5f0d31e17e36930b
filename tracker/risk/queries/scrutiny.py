"""The risks that asked for scrutiny on a day, as a report names them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from tracker.idea import OPEN, UNSHIELDED
from tracker.risk.models import SCORE
from tracker.risk.rules import ASKS_FOR_SCRUTINY
from tracker.tenancy import Query

NAMED = 20


class ScrutinyLine(NamedTuple):
    """A risk that was open on a day and scores high as it is recorded now, with its idea; the highest come first."""

    description: str | None
    likelihood: int
    impact: int
    mitigation: str | None
    ref: str
    title: str
    closed: bool


_ABOUT = f"""
 CROSS JOIN LATERAL (SELECT idea.ref, idea.title FROM idea WHERE idea.id = k.idea_id AND idea.source IS NULL
    AND idea.state IN ('triage', 'active') AND {OPEN.format("idea")} AND {UNSHIELDED.format("idea")} LIMIT 1) AS i"""  # noqa: S608 - made of constants only
_THOSE = f"""
SELECT k.description, k.likelihood, k.impact, k.mitigation, i.ref, i.title, k.closed_at IS NOT NULL AS closed, k.id
  FROM risk k {_ABOUT}
 WHERE {{which}} AND {SCORE} >= {ASKS_FOR_SCRUTINY}
   AND (k.counts_from IS NULL OR k.counts_from <= CAST(:day AS date))"""  # noqa: S608 - made of constants only
_SCRUTINY = f"""
SELECT description, likelihood, impact, mitigation, ref, title, closed FROM (
  ({_THOSE.format(which="k.closed_at IS NULL")} ORDER BY {SCORE} DESC, k.review_on, k.id LIMIT {NAMED})
  UNION ALL
  ({_THOSE.format(which="k.closed_at >= CAST(CAST(:day AS date) + 1 AS timestamptz)")}
   ORDER BY k.closed_at DESC, k.id LIMIT {NAMED})) AS found
 ORDER BY likelihood * impact DESC, id LIMIT {NAMED}"""  # noqa: S608 - the same


def scrutiny_query(*, day: date) -> Query[list[ScrutinyLine]]:
    """The highest risks of open ideas on a day, at most twenty; none of an idea that was shielded then."""
    return Query(ScrutinyLine, _SCRUTINY, {"day": day}, list[ScrutinyLine])
