"""All that is worked out of a network. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.network.rules.figures import (
    LayerFigures,
    NetworkNode,
    NetworkTie,
    NodeFigures,
    figures_of,
    graph_of,
    layers_of,
    roles_of,
)
from tracker.network.rules.findings import NetworkFinding, findings_of
from tracker.network.words import NetworkRole

EDITION = "1"  # another one has every network worked out anew
YEAR = 365
FEWEST_NODES, FEWEST_LINKS = 4, 3  # fewer are not drawn
MOST_NODES = 300  # betweenness of so many takes half a second


@dataclass(frozen=True)
class NetworkReading:
    """All that is worked out of a network."""

    figures: Mapping[str, NodeFigures]
    roles: Mapping[str, NetworkRole]
    layers: Sequence[LayerFigures]
    findings: Sequence[NetworkFinding]
    left_out: int = 0


def enough(nodes: Sequence[NetworkNode], ties: Sequence[NetworkTie]) -> bool:
    """Whether there is enough to draw and to say anything of."""
    return len(nodes) >= FEWEST_NODES and len(ties) >= FEWEST_LINKS


def read_network(nodes: Sequence[NetworkNode], ties: Sequence[NetworkTie]) -> NetworkReading:
    """Work out what is told of a network; where there is too little of it, figures and layers alone.

    Of more than MOST_NODES the best linked are looked at, and the others counted.
    """
    nodes, ties, left_out = _the_best_linked(nodes, ties)
    drawn = graph_of(nodes, ties)
    figures, layers = figures_of(drawn), layers_of(nodes, ties)
    if not enough(nodes, ties):
        return NetworkReading(figures, {}, layers, (), left_out)
    findings = findings_of(drawn, figures, nodes, ties)
    return NetworkReading(figures, roles_of(figures), layers, findings, left_out)


def _the_best_linked(
    nodes: Sequence[NetworkNode], ties: Sequence[NetworkTie]
) -> tuple[Sequence[NetworkNode], Sequence[NetworkTie], int]:
    if len(nodes) <= MOST_NODES:
        return nodes, ties, 0
    links = {node.key: 0 for node in nodes}
    for tie in ties:
        links[tie.one] += 1
        links[tie.other] += 1
    kept = {node.key for node in sorted(nodes, key=lambda node: (-links[node.key], node.key))[:MOST_NODES]}
    here = [node for node in nodes if node.key in kept]
    return here, [tie for tie in ties if tie.one in kept and tie.other in kept], len(nodes) - MOST_NODES
