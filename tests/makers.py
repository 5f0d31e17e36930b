"""Small builders: the smallest true thing, one line each. They go through the product's own actions."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from tracker import clock, council
from tracker.council import Role
from tracker.tenancy import as_council, directory

_numbers = itertools.count(1)
PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class Someone:
    """A person in a council of the tests."""

    id: UUID
    name: str
    email: str
    council_id: UUID


@dataclass(frozen=True)
class Side:
    """One council of the world, with somebody in every role."""

    id: UUID
    code: str
    name: str
    lead: Someone
    owner: Someone
    contributor: Someone
    sponsor: Someone
    observer: Someone
    admin: Someone
    noted: dict[str, Any] = field(default_factory=dict)

    @property
    def people(self) -> dict[str, Someone]:
        """Everybody, by role."""
        return {str(role): getattr(self, str(role)) for role in Role}

    def door(self):
        """Open this council's door."""
        return as_council(self.id)


@dataclass(frozen=True)
class World:
    """Two look-alike councils that share nothing."""

    ours: Side
    theirs: Side


def a_council(
    code: str | None = None, *, name: str = "Northmoor Council", nation: str | None = "england"
) -> council.Council:
    """A council; two made in a row look alike but for their code."""
    with directory():
        return council.create(
            code=code or f"northmoor-{next(_numbers)}-{_salt()}", name=name, nation=nation, prefix="NOR"
        )


def _salt() -> str:
    return council.digest_of_token(str(clock.now()))[:6]


def a_person(council_id: UUID, *roles: Role, name: str = "Sam Okafor", email: str | None = None) -> Someone:
    """A member of a council."""
    with directory():
        made = council.add_person(
            council_id=council_id,
            email=email or f"person-{next(_numbers)}-{_salt()}@northmoor.example.org",
            name=name,
            roles=roles or (Role.CONTRIBUTOR,),
        )
        return Someone(id=made.id, name=made.name, email=made.email, council_id=council_id)


NAMES = {
    Role.LEAD: "Priya Nair",
    Role.OWNER: "Tom Baker",
    Role.CONTRIBUTOR: "Sam Okafor",
    Role.SPONSOR: "Helen Marsh",
    Role.OBSERVER: "Cllr Ann Reid",
    Role.ADMIN: "Joan Fell",
}


def a_side() -> Side:
    """A council with somebody in every role."""
    made = a_council()
    everybody = {str(role): a_person(made.id, role, name=NAMES[role]) for role in Role}
    return Side(id=made.id, code=made.code, name=made.name, **everybody)


def a_world() -> World:
    """Two look-alike councils."""
    return World(ours=a_side(), theirs=a_side())


def days_ago(days: int) -> date:
    """The day so many days before today."""
    return date.fromordinal(clock.today().toordinal() - days)
