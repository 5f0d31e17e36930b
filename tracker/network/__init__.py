"""Who works, talks and adapts with whom: the network of a council, its layers, and what hangs on one person.

A link is a trace of something done together in twelve months, on ideas that everybody in the council sees, or with
another council. The worker keeps links and figures; people are named as they agree, from one page to the next.
"""

from tracker.capacity import Layer
from tracker.network.actions import choose, compute, hear_of_audience
from tracker.network.queries import (
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
from tracker.network.queries.kept import ON_A_PAGE
from tracker.network.rules import THIN, LayerFigures, NetworkFinding, is_thin, layer_of_roles
from tracker.network.words import (
    LayerReading,
    LinkKind,
    LinkTrace,
    NetworkRole,
    NetworkWarning,
    NodeKind,
)

__all__ = [
    "ON_A_PAGE",
    "THIN",
    "DrawnTie",
    "Layer",
    "LayerFigures",
    "LayerReading",
    "LinkKind",
    "LinkRest",
    "LinkTrace",
    "NetworkFilters",
    "NetworkFinding",
    "NetworkRole",
    "NetworkShown",
    "NetworkTold",
    "NetworkWarning",
    "NodeEntry",
    "NodeKind",
    "TieEntry",
    "choice_of",
    "choose",
    "compute",
    "hear_of_audience",
    "is_thin",
    "layer_of_roles",
    "link",
    "network_shown",
    "places_query",
    "rests_of",
]
