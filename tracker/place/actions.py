"""What is done about places: a council has them, an idea names them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import func, select, text

from tracker.clock import now
from tracker.history import record
from tracker.history.events.place import IdeaPlaced, PlaceAdded
from tracker.idea import Idea, Refused, is_draft, touch
from tracker.place.models import IdeaPlace, Place
from tracker.place.queries import places, places_on
from tracker.place.rules import MOST_PLACES, place_fault
from tracker.tenancy import session


def add_place(*, name: str, by: UUID) -> Place:
    """Add a place to the open council. Raises Refused for a name that will not do, or that is there already."""
    if fault := place_fault(name):
        raise Refused(fault, field="name")
    called = name.strip()
    there = select(Place.id).where(func.lower(Place.name) == called.lower(), Place.ended_at.is_(None))
    if session().scalar(there):
        raise Refused(f"There is a place called {called} already.", field="name")
    made = Place(name=called, since=now())
    session().add(made)
    session().flush()
    record(PlaceAdded(name=made.name), about_id=made.id, by=by)
    return made


def set_places(*, idea: Idea, place_ids: Iterable[UUID], by: UUID | None) -> None:
    """Have an idea name these places and no others; twice is once. A draft keeps no history of it.

    Raises Refused for more than 20, and for one that the council does not offer and the idea did not name before.
    """
    before = {place.id: place.name for place in places_on(idea=idea)}
    offered = {place.id: place.name for place in places()} | before
    wanted = dict.fromkeys(place_ids)
    if len(wanted) > MOST_PLACES:
        raise Refused(f"Choose {MOST_PLACES} places or fewer, or none where it is everywhere", field="places")
    if not wanted.keys() <= offered.keys():
        raise Refused("Choose one of the places", field="places")
    if wanted.keys() == before.keys():
        return
    _store(idea, before=set(before), wanted=set(wanted), by=by)
    if not is_draft(idea):
        after = sorted(offered[each] for each in wanted)
        record(IdeaPlaced(before=sorted(before.values()), after=after), idea_id=idea.id, by=by)
        touch(idea)


_LEAVE = text("DELETE FROM idea_place WHERE idea_id = :idea AND place_id = ANY(:places)")


def _store(idea: Idea, *, before: set[UUID], wanted: set[UUID], by: UUID | None) -> None:
    session().flush()
    session().execute(_LEAVE, {"idea": idea.id, "places": list(before - wanted)})
    session().add_all(IdeaPlace(idea_id=idea.id, place_id=each, since=now(), by_id=by) for each in wanted - before)
    session().flush()
