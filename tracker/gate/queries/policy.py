"""Which gate policy holds: the newest, and the one that an idea keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from tracker import council
from tracker.clock import day_of, now
from tracker.council import NAME, Reader
from tracker.gate.models import PolicyDraft, PolicyVersion
from tracker.gate.rules.policy import GatePolicy
from tracker.gate.rules.questions import Question, edition_on, editions, question
from tracker.idea.models import Idea
from tracker.idea.visible import VISIBLE, seen_by
from tracker.tenancy import Query, rows, session

LAST_ID = UUID(int=2**128 - 1)


class PolicyPair(NamedTuple):
    """The policy that an idea is decided under, and the newest."""

    kept: GatePolicy
    newest: GatePolicy


def newest_policy() -> GatePolicy:
    """The newest version of the council's gate policy, or the built-in one, version 0."""
    row = session().scalar(select(PolicyVersion).order_by(PolicyVersion.version.desc()).limit(1))
    return GatePolicy.of(row.version if row else 0, row.rules if row else {}, edition=edition_on(day_of(now())))


class PolicyEntry(NamedTuple):
    """A version of the gate policy as it is listed: since when, by whom and why."""

    version: int
    at: datetime
    by: str | None
    because: str | None


_VERSIONS = f"""
SELECT p.version, p.at, {NAME.format("p.by_id")} AS by, p.because FROM gate_policy p
 ORDER BY p.version DESC LIMIT 100"""  # noqa: S608 - made of constants only


def policy_versions() -> list[PolicyEntry]:
    """The versions of the council's own gate policy, the newest first, at most 100."""
    return rows(PolicyEntry, _VERSIONS)


def policy_of(version: int, *, edition: int | None = None) -> GatePolicy | None:
    """A version of the council's gate policy, 0 the built-in one, with today's questions or those of an edition.

    None for a version that never was.
    """
    asked = edition_on(day_of(now())) if edition is None else edition
    if version == 0:
        return GatePolicy.of(0, {}, edition=asked)
    row = session().scalar(select(PolicyVersion).where(PolicyVersion.version == version))
    return GatePolicy.of(version, row.rules, edition=asked) if row else None


@dataclass(frozen=True)
class DraftedPolicy:
    """The draft of the next version: its policy, who drafted it and when; kept anew it is another."""

    id: UUID
    policy: GatePolicy
    by: str
    at: datetime


def draft_of_policy() -> DraftedPolicy | None:
    """The draft of the council's next gate policy, None where nobody drafts one."""
    if (row := session().scalar(select(PolicyDraft))) is None:
        return None
    policy = GatePolicy.of(newest_policy().version + 1, row.rules, edition=edition_on(day_of(now())))
    return DraftedPolicy(row.id, policy, council.names([row.by_id])[row.by_id], row.at)


class IdeasUnder(NamedTuple):
    """Active ideas of one stage under one version of the policy: how many, and the first of them."""

    stage: str
    version: int
    edition: int
    ideas: int
    ref: str
    title: str


