"""The portfolio by place: how many live ideas name each ward or area, by stage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from tracker.idea import SUBMITTED
from tracker.tenancy import rows

COUNTED = 1000  # ideas of a place, at most


class PlaceCount(NamedTuple):
    """A place and how many live ideas name it, by stage; `more` where only the first thousand were counted."""

    id: UUID
    name: str
    ended: bool
    stages: Mapping[str, int]
    more: bool

    @property
    def live(self) -> int:
        """How many of its ideas are live now."""
        return sum(self.stages.values())


_PLACES = f"""
SELECT p.id, p.name, p.ended_at IS NOT NULL AS ended, coalesce(told.stages, '{{}}') AS stages,
       coalesce(told.ideas, 0) >= {COUNTED} AS more
  FROM place p
  LEFT JOIN LATERAL (
    SELECT json_object_agg(stage, ideas) AS stages, CAST(sum(ideas) AS bigint) AS ideas FROM (
      SELECT stage, count(*) AS ideas FROM (
        SELECT i.stage FROM idea_place l
         CROSS JOIN LATERAL (SELECT idea.stage FROM idea WHERE idea.id = l.idea_id AND idea.source IS NULL
            AND idea.state = 'active' AND idea.stage <> 'latent' AND {SUBMITTED.format("idea")} LIMIT 1) AS i
         WHERE l.place_id = p.id LIMIT {COUNTED}) AS named
       GROUP BY stage) AS counted) AS told ON true
 WHERE p.ended_at IS NULL OR told.ideas > 0
 ORDER BY lower(p.name), p.id"""  # noqa: S608 - made of constants only


def live_by_place() -> list[PlaceCount]:
    """Every place that is offered, or has live ideas, by name; an idea that names two counts in both. One statement."""
    return rows(PlaceCount, _PLACES)
