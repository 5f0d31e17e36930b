"""An idea is kept confidential, and opened again: for matters of staff and safeguarding that only some may read."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import delete, select

from tracker import council
from tracker.clock import now
from tracker.history import record
from tracker.history.events.idea import IdeaKeptConfidential, IdeaOpened
from tracker.idea.actions.life import touch
from tracker.idea.models import Confidant, Idea
from tracker.idea.words import Refused
from tracker.tenancy import session


def keep_confidential(*, idea: Idea, people: Iterable[UUID], by: UUID) -> None:
    """Have only its author, who keeps it and these people see an idea; naming others again replaces those named.

    Its cards are taken back (see listening). Raises Refused for a case of a report or somebody who is not here.
    """
    if idea.historical:
        raise Refused("A report has told this case already.")
    named = list(dict.fromkeys(people))
    if any(council.to(person) is None for person in named):
        raise Refused("Choose people who work here", field="people")
    session().execute(delete(Confidant).where(Confidant.idea_id == idea.id))
    session().add_all(Confidant(idea_id=idea.id, person_id=person, by_id=by, since=now()) for person in named)
    idea.confidential_since = idea.confidential_since or now()
    record(IdeaKeptConfidential(people=len(named)), idea_id=idea.id, by=by)
    touch(idea)
    session().flush()


def open_again(*, idea: Idea, by: UUID) -> None:
    """Let everybody in the council see an idea again. Raises Refused where it is not confidential."""
    if not idea.confidential:
        raise Refused("Everybody in the council sees this idea already.")
    session().execute(delete(Confidant).where(Confidant.idea_id == idea.id))
    idea.confidential_since = None
    record(IdeaOpened(), idea_id=idea.id, by=by)
    touch(idea)


def confidants(*, idea: Idea) -> list[UUID]:
    """Who is named to see a confidential idea, in the order named."""
    named = (
        select(Confidant.person_id).where(Confidant.idea_id == idea.id).order_by(Confidant.since, Confidant.person_id)
    )
    return list(session().scalars(named))
