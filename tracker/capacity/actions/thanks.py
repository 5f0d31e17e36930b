"""Thanks: said in public to anybody, a credit that goes with the idea; and which frontline managers were thanked."""

from __future__ import annotations

from uuid import UUID

from tracker import council
from tracker.capacity.models import ManagerCredit, ThankYou
from tracker.capacity.permissions import takes_back
from tracker.capacity.rules import thanks_faults
from tracker.capacity.words import Thanks
from tracker.clock import now, today
from tracker.history import record
from tracker.history.events.capacity import ManagerCredited, ThanksSaid, ThanksTakenBack
from tracker.idea import Idea, NotFoundError, Refused, refuse_all, touch
from tracker.tenancy import current_council, session


def credit_manager(*, idea: Idea, manager: str, thanks: Thanks, by: UUID, how: str = "") -> ManagerCredit:
    """Record a frontline manager, by their job, and how they were thanked; the same again tells it anew.

    Raises Refused where nobody is named, or it is not said how they were thanked.
    """
    if not manager.strip():
        raise Refused("Say who, by their job: the depot manager", field="manager")
    if thanks is Thanks.GIVEN and not how.strip():
        raise Refused("Say how: a letter, a mention, a prize", field="how")
    made = ManagerCredit(
        idea_id=idea.id,
        manager=manager.strip(),
        thanks=thanks,
        how=how.strip() or None,
        by_id=by,
        counts_from=today(),
        recorded_at=now(),
    )
    session().add(made)
    session().flush()
    credited = ManagerCredited(manager=made.manager, thanks=thanks, how=made.how)
    record(credited, idea_id=idea.id, about_id=made.id, by=by)
    touch(idea)
    return made


def say_thanks(*, idea: Idea, words: str, by: UUID, person_id: UUID | None = None, name: str = "") -> ThankYou:
    """Thank somebody in public: a colleague, who hears of it, or anybody by name. It stays, also once they left.

    Raises Refused where nobody is named, or nothing said, and for thanks to oneself.
    """
    person = council.person(person_id) if person_id else None
    called = person.name if person and not person.left else name.strip()
    refuse_all(thanks_faults(name=called, words=words, themselves=person_id == by))
    made = ThankYou(
        idea_id=idea.id,
        person_id=person.id if person and not person.left else None,
        name=called,
        words=words.strip(),
        by_id=by,
        counts_from=today(),
        recorded_at=now(),
    )
    session().add(made)
    session().flush()
    record(ThanksSaid(name=called), idea_id=idea.id, about_id=made.id, by=by)
    touch(idea)
    return made


def take_thanks_back(*, idea: Idea, thank_you_id: UUID, because: str, by: UUID) -> ThankYou:
    """Take thanks back, with a reason: who said them may, and who keeps the idea. What was said stays in the record.

    Raises Refused, NotFoundError where there are none.
    """
    made = session().get(ThankYou, (current_council(), thank_you_id))
    if made is None or made.idea_id != idea.id or not takes_back(made, idea, council.reader(by)):
        raise NotFoundError(idea.ref)
    if made.taken_back_at is not None:
        raise Refused("These thanks were taken back already.")
    if not because.strip():
        raise Refused("Say why", field="because")
    made.taken_back_at, made.taken_back_because, made.taken_back_by_id = now(), because.strip(), by
    taken = ThanksTakenBack(name=made.name, because=made.taken_back_because)
    record(taken, idea_id=idea.id, about_id=made.id, by=by)
    touch(idea)
    return made
