"""Who is there: to be asked by a rule, and to help the person who was asked."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from tracker import council
from tracker.nudge.rules import Staff


def staff() -> Staff:
    """Return who may be asked in the open council: its people, and its leads by name."""
    people = council.people()
    leads = tuple(person.id for person in people if council.Role.LEAD in person.roles)
    owners = frozenset(person.id for person in people if council.Can.KEEP_CURRENT in person.can)
    covers = {person.id: person.away.cover_id for person in people if person.away}
    names = {person.id: person.name for person in people if person.away}
    return Staff(frozenset(person.id for person in people), owners, leads, covers, names)


def helpers(*, but: UUID, people: Sequence[council.Colleague] | None = None) -> list[council.Colleague]:
    """Who is asked for help: the other leads; where there is none, the admins, who can make somebody a lead.

    Of them those who are not away, where anybody is there. `people` are the people of the council, for whoever has
    read them already.
    """
    here = council.people() if people is None else people
    for role in (council.Role.LEAD, council.Role.ADMIN):
        others = [person for person in here if role in person.roles and person.id != but]
        if others := [person for person in others if not person.away] or others:
            return others
    return []
