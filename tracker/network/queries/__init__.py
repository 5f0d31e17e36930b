"""What is asked about who works with whom: the traces that the worker reads, and what it kept of them."""

from tracker.network.queries.kept import (
    LinkRest,
    NetworkFilters,
    NetworkTold,
    NodeEntry,
    TieEntry,
    choice_of,
    drawn_links_query,
    figures_query,
    link,
    links_query,
    places_query,
    rests_of,
)
from tracker.network.queries.traces import TracedBody, TracedLink, TracedPerson, bodies, people, traced_links

__all__ = [
    "LinkRest",
    "NetworkFilters",
    "NetworkTold",
    "NodeEntry",
    "TieEntry",
    "TracedBody",
    "TracedLink",
    "TracedPerson",
    "bodies",
    "choice_of",
    "drawn_links_query",
    "figures_query",
    "link",
    "links_query",
    "people",
    "places_query",
    "rests_of",
    "traced_links",
]
