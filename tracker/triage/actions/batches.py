"""One outcome is given to several ideas at once, and undone as long as its letters wait.

Each idea is put back exactly as it stood, unless somebody worked on it meanwhile: that one stays, and is named. What
was only said beside it, or hung on it, stays there. Who said it without an account reads an outcome at once, by a code:
that it was taken back is told there, and the outcome stays.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import delete, select

from tracker import council, post
from tracker import idea as ideas
from tracker.clock import now
from tracker.contact import TidingDraft
from tracker.history import record
from tracker.history.events.triage import OutcomeTakenBack
from tracker.idea.actions.letters import tell_contacts
from tracker.idea.models import Follower, Idea, Message, MessageVersion
from tracker.idea.queries.lookup import contacts_of
from tracker.idea.words import Outcome, Refused, State
from tracker.talk.models import Mention
from tracker.tenancy import attempt, session
from tracker.triage.models import BatchIdea, OutcomeBatch
from tracker.triage.queries.batches import batch, ideas_of_batch, worked_on_since
from tracker.triage.rules import may_be_undone
from tracker.triage.words import MOST_AT_ONCE, UNDO_TIME

# What an outcome may change of an idea, and is put back.
COLUMNS = (
    "state",
    "outcome",
    "parked_until",
    "held_until",
    "woken_on",
    "owner_id",
    "deputy_id",
    "handed_from_id",
    "back_until",
    "service_id",
    "merged_into_id",
    "decided_to_act_on",
    "gate_by",
    "first_reply_on",
    "changed_at",
)
READ: dict[type, Callable[[str], object]] = {
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
    UUID: UUID,
}


class IdeaLeft(NamedTuple):
    """An idea that was left as it is, and why."""

    ref: str
    why: str


class BatchResult(NamedTuple):
    """What became of several ideas: those that were done, and those that were left."""

    batch_id: UUID
    done: list[str]
    left: list[IdeaLeft]


def give_to_several(
    *, refs: Sequence[str], outcome: str, act: Callable[[Idea], object], by: UUID, reader: council.Reader
) -> BatchResult:
    """Do an act on each of some ideas, and have the letters of it wait as long as it can be undone.

    An idea for which it is refused is left, with the reason. Raises Refused where that is so of all.
    """
    if not refs or len(refs) > MOST_AT_ONCE:
        raise Refused(f"Choose from one to {MOST_AT_ONCE} ideas", field="refs")
    ideas.hold(refs)
    given = OutcomeBatch(outcome=outcome, by_id=by, at=now(), until=now() + UNDO_TIME)
    session().add(given)
    session().flush()
    post.wait(post.LetterBatch(given.id, given.until))
    result = BatchResult(given.id, [], [])
    for ref in dict.fromkeys(refs):
        try:
            with attempt():
                _give(given, ideas.get(ref=ref, reader=reader), act)
        except Refused as why:
            result.left.append(IdeaLeft(ref, str(why)))
            refusal = why
        else:
            result.done.append(ref)
    if not result.done:
        raise refusal
    given.at = now()  # once all is done: what happens to them later is behind it
    session().flush()
    return result


def _give(given: OutcomeBatch, idea: Idea, act: Callable[[Idea], object]) -> None:
    before = {name: _plain(getattr(idea, name)) for name in COLUMNS}
    said, followed = _messages(idea), _followers(idea)
    act(idea)
    session().flush()
    added = {"messages": sorted(_messages(idea) - said), "followers": sorted(_followers(idea) - followed)}
    made = BatchIdea(idea_id=idea.id, batch_id=given.id, before=before, added=added, left_at=idea.changed_at)
    session().add(made)
    session().flush()


def _messages(idea: Idea) -> set[str]:
    return {str(each) for each in session().scalars(select(Message.id).where(Message.idea_id == idea.id))}


def _followers(idea: Idea) -> set[str]:
    return {str(each) for each in session().scalars(select(Follower.person_id).where(Follower.idea_id == idea.id))}


def _plain(value: object) -> str | None:
    return value.isoformat() if isinstance(value, date) else str(value) if value is not None else None


def _typed(name: str, value: str | None) -> object:
    kind: Any = Idea.__table__.c[name].type
    if value is None:
        return None
    words = getattr(kind, "enum_class", None)
    return words(value) if words and issubclass(words, enum.Enum) else READ[kind.python_type](value)


def undo_batch(*, batch_id: UUID, by: UUID) -> BatchResult:
    """Put each idea of a batch back as it stood and withdraw its letters; what somebody worked on since is left.

    Raises Refused where it was undone already, or its letters have gone; LookupError where it never was.
    """
    given = batch(batch_id=batch_id)
    if given is None:
        raise LookupError(batch_id)
    _refuse_late(given)
    members = ideas_of_batch(given)
    ideas.hold(ids=[each.idea_id for each in members])
    post.wait(post.LetterBatch(given.id, given.until))
    result = BatchResult(given.id, [], [])
    for each in members:
        idea = ideas.by_id(idea_id=each.idea_id)
        if somebody := worked_on_since(idea, each, given):
            result.left.append(IdeaLeft(idea.ref, somebody))
        else:
            _restore(idea, each, by=by)
            result.done.append(idea.ref)
    if result.done:
        given.undone_at, given.undone_by_id = now(), by
    session().flush()
    post.withdraw(batch_id=given.id, refs=result.done)
    return result


def _refuse_late(given: OutcomeBatch) -> None:
    if given.undone_at:
        name = council.names([given.undone_by_id])[given.undone_by_id]
        raise Refused(f"{name} undid this already.")
    if not may_be_undone(given.until, now=now()):
        raise Refused("Its letters have gone: it can no longer be undone.")


def _restore(idea: Idea, member: BatchIdea, *, by: UUID) -> None:
    before = {name: _typed(name, value) for name, value in member.before.items()}
    if idea.changed_at != member.left_at:  # something was said meanwhile
        del before["changed_at"]
    if idea.merged_into_id:
        ideas.undo_merge(idea=idea, by=by)
    elif idea.state != before["state"]:
        ideas.change_state(
            idea=idea,
            state=State(member.before["state"]),
            by=by,
            outcome=Outcome(member.before["outcome"]) if member.before["outcome"] else None,
        )
    record(OutcomeTakenBack(), idea_id=idea.id, by=by)
    ideas.touch(idea)
    session().flush()
    followed = map(UUID, member.added["followers"])
    if contacts_of(idea=idea):
        _tell_taken_back(idea, by=by)
    else:
        _unsay(idea, [UUID(each) for each in member.added["messages"]])
    session().execute(delete(Follower).where(Follower.idea_id == idea.id, Follower.person_id.in_(followed)))
    for name, value in before.items():
        setattr(idea, name, value)
    session().flush()


def _tell_taken_back(idea: Idea, *, by: UUID) -> None:
    """Tell those without an account, who may have read by their code what was said: it stays, and so does this."""
    again = "What you were told before was taken back. A person reads it again, and you hear what becomes of it."
    tell_contacts(idea, TidingDraft(headline="Your idea is read again", by=by, next_step=again))


def _unsay(idea: Idea, said: Sequence[UUID]) -> None:
    """Take away the words that went with an outcome: no letter of them has gone."""
    for of_message in (Mention.message_id, MessageVersion.message_id):
        session().execute(delete(of_message.class_).where(of_message.in_(said)))
    session().execute(delete(Message).where(Message.idea_id == idea.id, Message.id.in_(said)))
