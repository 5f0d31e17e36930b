"""A lead asks others what they think of an idea in triage; they say it to the leads alone until it is decided."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import select

from tracker import council, post
from tracker.clock import add_working_days, now, today
from tracker.idea import Idea, Refused, awaits_outcome, look_again, refuse_all, spoken, those_who_see
from tracker.tenancy import session
from tracker.triage.models import Assessment, Assessor
from tracker.triage.rules import assessment_faults
from tracker.triage.words import DAYS_TO_ASSESS


def ask_assessors(*, idea: Idea, people: Collection[UUID], by: UUID, due_on: date | None = None) -> None:
    """Have these people asked what they think of an idea, and nobody else who has not said it yet. Raises Refused.

    Each who is new has a letter. Without a day it is due in three working days.
    """
    if not awaits_outcome(stage=idea.stage, state=idea.state, historical=idea.historical):
        raise Refused("What becomes of this idea is decided already.")
    if due_on and due_on < today():
        raise Refused("Give a day that is still to come", field="due_on")
    day = due_on or add_working_days(today(), DAYS_TO_ASSESS, council.here().nation)
    standing = {each.person_id: each for each in _asked(idea)}
    wanted = set(people)
    if not wanted and all(each.given_at or each.released_at for each in standing.values()):
        raise Refused("Choose whom to ask", field="people")
    _refuse_strangers(idea, wanted - set(standing))
    for person_id, each in standing.items():
        if each.given_at is None and person_id not in wanted:
            each.released_at = now()
    for person_id in sorted(wanted):
        before = standing.get(person_id)
        if before is None or before.released_at:
            _ask(idea, person_id, before, by=by, day=day)
        elif before.given_at is None and due_on:
            before.due_on = due_on
    session().flush()
    look_again(idea)


def _asked(idea: Idea) -> list[Assessor]:
    return list(session().scalars(select(Assessor).where(Assessor.idea_id == idea.id).order_by(Assessor.id)))


def _refuse_strangers(idea: Idea, people: Collection[UUID]) -> None:
    """Refuse who is not here, who said the idea themselves, and who may not see it."""
    seeing = those_who_see(idea, people)
    for person_id in sorted(people):
        to = council.to(person_id)
        if to is None:
            raise Refused("Choose people who work here", field="people")
        if person_id == idea.author_id:
            raise Refused(f"{to.name} said this idea. Ask somebody else.", field="people")
        if person_id not in seeing:
            raise Refused(f"This idea is confidential: name {to.name} on its page first.", field="people")


def _ask(idea: Idea, person_id: UUID, before: Assessor | None, *, by: UUID, day: date) -> None:
    asked = before or Assessor(idea_id=idea.id, person_id=person_id)
    asked.by_id, asked.at, asked.due_on, asked.released_at = by, now(), day, None
    session().add(asked)
    session().flush()
    to = council.to(person_id)
    if to and person_id != by:
        post.write(
            "assessment_asked",
            to=to,
            kind=post.LetterKind.NOTICE,
            key=f"assessor:{asked.id}:{asked.at.isoformat()}",
            subject=f"What do you think of {idea.ref}: {idea.title}",
            ref=idea.ref,
            title=idea.title,
            by=council.names([by])[by],
            due=spoken(day, today=today()),
        )


def assess(*, idea: Idea, by: UUID, judgements: Mapping[str, str], note: str) -> None:
    """Say what one thinks of an idea, as somebody who is asked, until it is decided. Raises Refused."""
    asked = next((each for each in _asked(idea) if each.person_id == by and not each.released_at), None)
    if asked is None:
        raise Refused("You are not asked about this idea. You can write a comment on its page.")
    if not awaits_outcome(stage=idea.stage, state=idea.state, historical=idea.historical):
        raise Refused("What becomes of this idea is decided already.")
    refuse_all(assessment_faults(judgements=judgements, note=note))
    said = {name: word for name, word in judgements.items() if word}
    session().add(Assessment(idea_id=idea.id, by_id=by, at=now(), judgements=said, note=note.strip() or None))
    asked.given_at = now()
    session().flush()
    look_again(idea)
