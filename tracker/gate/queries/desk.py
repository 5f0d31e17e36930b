"""What comes before a lead at gates: requests for a decision, and conditions past their day. One statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from tracker.clock import today
from tracker.council import NAME, Reader
from tracker.idea import VISIBLE, seen_by
from tracker.tenancy import Query


class GateDeskRow(NamedTuple):
    """A request for a decision, or a condition, with its idea."""

    kind: str
    ref: str
    title: str
    gate: str | None
    words: str | None
    asked_at: datetime | None
    due_on: date
    owner: str | None
    id: UUID


@dataclass(frozen=True)
class GateDesk:
    """The requests that wait for a decision, the first due first; the conditions not met on their day, likewise."""

    requests: list[GateDeskRow]
    lapsed: list[GateDeskRow]

    def __len__(self) -> int:
        return len(self.requests) + len(self.lapsed)


# Each looks its idea up by itself, so that they are read in their order and no more of them than are shown.
_ABOUT = f"CROSS JOIN LATERAL (SELECT * FROM idea WHERE idea.id = {{}} AND {VISIBLE.format('idea')}{{}} LIMIT 1) AS i"  # noqa: S608 - constants only
_DESK = f"""
SELECT * FROM (
 SELECT 'request' AS kind, i.ref, i.title, r.gate, r.note AS words, r.at AS asked_at, r.due_on,
  {NAME.format("i.owner_id")} AS owner, r.id
 FROM decision_request r {_ABOUT.format("r.idea_id", "")}
 WHERE r.decided_at IS NULL ORDER BY r.due_on, r.id LIMIT 50) AS request
UNION ALL
SELECT * FROM (
 SELECT 'condition', i.ref, i.title, NULL, c.text, CAST(NULL AS timestamptz), c.due_on, NULL, c.id
 FROM condition c {_ABOUT.format("c.idea_id", " AND idea.state = 'active'")}
 WHERE c.met_on IS NULL AND c.due_on < CAST(:today AS date) ORDER BY c.due_on, c.id LIMIT 50) AS lapsed
ORDER BY due_on, id"""  # noqa: S608 - made of constants only


def desk(*, reader: Reader) -> GateDesk:
    """What waits at gates for a lead, at most 50 of either kind; a lapsed condition comes before them again."""
    return desk_query(reader=reader).answer()


def desk_query(*, reader: Reader) -> Query[GateDesk]:
    """The same, to be asked together with others."""
    return Query(GateDeskRow, _DESK, {"today": today(), **seen_by(reader)}, _desk_of)


def _desk_of(found: Sequence[GateDeskRow]) -> GateDesk:
    return GateDesk(
        requests=[row for row in found if row.kind == "request"],
        lapsed=[row for row in found if row.kind == "condition"],
    )
