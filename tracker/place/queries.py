"""What is asked about places."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from tracker.council import NamedThing
from tracker.idea import Aside, Idea, NotFoundError
from tracker.place.models import Place
from tracker.tenancy import Query, current_council, rows, session


class PlaceEntry(NamedTuple):
    """A place by its name; `ended_at` is set where it is offered no more."""

    id: UUID
    name: str
    ended_at: datetime | None = None


_PLACES = """
SELECT id, name, ended_at FROM place WHERE ended_at IS NULL OR CAST(:also_ended AS boolean)
 ORDER BY lower(name), id"""


def places(*, also_ended: bool = False) -> list[PlaceEntry]:
    """The council's places, by name: those that are offered, or all."""
    return rows(PlaceEntry, _PLACES, also_ended=also_ended)


class OfferEntry(NamedTuple):
    """A service or a place that an idea may name."""

    kind: str
    id: UUID
    name: str


_OFFERED = """
SELECT kind, id, name FROM (
  SELECT 'service' AS kind, s.id, s.name FROM service s
   WHERE s.ended_at IS NULL OR s.id = CAST(:kept AS uuid)
  UNION ALL SELECT 'place', p.id, p.name FROM place p WHERE p.ended_at IS NULL) AS offered
 ORDER BY lower(name), id"""


def services_and_places(*, kept: UUID | None = None) -> tuple[list[OfferEntry], list[OfferEntry]]:
    """What an idea may name, each by name: services, with the ended one that it has, and places. One statement."""
    return offered_query(kept=kept).answer()


def offered_query(*, kept: UUID | None = None) -> Query[tuple[list[OfferEntry], list[OfferEntry]]]:
    """The same, to be asked together with others."""
    return Query(OfferEntry, _OFFERED, {"kept": kept}, _by_kind)


def _by_kind(found: Sequence[OfferEntry]) -> tuple[list[OfferEntry], list[OfferEntry]]:
    return [each for each in found if each.kind == "service"], [each for each in found if each.kind == "place"]


def get_place(*, place_id: UUID) -> Place:
    """One place of the council. Raises NotFoundError."""
    found = session().get(Place, (current_council(), place_id))
    if found is None:
        raise NotFoundError(str(place_id))
    return found


def place_offer_query() -> Query[list[NamedThing]]:
    """The places to choose from, by name, to be asked together with others."""
    return Query(NamedThing, _OFFER, {}, list)


_OFFER = "SELECT 'place' AS kind, id, name FROM place WHERE ended_at IS NULL ORDER BY lower(name), id"
_ON = """
SELECT p.id, p.name, p.ended_at FROM idea_place l JOIN place p ON p.id = l.place_id
 WHERE l.idea_id = CAST(:idea AS uuid) ORDER BY lower(p.name), p.id"""


def places_on(*, idea: Idea) -> list[PlaceEntry]:
    """The places that an idea names, by name; those that are ended too."""
    return places_on_query(idea=idea).answer()


def places_on_query(*, idea: Idea) -> Query[list[PlaceEntry]]:
    """The same, to be asked together with others."""
    return Query(PlaceEntry, _ON, {"idea": idea.id}, list)


PLACES: Aside[Sequence[str]] = Aside(
    "places",
    """
    SELECT json_agg(p.name ORDER BY lower(p.name), p.id)
      FROM idea_place l JOIN place p ON p.id = l.place_id WHERE l.idea_id = idea.id""",
    lambda told: list(told or ()),
)
