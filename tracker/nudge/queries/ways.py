"""Beside the four answers: where the thing that is asked can be done, and to whom it may be handed over."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from tracker import council, gate
from tracker.council import Can, Reader
from tracker.idea import in_touch, keeps, those_who_see
from tracker.idea.models import Idea
from tracker.nudge.queries.entries import NudgeEntry
from tracker.nudge.rules import gives_sponsoring
from tracker.tenancy import current_council, session


class Way(NamedTuple):
    """An address where something can be done, and what its button says."""

    address: str
    words: str


def way_for(entry: NudgeEntry, reader: Reader) -> Way:
    """Where the person asked can do what is asked; the whole idea, where a page of its own is not theirs to open."""
    if entry.idea_id is None or _may_take(entry, entry.idea_id, reader):
        return Way(entry.way, entry.rule.way_words)
    return Way(f"/ideas/{entry.ref}", "Read the whole idea")


def _may_take(entry: NudgeEntry, idea_id: UUID, reader: Reader) -> bool:
    idea, way = _idea_of(idea_id), entry.rule.way
    if way.startswith(("/ideas/{ref}/current", "/ideas/{ref}/edit")):
        return keeps(idea, reader)
    if way.startswith("/ideas/{ref}/contact"):
        return in_touch(idea, reader)
    if way.startswith("/ideas/{ref}/conditions"):
        found = [one for one in gate.conditions_on(idea.id) if one.id == entry.subject_id]
        return any(gate.meets(one, reader) for one in found)
    return True


def heirs(*, of: NudgeEntry) -> list[council.Colleague]:
    """To whom the person asked may hand it over: who may keep its idea; of the sponsor's place, who may sponsor.

    Of a confidential idea only those who see it.
    """
    if of.idea_id is None:
        return []
    idea = _idea_of(of.idea_id)
    sponsoring = gives_sponsoring(of.rule, sponsor_id=idea.sponsor_id, by=of.person_id)
    people = council.people_who_can(Can.RECORD_CONTACT if sponsoring else Can.KEEP_CURRENT)
    seeing = those_who_see(idea, [person.id for person in people])
    return [person for person in people if person.id in seeing]


def is_contact(entry: NudgeEntry) -> bool:
    """Whether "still going" by the person asked is a contact with the team: what the sponsor says of themselves is."""
    if entry.idea_id is None or not entry.rule.asks_for_contact:
        return False
    return _idea_of(entry.idea_id).sponsor_id == entry.person_id


def _idea_of(idea_id: UUID) -> Idea:
    return session().get_one(Idea, (current_council(), idea_id))
