"""Who would hear from us, by name, a page at a time: so many people, and of each so many of their reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from tracker.council import Colleague
from tracker.nudge import PlannedNudge

PEOPLE = 50  # on a page
REASONS = 10  # of each that are shown


@dataclass(frozen=True)
class Outgoing:
    """One person who would hear from us, with everything that they would be asked."""

    person: Colleague
    planned: Sequence[PlannedNudge]

    @property
    def shown(self) -> Sequence[PlannedNudge]:
        """What the page shows of it."""
        return self.planned[:REASONS]


@dataclass(frozen=True)
class OutgoingPage:
    """How many would hear, of how many reasons; those on this page, and who is the last where more follow."""

    people: int
    reasons: int
    shown: Sequence[Outgoing]
    next: UUID | None


def outgoing_of(planned: Iterable[PlannedNudge], people: Iterable[Colleague], *, after: UUID | None) -> OutgoingPage:
    """The people who are here and would hear, by name, from the one after a person; from the first without."""
    asked: dict[UUID, list[PlannedNudge]] = {}
    for one in planned:
        asked.setdefault(one.person_id, []).append(one)
    by_name = sorted(people, key=lambda one: (one.name.lower(), str(one.id)))
    all_of_them = [Outgoing(person, asked[person.id]) for person in by_name if person.id in asked]
    before = next((place for place, person in enumerate(by_name, 1) if person.id == after), 0)
    rest = [Outgoing(person, asked[person.id]) for person in by_name[before:] if person.id in asked]
    return OutgoingPage(
        len(all_of_them),
        sum(len(one.planned) for one in all_of_them),
        rest[:PEOPLE],
        rest[PEOPLE - 1].person.id if len(rest) > PEOPLE else None,
    )
