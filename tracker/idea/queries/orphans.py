"""Ideas that are worked on, or will be again, and that nobody looks after."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from tracker.council import LEFT_AT, MAY_OWN, OWNER_NAME, Reader
from tracker.idea.queries.desk import SERVICE
from tracker.idea.visible import VISIBLE, seen_by
from tracker.tenancy import rows

MOST_ORPHANS = 200


class OrphanIdea(NamedTuple):
    """An idea that nobody looks after; `left_on` is the day on which its owner left, where one did."""

    id: UUID
    ref: str
    title: str
    stage: str
    state: str
    parked_until: date | None
    had_owner: bool
    left_on: date | None
    service: str | None
    deputy_id: UUID | None
    deputy: str | None


# Nobody was given it, or its owner left or may no longer own. Owners are found where their ideas are counted, so that
# not everybody of the council is asked about.
_GONE = f"""
SELECT c.owner_id, CAST({LEFT_AT.format("c.owner_id")} AT TIME ZONE 'Europe/London' AS date) AS left_on
FROM idea_count c
WHERE c.owner_id IS NOT NULL AND c.service_id IS NULL AND c.state IN ('active', 'parked') AND NOT c.historical
GROUP BY c.owner_id HAVING sum(c.ideas) > 0 AND NOT {MAY_OWN.format("c.owner_id")}"""  # noqa: S608 - made of constants only
_KEPT = "j.state IN ('active', 'parked') AND j.source IS NULL"
ORPHANS = f"""
SELECT i.id, i.ref, i.title, i.stage, i.state, i.parked_until, i.owner_id IS NOT NULL AS had_owner, i.left_on,
 {SERVICE} AS service, i.deputy_id, {OWNER_NAME.format("i.deputy_id")} AS deputy
FROM (
 (SELECT j.*, CAST(NULL AS date) AS left_on FROM idea j
   WHERE j.owner_id IS NULL AND j.state = 'active' AND j.source IS NULL AND {VISIBLE.format("j")}
   ORDER BY j.stage_since, j.id LIMIT {{most}})
 UNION ALL
 (SELECT j.*, gone.left_on FROM ({_GONE}) AS gone CROSS JOIN LATERAL (
   SELECT * FROM idea j WHERE j.owner_id = gone.owner_id AND {_KEPT} AND {VISIBLE.format("j")}
    ORDER BY j.id LIMIT {{most}}) AS j ORDER BY gone.left_on NULLS LAST, j.id LIMIT {{most}})
) AS i ORDER BY i.left_on NULLS LAST, i.stage_since, i.id LIMIT {{most}}"""  # noqa: S608 - made of constants only
_LISTED = ORPHANS.format(most=MOST_ORPHANS)


def orphans(*, reader: Reader) -> list[OrphanIdea]:
    """The ideas that nobody looks after, at most 200: those first whose owner left first. One statement."""
    return rows(OrphanIdea, _LISTED, **seen_by(reader))
