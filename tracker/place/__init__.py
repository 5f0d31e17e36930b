"""Places: the wards or areas of a council, as it calls them, and those that an idea names: where it would be tried.

A place that is ended is offered no more and stays on the ideas that name it. One that went into another points there.
"""

from tracker.place.actions import add_place, set_places
from tracker.place.models import IdeaPlace, Place
from tracker.place.queries import (
    PLACES,
    OfferEntry,
    PlaceEntry,
    get_place,
    offered_query,
    place_offer_query,
    places,
    places_on,
    places_on_query,
    services_and_places,
)
from tracker.place.rules import LONGEST_PLACE, MOST_PLACES, place_fault

__all__ = [
    "LONGEST_PLACE",
    "MOST_PLACES",
    "PLACES",
    "IdeaPlace",
    "OfferEntry",
    "Place",
    "PlaceEntry",
    "add_place",
    "get_place",
    "offered_query",
    "place_fault",
    "place_offer_query",
    "places",
    "places_on",
    "places_on_query",
    "services_and_places",
    "set_places",
]
