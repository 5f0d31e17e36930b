"""What is recorded of what an idea meets around it; each can be put right, withdrawn and read as it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, Unpack
from uuid import UUID

from sqlalchemy import select

from tracker.amendment import amend, title_of
from tracker.amendment.words import RecordKind
from tracker.clock import now, today
from tracker.context.models import Blocker, PublicLine, UnionContact, WorkforceEffect
from tracker.context.rules import (
    answer_faults,
    blocker_faults,
    correction_faults,
    line_faults,
    post_faults,
    union_faults,
)
from tracker.context.words import (
    AnswerParticulars,
    BlockerParticulars,
    LineParticulars,
    PostParticulars,
    UnionParticulars,
)
from tracker.history import record
from tracker.history.events.context import BlockerAnswered, ContextNoted
from tracker.idea import Idea, Refused, refuse_all, touch
from tracker.tenancy import session

T = TypeVar("T", Blocker, WorkforceEffect, UnionContact, PublicLine)


def note_blocker(*, idea: Idea, by: UUID, **said: Unpack[BlockerParticulars]) -> Blocker:
    """Note a rule that stands in the way: whose it is, what harm it does, what is asked, of whom, by when.

    Raises Refused where one of these is not said.
    """
    refuse_all(blocker_faults(said, today=today()))
    return _keep(Blocker(**_stored(said)), idea=idea, by=by)


def correct_blocker(
    *,
    idea: Idea,
    blocker: Blocker,
    by: UUID,
    because: str,
    answered: AnswerParticulars,
    **said: Unpack[BlockerParticulars],
) -> None:
    """Say of a rule in the way, or of its answer, something else. Raises Refused as where they are noted."""
    refuse_all(correction_faults(said, answered, today=today()))
    if any(answered.values()):
        answered = {**answered, "answered_on": answered.get("answered_on") or today()}
    amend(blocker, idea=idea, by=by, because=because, to=_stored({**said, **answered}))


def answer_blocker(*, idea: Idea, blocker: Blocker, by: UUID, **said: Unpack[AnswerParticulars]) -> None:
    """Note what was answered about a rule in the way, and in which sense. Raises Refused where it is answered."""
    if blocker.answered_on:
        raise Refused("This is answered already. Put the answer right instead.")
    refuse_all(answer_faults(said, asked_on=blocker.asked_on, today=today()))
    to = {**_stored(said), "answered_on": said.get("answered_on") or today()}
    event = BlockerAnswered(words=blocker.rule, verdict=str(to["verdict"]), answer=str(to["answer"]))
    amend(blocker, idea=idea, by=by, to=to, event=event)


def note_posts(*, idea: Idea, by: UUID, **said: Unpack[PostParticulars]) -> WorkforceEffect:
    """Note posts that an idea changes. Raises Refused where it is not said which, or what becomes of them."""
    refuse_all(post_faults(said))
    return _keep(WorkforceEffect(**_stored(said)), idea=idea, by=by)


def correct_posts(
    *, idea: Idea, effect: WorkforceEffect, by: UUID, because: str, **said: Unpack[PostParticulars]
) -> None:
    """Say of posts that change something else. Raises Refused as where they are noted."""
    refuse_all(post_faults(said))
    amend(effect, idea=idea, by=by, because=because, to=_stored(said))


def note_union(*, idea: Idea, by: UUID, **said: Unpack[UnionParticulars]) -> UnionContact:
    """Note what a union was told, on a day, today's where none is given. Raises Refused."""
    return _keep(UnionContact(**_union(said)), idea=idea, by=by)


def correct_union(
    *, idea: Idea, contact: UnionContact, by: UUID, because: str, **said: Unpack[UnionParticulars]
) -> None:
    """Say of what a union was told something else. Raises Refused as where it is noted."""
    amend(contact, idea=idea, by=by, because=because, to=_union(said))


def _union(said: UnionParticulars) -> dict[str, Any]:
    refuse_all(union_faults(said, today=today()))
    return {**_stored(said), "told_on": said.get("told_on") or today()}


def set_line(*, idea: Idea, by: UUID, because: str = "", **said: Unpack[LineParticulars]) -> PublicLine:
    """Say which one line may be said of an idea outside, and by whom; what stood there before is kept.

    Raises Refused for more than a line, and where something is said otherwise without a reason.
    """
    refuse_all(line_faults(said))
    stands = session().scalar(select(PublicLine).where(PublicLine.idea_id == idea.id))
    if stands is None:
        return _keep(PublicLine(**_stored(said)), idea=idea, by=by)
    amend(stands, idea=idea, by=by, because=because, to=_stored(said))
    return stands


def _keep(made: T, *, idea: Idea, by: UUID) -> T:
    made.idea_id, made.by_id, made.counts_from, made.recorded_at = idea.id, by, today(), now()
    session().add(made)
    session().flush()
    kind = RecordKind(made.__tablename__)
    record(ContextNoted(kind=kind, title=title_of(kind, vars(made))), idea_id=idea.id, about_id=made.id, by=by)
    touch(idea)
    return made


def _stored(said: Mapping[str, Any]) -> dict[str, Any]:
    """What is stored of what was said: words without what surrounds them, nothing where there are none."""
    return {name: (one.strip() or None) if isinstance(one, str) else one for name, one in said.items()}
