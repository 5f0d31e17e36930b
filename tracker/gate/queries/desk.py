"""What comes before a lead beside triage, in one statement.

Requests for a decision, conditions past their day, other dates asked for, holds whose day has come, what came back by
itself, and what nobody looks after. The queue holds what can be decided: a request leaves it once its
idea is parked, closed or gone on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from tracker.clock import today
from tracker.council import NAME, Reader
from tracker.gate.queries.policy import POLICY_UNDER
from tracker.gate.rules.policy import next_gate
from tracker.gate.rules.questions import editions
from tracker.idea import ORPHANS, VISIBLE, Stage, seen_by
from tracker.tenancy import Query


class GateDeskRow(NamedTuple):
    """One thing that comes before a lead, with its idea, and the day on which it was due or began.

    `wanted_on` is the other date asked for, and `because` why.
    """

    kind: str
    ref: str
    title: str
    gate: str | None
    words: str | None
    asked_at: datetime | None
    due_on: date
    owner: str | None
    id: UUID
    wanted_on: date | None
    because: str | None


@dataclass(frozen=True)
class GateDesk:
    """What waits, by what it is: in each, what is due first comes first.

    A condition for which another date is asked is among `dates` instead of those that lapsed.
    """

    requests: list[GateDeskRow]
    lapsed: list[GateDeskRow]
    dates: list[GateDeskRow]
    held: list[GateDeskRow]
    woken: list[GateDeskRow]
    orphans: list[GateDeskRow]

    def __len__(self) -> int:
        return sum(map(len, (self.requests, self.lapsed, self.dates, self.held, self.woken, self.orphans)))


# Each looks its idea up by itself, so that they are read in their order and no more of them than are shown.
_ABOUT = (
    f"CROSS JOIN LATERAL (SELECT * FROM idea WHERE idea.id = {{}} AND {VISIBLE.format('idea')}"  # noqa: S608 - constants
    " AND idea.state = 'active'{} LIMIT 1) AS i"
)
AT_ITS_GATE = " AND (r.gate, idea.stage) IN (" + ", ".join(f"('{next_gate(at)}', '{at}')" for at in Stage) + ")"
_DESK = f"""
SELECT * FROM (
 SELECT 'request' AS kind, i.ref, i.title, r.gate, r.note AS words, r.at AS asked_at, r.due_on,
  {NAME.format("i.owner_id")} AS owner, r.id, CAST(NULL AS date) AS wanted_on, CAST(NULL AS text) AS because
 FROM decision_request r {_ABOUT.format("r.idea_id", AT_ITS_GATE)}
 WHERE r.decided_at IS NULL ORDER BY r.due_on, r.id LIMIT 50) AS request
UNION ALL
SELECT * FROM (
 SELECT 'condition', i.ref, i.title, NULL, c.text, CAST(NULL AS timestamptz), c.due_on, NULL, c.id, NULL::date, NULL
 FROM condition c {_ABOUT.format("c.idea_id", "")}
 WHERE c.met_on IS NULL AND c.fallen_on IS NULL AND c.due_on < CAST(:today AS date)
  AND NOT EXISTS (SELECT FROM extension x WHERE x.condition_id = c.id AND x.answered_at IS NULL)
 ORDER BY c.due_on, c.id LIMIT 50) AS lapsed
UNION ALL
SELECT * FROM (
 SELECT 'date', i.ref, i.title, NULL, c.text, x.at, c.due_on, {NAME.format("x.by_id")}, c.id, x.wanted_on, x.because
 FROM extension x JOIN condition c ON c.id = x.condition_id AND c.met_on IS NULL AND c.fallen_on IS NULL
 {_ABOUT.format("x.idea_id", "")}
 WHERE x.answered_at IS NULL ORDER BY x.at, x.id LIMIT 50) AS asked
UNION ALL
SELECT * FROM (
 SELECT 'held', i.ref, i.title, i.stage, NULL, CAST(NULL AS timestamptz), i.held_until, NULL, i.id, NULL::date, NULL
 FROM idea i WHERE i.held_until <= CAST(:today AS date) AND i.state = 'active' AND {VISIBLE.format("i")}
 ORDER BY i.held_until, i.id LIMIT 50) AS held
UNION ALL
SELECT * FROM (
 SELECT 'woken', i.ref, i.title, i.stage, NULL, CAST(NULL AS timestamptz), i.woken_on, NULL, i.id, NULL::date, NULL
 FROM idea i WHERE i.woken_on IS NOT NULL AND i.state = 'active' AND {VISIBLE.format("i")}
 ORDER BY i.woken_on, i.id LIMIT 50) AS woken
UNION ALL
SELECT 'orphan', o.ref, o.title, o.stage, NULL, CAST(NULL AS timestamptz), coalesce(o.left_on, CAST(:today AS date)),
 CASE WHEN o.had_owner THEN 'yes' END, o.id, NULL::date, NULL FROM ({ORPHANS.format(most=50)}) AS o
ORDER BY due_on, id"""  # noqa: S608 - made of constants only


def desk(*, reader: Reader) -> GateDesk:
    """What waits for a lead, at most 50 of each kind; a lapsed condition comes before them again."""
    return desk_query(reader=reader).answer()


def desk_query(*, reader: Reader) -> Query[GateDesk]:
    """The same, to be asked together with others."""
    return Query(GateDeskRow, _DESK, {"today": today(), **seen_by(reader)}, _desk_of)


# Whether the policy that an idea is decided under lets its sponsor decide. A version names the gates; older ones said
# "true" for every gate.
_SPONSOR_DECIDES = """
EXISTS (SELECT FROM gate_policy g WHERE g.version = under.version
 AND (g.rules->'sponsor_decides' = 'true' OR g.rules->'sponsor_decides' @> to_jsonb(CAST(r.gate AS text))))"""
_ANY_SPONSOR_DECIDES = (  # asked once
    "EXISTS (SELECT FROM gate_policy g WHERE g.rules->'sponsor_decides' NOT IN ('false', '[]'))"
)
_THEIRS = " AND idea.sponsor_id = CAST(:reader_id AS uuid) AND idea.source IS NULL"
_OF_SPONSOR = f"""
SELECT 'request' AS kind, i.ref, i.title, r.gate, r.note AS words, r.at AS asked_at, r.due_on,
 {NAME.format("i.owner_id")} AS owner, r.id, CAST(NULL AS date) AS wanted_on, CAST(NULL AS text) AS because
FROM decision_request r {_ABOUT.format("r.idea_id", _THEIRS + AT_ITS_GATE)}
{POLICY_UNDER}
WHERE r.decided_at IS NULL AND {_ANY_SPONSOR_DECIDES} AND {_SPONSOR_DECIDES}
ORDER BY r.due_on, r.id LIMIT 50"""  # noqa: S608 - made of constants only


def sponsor_query(*, reader: Reader) -> Query[list[GateDeskRow]]:
    """The decisions asked for that somebody may make as the sponsor of an idea, by its policy, the first due first."""
    given = {"editions": list(editions()), **seen_by(reader)}
    return Query(GateDeskRow, _OF_SPONSOR, given, list)


def _desk_of(found: Sequence[GateDeskRow]) -> GateDesk:
    kinds = ("request", "condition", "date", "held", "woken", "orphan")
    return GateDesk(*([row for row in found if row.kind == kind] for kind in kinds))
