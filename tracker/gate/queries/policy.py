"""Which gate policy holds: the newest, and the one that an idea keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    CTE,
    DateTime,
    Select,
    SQLColumnExpression,
    cast,
    func,
    literal,
    literal_column,
    select,
    true,
    tuple_,
)

from tracker import council
from tracker.clock import LONDON, day_of, now
from tracker.council import NAME, Reader
from tracker.gate.models import PolicyDraft, PolicyVersion
from tracker.gate.rules.policy import GatePolicy
from tracker.gate.rules.questions import Question, edition_on, editions, question
from tracker.idea.models import Idea, IdeaState, StageMove
from tracker.idea.visible import VISIBLE, seen_by
from tracker.tenancy import rows, session

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
    """The draft of the next version: its policy, who drafted it and when."""

    policy: GatePolicy
    by: str
    at: datetime


def draft_of_policy() -> DraftedPolicy | None:
    """The draft of the council's next gate policy, None where nobody drafts one."""
    if (row := session().scalar(select(PolicyDraft))) is None:
        return None
    policy = GatePolicy.of(newest_policy().version + 1, row.rules, edition=edition_on(day_of(now())))
    return DraftedPolicy(policy, council.names([row.by_id])[row.by_id], row.at)


class IdeasUnder(NamedTuple):
    """Active ideas of one stage under one version of the policy: how many, and the first of them."""

    stage: str
    version: int
    edition: int
    ideas: int
    ref: str
    title: str


# The version and the edition that an idea `i` is decided under: `under`. When it entered its stage is asked as `_entry`
# asks it of one.
POLICY_UNDER = """
CROSS JOIN LATERAL (SELECT coalesce(i.policy_since,
  (SELECT least(m.recorded_at, CAST(m."on" + 1 AS timestamp) AT TIME ZONE 'Europe/London') FROM stage_move m
    WHERE m.idea_id = i.id AND m.from_stage <> m.to_stage ORDER BY m.number DESC LIMIT 1),
  (SELECT least(s.recorded_at, CAST(s."on" + 1 AS timestamp) AT TIME ZONE 'Europe/London') FROM idea_state s
    WHERE s.idea_id = i.id ORDER BY s.number LIMIT 1), i.created_at) AS at) AS entered
CROSS JOIN LATERAL (SELECT
  (SELECT count(*) FROM unnest(CAST(:editions AS date[])) AS e(day)
    WHERE e.day <= CAST(entered.at AT TIME ZONE 'Europe/London' AS date)) AS edition,
  CASE WHEN i.policy_since IS NOT NULL THEN coalesce(i.policy_version, 0) ELSE coalesce(
   (SELECT p.version FROM gate_policy p WHERE p.at <= entered.at ORDER BY p.version DESC LIMIT 1), 0) END AS version
 ) AS under"""
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


def policies_for(idea: Idea) -> PolicyPair:
    """The policy that was in force when an idea entered its stage, or the one a lead moved it to since; and the newest.

    Whether anything was answered since does not matter.
    """
    [row] = session().execute(_asked(idea))
    kept = GatePolicy.of(row.kept or 0, row.kept_rules or {}, edition=edition_on(day_of(row.entered_at)))
    newest = GatePolicy.of(row.newest or 0, row.newest_rules or {}, edition=edition_on(day_of(now())))
    return PolicyPair(kept, newest)


def _asked(idea: Idea) -> Select[Any]:
    entered = _entry(idea)
    ordered = select(PolicyVersion.version, PolicyVersion.rules).order_by(PolicyVersion.version.desc()).limit(1)
    newest = ordered.lateral("newest")
    if idea.policy_version is None:
        then = tuple_(PolicyVersion.at, PolicyVersion.id) <= tuple_(entered.c.at, entered.c.id)
    else:
        then = PolicyVersion.version == idea.policy_version
    kept = ordered.where(then).lateral("kept")
    return select(
        entered.c.at.label("entered_at"),
        kept.c.version.label("kept"),
        kept.c.rules.label("kept_rules"),
        newest.c.version.label("newest"),
        newest.c.rules.label("newest_rules"),
    ).select_from(entered.outerjoin(kept, true()).outerjoin(newest, true()))


def _entry(idea: Idea) -> CTE:
    """When an idea entered its stage: its last move into another, or else when it was first sent in.

    A lead's choice of policy comes instead. The row that tells of it says which of two in one moment was first.
    """
    if idea.policy_since:
        return select(literal(idea.policy_since).label("at"), literal(LAST_ID).label("id")).cte("entered")
    moves = (
        select(StageMove)
        .where(StageMove.idea_id == idea.id, StageMove.from_stage != StageMove.to_stage)
        .order_by(StageMove.number.desc())
        .limit(1)
    )
    states = select(IdeaState).where(IdeaState.idea_id == idea.id).order_by(IdeaState.number).limit(1)
    moved, sent = _moment(StageMove.recorded_at, StageMove.on), _moment(IdeaState.recorded_at, IdeaState.on)
    at = [moves.with_only_columns(moved), states.with_only_columns(sent)]
    known_as = [moves.with_only_columns(StageMove.id), states.with_only_columns(IdeaState.id)]
    return select(
        func.coalesce(*(one.scalar_subquery() for one in at), literal(idea.created_at)).label("at"),
        func.coalesce(*(one.scalar_subquery() for one in known_as), literal(LAST_ID)).label("id"),
    ).cte("entered")


def _moment(recorded_at: SQLColumnExpression[datetime], on: SQLColumnExpression[date | None]) -> Any:
    """When something happened: when it was recorded, or at the end of the earlier day that it states."""
    ended = func.timezone(LONDON.key, cast(on + literal_column("1"), DateTime(timezone=False)))
    return func.least(recorded_at, ended)
