"""What may be chosen here: services and who speaks for them, owners, sponsors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from tracker.council.queries.people import KEEPING, Colleague, people
from tracker.council.words import Role
from tracker.tenancy import Query, current_council, rows


class NamedThing(NamedTuple):
    """A service or a person to choose from."""

    kind: str
    id: UUID
    name: str


class ServiceEntry(NamedTuple):
    """A service of the council, and whose ideas it asks for."""

    id: UUID
    name: str
    senior_owner: str | None


class ListOffer(NamedTuple):
    """What a list of ideas needs to know of its council: services and owners to narrow by, and who may own an idea."""

    services: list[NamedThing]
    owners: list[NamedThing]
    names: dict[UUID, str]


# Who may own an idea, beside the services.
_OR_KEEPERS = f"""
      UNION ALL
      SELECT CASE WHEN m.roles @> ARRAY['{Role.OWNER}'] THEN 'owner' ELSE 'lead' END, m.person_id, m.name
        FROM membership m WHERE m.council_id = :here AND m.ended_at IS NULL AND m.roles && ARRAY[{KEEPING}]"""  # noqa: S608 - made of constants only
# Services, and who may own an idea, as one statement reads them: to choose from, and to narrow by what once was chosen.
OFFERED = f"""
      SELECT CASE WHEN s.ended_at IS NULL THEN 'service' ELSE 'ended' END AS kind, s.id, s.name FROM service s
       WHERE s.ended_at IS NULL OR s.id = CAST(:kept AS uuid){_OR_KEEPERS}"""  # noqa: S608 - the same
_SEEN = f"SELECT 'service' AS kind, s.id, s.name FROM service s WHERE s.into_id IS NULL{_OR_KEEPERS}"  # noqa: S608 - the same
_OF_LIST = f"SELECT kind, id, name FROM ({_SEEN}) AS offered ORDER BY lower(name), id"  # noqa: S608 - the same


def list_offer() -> ListOffer:
    """What a list of ideas needs to know of its council, each by name: one statement."""
    return _list_offer(rows(NamedThing, _OF_LIST, here=current_council()))


def list_offer_query() -> Query[ListOffer]:
    """The same, to be asked together with others."""
    return Query(NamedThing, _OF_LIST, {"here": current_council()}, _list_offer)


_SPONSORS = f"""
SELECT 'sponsor' AS kind, m.person_id AS id, m.name FROM membership m
 WHERE m.council_id = CAST(:here AS uuid) AND m.ended_at IS NULL AND m.roles @> ARRAY['{Role.SPONSOR}']
 ORDER BY lower(m.name), m.person_id"""  # noqa: S608 - made of constants only


def sponsors_query() -> Query[list[NamedThing]]:
    """Who may be named as a sponsor here, by name."""
    return Query(NamedThing, _SPONSORS, {"here": current_council()}, list)


def _list_offer(found: Sequence[NamedThing]) -> ListOffer:
    services = [each for each in found if each.kind == "service"]
    owners = [each for each in found if each.kind != "service"]  # a lead may look after an idea as well
    return ListOffer(services, owners, {each.id: each.name for each in owners})


_SERVICES = (
    "SELECT id, name, senior_owner FROM service"
    " WHERE ended_at IS NULL OR id = CAST(:kept AS uuid) ORDER BY lower(name), id"
)


def services(*, kept: UUID | None = None) -> list[ServiceEntry]:
    """The services that the council offers, by name: none that ended, but for one that stands where it is chosen."""
    return services_query(kept=kept).answer()


def services_query(*, kept: UUID | None = None) -> Query[list[ServiceEntry]]:
    """The same, to be asked together with others."""
    return Query(ServiceEntry, _SERVICES, {"kept": kept}, list)


def senior_owner_of(service: ServiceEntry) -> Colleague | None:
    """The person here who is named as the senior owner of a service; None where nobody here is."""
    return next((one for one in people() if is_called(one.name, service.senior_owner)), None)


def is_called(name: str, asked: str | None) -> bool:
    """Whether a person's name is one that was written by hand: capitals and blanks make no other."""
    return bool(_folded(asked)) and _folded(name) == _folded(asked)


def _folded(name: str | None) -> str:
    return " ".join((name or "").casefold().split())
