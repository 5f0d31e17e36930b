"""Who sees an idea is set: for matters of staff and safeguarding only some may read it, until it is opened again."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import delete, select

from tracker import council
from tracker.clock import now
from tracker.history import record
from tracker.history.events.idea import AudienceSet
from tracker.idea.actions.life import touch
from tracker.idea.models import Confidant, Idea
from tracker.idea.permissions import is_draft
from tracker.idea.words import Audience, Refused
from tracker.tenancy import session


def set_audience(*, idea: Idea, audience: Audience, people: Iterable[UUID] = (), by: UUID) -> None:
    """Have an audience see an idea, and beside it its author, who keeps it and these people, in place of those before.

    Where not everybody sees it its cards are taken back (see listening). Raises Refused for a case of a report, for
    somebody who is not here, and for everybody where everybody sees it already.
    """
    if idea.historical:
        raise Refused("A report has told this case already.")
    everybody = audience is Audience.EVERYBODY
    if everybody and idea.open_to_all:
        raise Refused("Everybody in the council sees this idea already.")
    named = [] if everybody else list(dict.fromkeys(people))
    if any(council.to(person) is None for person in named):
        raise Refused("Choose people who work here", field="people")
    session().execute(delete(Confidant).where(Confidant.idea_id == idea.id))
    session().add_all(Confidant(idea_id=idea.id, person_id=person, by_id=by, since=now()) for person in named)
    if idea.audience is not audience:
        idea.audience, idea.audience_since = audience, now()
    if not is_draft(idea):
        record(AudienceSet(audience=audience.value, people=len(named)), idea_id=idea.id, by=by)
    touch(idea)
    session().flush()


def confidants(*, idea: Idea) -> list[UUID]:
    """Who is named to see an idea that not everybody sees, in the order named."""
    named = (
        select(Confidant.person_id).where(Confidant.idea_id == idea.id).order_by(Confidant.since, Confidant.person_id)
    )
    return list(session().scalars(named))