# The version and the edition that an idea `i` is decided under (`under`), by when it entered its stage (`entered`):
# its last move into another, or else when it was first sent in; a lead's choice of policy comes instead. What happened
# counts when it was recorded, or at the end of the earlier day that it states; the row that tells of it says which of
# two in one moment was first.
_MOMENT = "least({0}.recorded_at, timezone('Europe/London', CAST({0}.\"on\" + 1 AS timestamp)))"
POLICY_UNDER = f"""
CROSS JOIN LATERAL (SELECT e.at, e.id FROM (
 SELECT 1 AS turn, i.policy_since AS at, '{LAST_ID}'::uuid AS id WHERE i.policy_since IS NOT NULL
 UNION ALL (SELECT 2, {_MOMENT.format("m")}, m.id FROM stage_move m
  WHERE i.policy_since IS NULL AND m.idea_id = i.id AND m.from_stage <> m.to_stage ORDER BY m.number DESC LIMIT 1)
 UNION ALL (SELECT 3, {_MOMENT.format("s")}, s.id FROM idea_state s
  WHERE i.policy_since IS NULL AND s.idea_id = i.id ORDER BY s.number LIMIT 1)
 UNION ALL SELECT 4, i.created_at, '{LAST_ID}'::uuid) AS e ORDER BY e.turn, e.id LIMIT 1) AS entered
CROSS JOIN LATERAL (SELECT
  (SELECT count(*) FROM unnest(CAST(:editions AS date[])) AS e(day)
    WHERE e.day <= CAST(entered.at AT TIME ZONE 'Europe/London' AS date)) AS edition,
  CASE WHEN i.policy_since IS NOT NULL THEN coalesce(i.policy_version, 0) ELSE coalesce(
   (SELECT p.version FROM gate_policy p WHERE (p.at, p.id) <= (entered.at, entered.id)
     ORDER BY p.version DESC LIMIT 1), 0) END AS version
 ) AS under"""  # noqa: S608 - made of constants only
RULES_UNDER = "coalesce((SELECT g.rules FROM gate_policy g WHERE g.version = under.version), '{}')"
_IN_FLIGHT = f"""
SELECT stage, version, edition, count(*) AS ideas, min(ref) AS ref, (array_agg(title ORDER BY ref))[1] AS title FROM (
 SELECT i.stage, i.ref, i.title, under.edition, under.version FROM idea i {POLICY_UNDER}
 WHERE i.state = 'active' AND i.source IS NULL AND {VISIBLE.format("i")}) AS flight
GROUP BY stage, version, edition ORDER BY version DESC, edition DESC, ref"""  # noqa: S608 - made of constants only


def ideas_in_flight(*, reader: Reader) -> list[IdeasUnder]:
    """Active ideas by the version that they are decided under and by their stage, the newest version first."""
    return rows(IdeasUnder, _IN_FLIGHT, editions=list(editions()), **seen_by(reader))


def policy_for(idea: Idea) -> GatePolicy:
    """The policy that an idea is decided under: see `policies_for`."""
    return policies_for(idea).kept


def question_on(idea: Idea, known_as: str) -> Question | None:
    """A question in the words of the policy that an idea is decided under, else of the newest, or as it is built in."""
    kept, newest = policies_for(idea)
    return kept.question(known_as) or newest.question(known_as) or question(known_as)


class PolicyRow(NamedTuple):
    """The two policies of an idea as they are read: that it is decided under, and the newest."""

    version: int
    edition: int
    rules: dict[str, Any]
    newest: int
    newest_rules: dict[str, Any]


_POLICIES = f"""
SELECT under.version, under.edition, {RULES_UNDER} AS rules, coalesce(newest.version, 0) AS newest,
 coalesce(newest.rules, '{{}}') AS newest_rules
FROM idea i {POLICY_UNDER}
LEFT JOIN (SELECT n.version, n.rules FROM gate_policy n ORDER BY n.version DESC LIMIT 1) AS newest ON true
WHERE i.id = CAST(:idea AS uuid)"""  # noqa: S608 - made of constants only


def policies_for(idea: Idea) -> PolicyPair:
    """The policy that was in force when an idea entered its stage, or the one a lead moved it to since; and the newest.

    Whether anything was answered since does not matter.
    """
    return policies_query(idea).answer()


def policies_query(idea: Idea) -> Query[PolicyPair]:
    """The same, to be asked together with others."""
    return Query(PolicyRow, _POLICIES, {"idea": idea.id, "editions": list(editions())}, _pair)


def _pair(found: Sequence[PolicyRow]) -> PolicyPair:
    [row] = found
    kept = GatePolicy.of(row.version, row.rules, edition=row.edition)
    return PolicyPair(kept, GatePolicy.of(row.newest, row.newest_rules, edition=edition_on(day_of(now()))))
