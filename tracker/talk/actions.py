"""What was said is changed shortly after; colleagues are named in it, by @ and their name or picked from a list."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from tracker import council
from tracker.clock import now
from tracker.council import Colleague
from tracker.db import new_id
from tracker.history import record
from tracker.history.events.conversation import ColleagueNamed, CommentEdited
from tracker.idea import Idea, Message, MessageKind, NotFoundError, Refused, keeps, those_who_see, touch
from tracker.idea.models import MessageVersion
from tracker.talk.models import Mention
from tracker.talk.permissions import edits
from tracker.talk.rules import Naming, named_in
from tracker.tenancy import session

_NAME = insert(Mention).on_conflict_do_nothing().returning(Mention.id)


def edit(*, message: Message, idea: Idea, words: str, by: UUID) -> None:
    """Change a comment shortly after it was written; what stood there before can be read.

    Raises Refused once it is too late, for anybody but its writer, and without words.
    """
    if message.idea_id != idea.id:
        raise NotFoundError(idea.ref)
    if not edits(message, council.reader(by)):
        raise Refused("It is too late to change this. Write another comment that puts it right.", field="words")
    if not words.strip():
        raise Refused("Write something first", field="words")
    if words.strip() == message.text:
        return
    before = MessageVersion(message_id=message.id, text=message.text, at=message.edited_at or message.at)
    session().add(before)
    message.text, message.edited_at = words.strip(), now()
    record(CommentEdited(), idea_id=idea.id, about_id=message.id, by=by)
    touch(idea)


def name_colleagues(*, message: Message, idea: Idea, by: UUID, picked: Collection[UUID] = ()) -> Naming:
    """Name those in a message whom its words name with @, and those picked; each hears of it once, who may read it.

    What could not be told is said: who may not see the idea, and names that nobody here has, or several have.
    """
    if "@" not in message.text and not picked:
        return Naming()
    people = {person.id: person for person in council.people() if person.id != by}
    found = named_in(message.text, {known: person.name for known, person in people.items()})
    named = [people[person] for person in dict.fromkeys([*found.people, *picked]) if person in people]
    seeing = _those_who_read(message, idea, named)
    for person in named:
        _name(message, idea, person, told=person.id in seeing, by=by)
    return Naming(
        people=found.people,
        told=tuple(person.name for person in named if person.id in seeing),
        untold=tuple(person.name for person in named if person.id not in seeing),
        unknown=found.unknown,
        unclear=found.unclear,
    )


def _those_who_read(message: Message, idea: Idea, named: Collection[Colleague]) -> set[UUID]:
    """Who of those named may read a message: a note those alone who keep the idea."""
    seeing = those_who_see(idea, [person.id for person in named])
    if message.kind is not MessageKind.NOTE:
        return seeing
    return {person for person in seeing if keeps(idea, council.reader(person))}


def _name(message: Message, idea: Idea, person: Colleague, *, told: bool, by: UUID) -> None:
    row = {"idea_id": idea.id, "message_id": message.id, "person_id": person.id, "told": told, "at": now()}
    if (mention_id := session().scalar(_NAME, {"id": new_id(), **row})) is not None:
        named = ColleagueNamed(name=person.name, unseen=not told)
        record(named, idea_id=idea.id, about_id=mention_id, by=by)
