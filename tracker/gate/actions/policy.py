"""A council's gate policy: a draft that changes nothing, a version put in force; an idea moved to the newest one."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import delete

from tracker.clock import now
from tracker.gate.models import PolicyDraft, PolicyVersion
from tracker.gate.queries.policy import draft_of_policy, newest_policy, policies_for
from tracker.gate.rules.policy import GatePolicy
from tracker.history import record
from tracker.history.events.gate import GatePolicyMoved, GatePolicySet
from tracker.idea import touch
from tracker.idea.models import Idea
from tracker.idea.words import Refused
from tracker.tenancy import current_council, session, take_turn


def set_policy(*, rules: Mapping[str, object], by: UUID, because: str | None = None) -> PolicyVersion:
    """Write the next version of the council's gate policy; ideas in flight keep theirs."""
    _take_turn()
    made = PolicyVersion(version=newest_policy().version + 1, rules=dict(rules), at=now(), by_id=by, because=because)
    session().add(made)
    record(GatePolicySet(version=made.version), by=by)
    return made


def keep_draft(*, policy: GatePolicy, by: UUID) -> None:
    """Keep a draft of the next version: it changes nothing for anybody. The newest draft stands."""
    _take_turn()
    session().execute(delete(PolicyDraft))
    session().add(PolicyDraft(rules=policy.as_json(), at=now(), by_id=by))
    session().flush()


def drop_draft() -> None:
    """Throw the draft away. Twice is once."""
    _take_turn()
    session().execute(delete(PolicyDraft))


def put_in_force(*, because: str, by: UUID, seen: UUID | None = None) -> PolicyVersion:
    """Make the draft the next version, in force from this moment for ideas that enter a stage.

    `seen` is the draft that was read: if it was changed since, it is not put in force. Raises Refused.
    """
    _take_turn()
    drafted = draft_of_policy()
    if drafted is None:
        raise Refused("There is no draft any more: somebody put it in force, or threw it away.")
    if seen is not None and seen != drafted.id:
        sentence = f"{drafted.by} changed the draft while you read it. Look at what it changes now, then send it again."
        raise Refused(sentence, field="because")
    if not because.strip():
        raise Refused("Say why it changes: it stands beside the version for as long as it is kept.", field="because")
    session().execute(delete(PolicyDraft))
    return set_policy(rules=drafted.policy.as_json(), by=by, because=because.strip())


def move_to_newest_policy(*, idea: Idea, by: UUID) -> None:
    """Have an idea decided under the newest policy from now on, in this stage. Twice is once."""
    kept, newest = policies_for(idea)
    if kept.is_as(newest):
        return
    idea.policy_version, idea.policy_since = newest.version, now()
    record(GatePolicyMoved(version=newest.version), idea_id=idea.id, by=by)
    touch(idea)


def _take_turn() -> None:
    take_turn(f"gate policy {current_council()}")
