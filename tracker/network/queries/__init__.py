"""What is asked about who works with whom: the traces that the worker reads, and what it kept of them."""

from tracker.network.queries.kept import (
    DrawnTie,
    LinkRest,
    NetworkFilters,
    NetworkShown,
    NetworkTold,
    NodeEntry,
    TieEntry,
    choice_of,
    link,
    network_shown,
    places_query,
    rests_of,
)
from tracker.network.queries.traces import TracedBody, TracedLink, TracedPerson, bodies, people, traced_links

__all__ = [
    "DrawnTie",
    "LinkRest",
    "NetworkFilters",
    "NetworkShown",
    "NetworkTold",
    "NodeEntry",
    "TieEntry",
    "TracedBody",
    "TracedLink",
    "TracedPerson",
    "bodies",
    "choice_of",
    "link",
    "network_shown",
    "people",
    "places_query",
    "rests_of",
    "traced_links",
]
