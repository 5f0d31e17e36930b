"""How much everybody has to do with the others: figures of each, parts that people play, layers. Pure.

Degree makes a hub; few links and much betweenness a gatekeeper; few links and much closeness a pulsetaker; key
connectors are the top five per cent (001_1f18599d5d9872be.txt:2860-2872).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import Any, NamedTuple

from tracker.capacity import Layer
from tracker.council import Role
from tracker.network.words import LayerReading, NetworkRole, NodeKind

THIN = 3  # so many times in a year or fewer
TOP = 0.05
HUB_LINKS = 3
SPARSE, DENSE = 1 / 3, 2 / 3


class NetworkNode(NamedTuple):
    """Somebody or something that has links."""

    key: str
    kind: NodeKind
    layer: Layer


class NetworkTie(NamedTuple):
    """A link between two, and how often in a year."""

    one: str
    other: str
    times: int


class NodeFigures(NamedTuple):
    """How many links somebody has, how often they lie between others, how near these are, how many in two steps."""

    degree: int
    betweenness: float
    closeness: float
    reach: int


class LayerFigures(NamedTuple):
    """A layer: how many are in it, links inside it of those possible, links to other layers, and to how many layers."""

    layer: Layer
    nodes: int
    inside: int
    possible: int
    outside: int
    layers: int

    @property
    def reading(self) -> LayerReading:
        """How its links read."""
        if not self.nodes:
            return LayerReading.EMPTY
        if self.nodes == 1:
            return LayerReading.THIN if self.outside < THIN else LayerReading.LINKED
        share = self.inside / self.possible
        if share < SPARSE:
            return LayerReading.THIN
        return LayerReading.DENSE if share >= DENSE else LayerReading.LINKED


def is_thin(times: int) -> bool:
    """Whether two who did so much together in a year have a thin link."""
    return times <= THIN


def layer_of_roles(roles: Iterable[str]) -> Layer:
    """Where somebody of a council stands by what they may do, unless they say otherwise.

    Who leads, sponsors, observes or administers stands for the authority, who keeps ideas for a service.
    """
    held = {Role(role) for role in roles}
    if held & {Role.LEAD, Role.SPONSOR, Role.OBSERVER, Role.ADMIN}:
        return Layer.AUTHORITY
    return Layer.SECTORAL if Role.OWNER in held else Layer.FRONTLINE


def graph_of(nodes: Iterable[NetworkNode], ties: Iterable[NetworkTie]) -> Any:
    """A network as the graph library takes it, in one order."""
    import networkx as nx  # noqa: PLC0415 - loaded where the worker works it out, by no page

    made = nx.Graph()
    made.add_nodes_from(sorted(node.key for node in nodes))
    made.add_edges_from(sorted((tie.one, tie.other) for tie in ties))
    return made


def figures_of(drawn: Any) -> dict[str, NodeFigures]:
    """Degree, betweenness and closeness (0 to 1, four decimals) of everybody, and whom they reach in two steps."""
    import networkx as nx  # noqa: PLC0415 - as above

    between = nx.betweenness_centrality(drawn)
    near = nx.closeness_centrality(drawn)
    return {
        key: NodeFigures(drawn.degree[key], round(between[key], 4), round(near[key], 4), _reach(drawn, key))
        for key in drawn
    }


def _reach(drawn: Any, key: str) -> int:
    direct = set(drawn[key])
    return len(direct.union(*(drawn[one] for one in direct)) - {key})


def roles_of(figures: Mapping[str, NodeFigures]) -> dict[str, NetworkRole]:
    """Who plays which part: of each the top five per cent, at least one; all where several are equal, unless many are.

    Few links are as many as half of all have, or fewer.
    """
    most = max(1, round(len(figures) * TOP))
    few = median(each.degree for each in figures.values())
    hubs = _top({key: one.degree for key, one in figures.items() if one.degree >= HUB_LINKS and one.degree > few}, most)
    quiet = {key: one for key, one in figures.items() if key not in hubs and one.degree <= few}
    gates = _top({key: one.betweenness for key, one in quiet.items() if one.betweenness}, most)
    half = len(figures) / 2
    near = {key: one.closeness for key, one in quiet.items() if key not in gates and one.reach >= half}
    return {
        **dict.fromkeys(_top(near, most), NetworkRole.PULSETAKER),
        **dict.fromkeys(gates, NetworkRole.GATEKEEPER),
        **dict.fromkeys(hubs, NetworkRole.HUB),
    }


def _top(values: Mapping[str, float], most: int) -> list[str]:
    """Those with the highest values: so many, with their equals, or without where these are more than twice as many."""
    if not values:
        return []
    cut = sorted(values.values(), reverse=True)[:most][-1]
    found = sorted(key for key, value in values.items() if value >= cut)
    return found if len(found) <= 2 * most else sorted(key for key, value in values.items() if value > cut)


def layers_of(nodes: Sequence[NetworkNode], ties: Sequence[NetworkTie]) -> list[LayerFigures]:
    """Every layer with its links, also those in which nobody is."""
    stands = {node.key: node.layer for node in nodes}
    ends = [(stands[tie.one], stands[tie.other]) for tie in ties]
    return [_layer(layer, list(stands.values()).count(layer), ends) for layer in Layer]


def _layer(layer: Layer, nodes: int, ends: Sequence[tuple[Layer, Layer]]) -> LayerFigures:
    outside = [one if other is layer else other for one, other in ends if (one is layer) != (other is layer)]
    inside = sum(one is other is layer for one, other in ends)
    return LayerFigures(layer, nodes, inside, nodes * (nodes - 1) // 2, len(outside), len(set(outside)))
