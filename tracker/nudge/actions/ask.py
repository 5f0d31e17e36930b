"""A lead asks one person about an idea in words of their own; it goes by the same limits as what a rule asks."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import select

from tracker import clock, council
from tracker import idea as ideas
from tracker.history import record
from tracker.history.events.nudge import AskedByLead
from tracker.idea.models import Idea
from tracker.idea.words import Refused, refuse_all
from tracker.nudge.models import NudgeAsk
from tracker.tenancy import current_council, session

SHORTEST, LONGEST = 3, 300


def ask_faults(*, words: str) -> Iterator[Refused]:
    """What is asked has words, and few."""
    if len(words.strip()) < SHORTEST:
        yield Refused("Say what you ask", field="words")
    elif len(words.strip()) > LONGEST:
        yield Refused(f"Use {LONGEST} characters or fewer", field="words")


def ask_person(*, idea: Idea, person_id: UUID, words: str, by: UUID) -> NudgeAsk:
    """Ask somebody about an idea: they hear on the next working day, at most one mail a day, until they answer.

    Raises Refused for somebody who is not here or may not see the idea, and while they have not answered before.
    """
    refuse_all(ask_faults(words=words))
    if council.to(person_id) is None or not ideas.those_who_see(idea, [person_id]):
        raise Refused("Choose somebody who works here and may see it", field="person")
    open_ones = select(NudgeAsk.id).where(NudgeAsk.idea_id == idea.id, NudgeAsk.person_id == person_id)
    if session().scalar(open_ones.where(NudgeAsk.ended_at.is_(None))):
        raise Refused("They have been asked about it and have not answered yet", field="person")
    asked = NudgeAsk(
        idea_id=idea.id, person_id=person_id, words=words.strip(), by_id=by, asked_on=clock.today(), at=clock.now()
    )
    session().add(asked)
    record(AskedByLead(to=council.names([person_id])[person_id]), idea_id=idea.id, by=by)
    ideas.touch(idea)
    return asked


def end_ask(*, ask_id: UUID, by: UUID) -> NudgeAsk:
    """End what a lead asked: answered by the person asked, or taken back. Raises Refused where it has ended."""
    row = session().get(NudgeAsk, (current_council(), ask_id), with_for_update=True, populate_existing=True)
    if row is None or row.ended_at:
        raise Refused("This was answered or taken back already.")
    row.ended_at, row.ended_by_id = clock.now(), by
    return row
