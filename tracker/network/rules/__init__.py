"""What is true of who works with whom; networkx over plain rows, without a database.

figures   degree, betweenness, closeness; parts that people play; layers
findings  what is worth talking about
layout    where everybody stands in the drawing
reading   all of it together
"""

from tracker.network.rules.figures import (
    THIN,
    LayerFigures,
    NetworkNode,
    NetworkTie,
    NodeFigures,
    is_thin,
    layer_of_roles,
    layers_of,
    roles_of,
)
from tracker.network.rules.findings import NetworkFinding
from tracker.network.rules.layout import IN_A_ROW, MOST_DRAWN, Band, Layout, laid_out
from tracker.network.rules.reading import EDITION, MOST_NODES, YEAR, NetworkReading, enough, read_network

__all__ = [
    "EDITION",
    "IN_A_ROW",
    "MOST_DRAWN",
    "MOST_NODES",
    "THIN",
    "YEAR",
    "Band",
    "LayerFigures",
    "Layout",
    "NetworkFinding",
    "NetworkNode",
    "NetworkReading",
    "NetworkTie",
    "NodeFigures",
    "enough",
    "is_thin",
    "laid_out",
    "layer_of_roles",
    "layers_of",
    "read_network",
    "roles_of",
]
