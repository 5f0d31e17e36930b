"""Where somebody works, and who they are to themselves: asked in the directory."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from tracker.council.models import Council, Membership, Person
from tracker.tenancy import session


@dataclass(frozen=True)
class Workplace:
    """One council that a person belongs to."""

    id: UUID
    code: str
    name: str
    roles: tuple[str, ...]


def places_of(person_id: UUID) -> list[Workplace]:
    """The councils that a person belongs to now, by name. Asked in the directory."""
    asked = (
        select(Council.id, Council.code, Council.name, Membership.roles)
        .join(Membership, Membership.council_id == Council.id)
        .where(Membership.person_id == person_id, Membership.ended_at.is_(None))
        .order_by(func.lower(Council.name), Council.id)
    )
    return [
        Workplace(id=row.id, code=row.code, name=row.name, roles=tuple(row.roles)) for row in session().execute(asked)
    ]


def profile_of(person_id: UUID) -> Person:
    """A person as the directory knows them, for their own account page."""
    return session().get_one(Person, person_id)
