"""Beside the four answers: where the thing that is asked can be done, and to whom it may be handed over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

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


class NudgeWays(NamedTuple):
    """What stands beside a nudge: where it is done, who may have it handed over, whether to answer is a contact."""

    way: Way
    heirs: list[council.Colleague]
    is_contact: bool


def ways_of(entry: NudgeEntry, *, people: Sequence[council.Colleague]) -> NudgeWays:
    """Return what stands beside a nudge, its idea read once. `people` are the people of the council."""
    idea = session().get_one(Idea, (current_council(), entry.idea_id)) if entry.idea_id else None
    who = next(person.reader for person in people if person.id == entry.person_id)
    return NudgeWays(_way(entry, idea, who), _heirs(entry, idea, people), _is_contact(entry, idea))


def _way(entry: NudgeEntry, idea: Idea | None, who: Reader) -> Way:
    """Where the person asked can do what is asked; the whole idea, where a page of its own is not theirs to open."""
    if idea is None or _may_take(entry, idea, who):
        return Way(entry.way, entry.rule.way_words)
    return Way(f"/ideas/{entry.ref}", "Read the whole idea")


def _may_take(entry: NudgeEntry, idea: Idea, reader: Reader) -> bool:
    way = entry.rule.way
    if way.startswith(("/ideas/{ref}/current", "/ideas/{ref}/edit")):
        return keeps(idea, reader)
    if way.startswith("/ideas/{ref}/contact"):
        return in_touch(idea, reader)
    if way.startswith("/ideas/{ref}/conditions"):
        found = [one for one in gate.conditions_on(idea.id) if one.id == entry.subject_id]
        return any(gate.meets(one, reader) for one in found)
    return True


def _heirs(entry: NudgeEntry, idea: Idea | None, people: Sequence[council.Colleague]) -> list[council.Colleague]:
    """To whom the person asked may hand it over: who may keep its idea; of the sponsor's place, who may sponsor.

    Of a confidential idea only those who see it.
    """
    if idea is None:
        return []
    sponsoring = gives_sponsoring(entry.rule, sponsor_id=idea.sponsor_id, by=entry.person_id)
    needed = Can.RECORD_CONTACT if sponsoring else Can.KEEP_CURRENT
    able = [person for person in people if needed in person.can]
    seeing = those_who_see(idea, [person.id for person in able], people=people)
    return [person for person in able if person.id in seeing]


def _is_contact(entry: NudgeEntry, idea: Idea | None) -> bool:
    """Whether "still going" by the person asked is a contact with the team: what the sponsor says of themselves is."""
    return idea is not None and entry.rule.asks_for_contact and idea.sponsor_id == entry.person_id
