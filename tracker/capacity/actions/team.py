"""The team of an idea: who works on it beside who keeps and sponsors it, its corporate contact, its commissioner."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from tracker import council
from tracker.capacity.models import HandoverNote, TeamMember
from tracker.capacity.rules import note_faults, team_faults
from tracker.capacity.words import TeamRole
from tracker.clock import now, today
from tracker.history import record
from tracker.history.events.capacity import HandoverNoted, TeamMemberLeft, TeamMemberNamed
from tracker.idea import Idea, NotFoundError, Refused, follow, refuse_all, sight_faults, touch
from tracker.tenancy import current_council, session

_ON_IT = select(TeamMember).where(TeamMember.left_on.is_(None))


def name_member(
    *, idea: Idea, role: TeamRole, by: UUID, person_id: UUID | None = None, name: str = "", does: str = ""
) -> TeamMember:
    """Name somebody who works on an idea: a colleague, who follows it from then on, or anybody elsewhere by name.

    There is one corporate contact and one commissioner: a new one takes the place of the one before. Raises Refused.
    """
    person = council.person(person_id) if person_id else None
    refuse_all(team_faults(person_id=person_id, name=name))
    if person_id and (person is None or person.left):
        raise Refused("Choose somebody who works here, or write a name", field="person_id")
    refuse_all(sight_faults(idea, {"person_id": person_id}))
    made = TeamMember(idea_id=idea.id, role=role, does=does.strip() or None, by_id=by)
    made.person_id, made.name = person_id, None if person_id else name.strip()
    made.counts_from, made.recorded_at = today(), now()
    for other in session().scalars(_ON_IT.where(TeamMember.idea_id == idea.id).order_by(TeamMember.id)).all():
        if _is_replaced(other, made):
            other.left_on = today()
    session().flush()
    session().add(made)
    session().flush()
    if person_id:
        follow(idea=idea, person_id=person_id)
    named = TeamMemberNamed(role=role, name=person.name if person else name.strip(), does=made.does)
    record(named, idea_id=idea.id, about_id=made.id, by=by)
    touch(idea)
    return made


def _is_replaced(other: TeamMember, made: TeamMember) -> bool:
    """Whether somebody gives way: who had the place before, or the same person told of anew."""
    if other.role is not made.role:
        return False
    same = other.person_id == made.person_id and (other.name or "").casefold() == (made.name or "").casefold()
    return same or made.role is not TeamRole.MEMBER


def end_member(*, idea: Idea, member_id: UUID, by: UUID) -> None:
    """Note that somebody works on an idea no more. Raises NotFoundError where they do not."""
    found = session().get(TeamMember, (current_council(), member_id))
    if found is None or found.idea_id != idea.id or found.left_on:
        raise NotFoundError(idea.ref)
    found.left_on = today()
    name = found.name or council.names([found.person_id])[found.person_id]
    record(TeamMemberLeft(role=found.role, name=name), idea_id=idea.id, about_id=found.id, by=by)
    touch(idea)


def note_handover(*, idea: Idea, words: str, by: UUID) -> HandoverNote:
    """Write down what whoever has an idea next needs to know; what stood there before can be read. Raises Refused."""
    refuse_all(note_faults(words))
    made = HandoverNote(idea_id=idea.id, words=words.strip(), by_id=by, at=now())
    session().add(made)
    session().flush()
    record(HandoverNoted(), idea_id=idea.id, about_id=made.id, by=by)
    touch(idea)
    return made
