"""Which gate policy holds: the newest, and the one that an idea keeps."""

from __future__ import annotations

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

from tracker.clock import LONDON, day_of, now
from tracker.gate.models import PolicyVersion
from tracker.gate.rules.policy import GatePolicy
from tracker.gate.rules.questions import edition_on
from tracker.idea.models import Idea, IdeaState, StageMove
from tracker.tenancy import session

LAST_ID = UUID(int=2**128 - 1)


class PolicyPair(NamedTuple):
    """The policy that an idea is decided under, and the newest."""

    kept: GatePolicy
    newest: GatePolicy


def newest_policy() -> GatePolicy:
    """The newest version of the council's gate policy, or the built-in one, version 0."""
    row = session().scalar(select(PolicyVersion).order_by(PolicyVersion.version.desc()).limit(1))
    return GatePolicy.of(row.version if row else 0, row.rules if row else {}, edition=edition_on(day_of(now())))


def policy_for(idea: Idea) -> GatePolicy:
    """The policy that an idea is decided under: see `policies_for`."""
    return policies_for(idea).kept


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
