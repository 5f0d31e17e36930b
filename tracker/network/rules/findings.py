"""What is worth talking about in a network: who is outside, one core group, what hangs on one person. Pure.

The same core group everywhere is a strength and may be a clique; residents and the voluntary sector stood outside
(003_*.txt:187-213); where the core leaves, links end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.capacity import Layer
from tracker.network.rules.figures import NetworkNode, NetworkTie, NodeFigures
from tracker.network.words import NetworkWarning, NodeKind

CORE, CORE_SHARE = 5, 0.75
MOST_HOLDERS = 3


@dataclass(frozen=True)
class NetworkFinding:
    """What is worth talking about: whom it is about, whom they hold, and the count of how many behind it."""

    what: NetworkWarning
    who: Sequence[str] = ()
    held: Sequence[str] = ()
    layers: Sequence[Layer] = ()
    count: int = 0
    of: int = 0


def findings_of(
    drawn: Any, figures: Mapping[str, NodeFigures], nodes: Sequence[NetworkNode], ties: Sequence[NetworkTie]
) -> list[NetworkFinding]:
    """All that is worth talking about, who is outside first."""
    return [*_outside(nodes), *_core(figures, ties), *_holders(drawn, nodes)]


def _outside(nodes: Sequence[NetworkNode]) -> Iterable[NetworkFinding]:
    """No resident, or no voluntary group, has a link to anybody."""
    there = {node.layer for node in nodes}
    if missing := [layer for layer in (Layer.GRASSROOTS, Layer.PUBLIC) if layer not in there]:
        yield NetworkFinding(NetworkWarning.OUTSIDE, layers=missing)


def _core(figures: Mapping[str, NodeFigures], ties: Sequence[NetworkTie]) -> Iterable[NetworkFinding]:
    """A few, five at most and a third of all, have to do with three links in four or more."""
    size = min(CORE, len(figures) // 3)
    core = sorted(figures, key=lambda key: (-figures[key].degree, key))[:size]
    count = sum(tie.one in core or tie.other in core for tie in ties)
    if core and count >= CORE_SHARE * len(ties):
        yield NetworkFinding(NetworkWarning.CORE, who=core, count=count, of=len(ties))


def _holders(drawn: Any, nodes: Sequence[NetworkNode]) -> Iterable[NetworkFinding]:
    """One person is the only way to others: to several, or to a body, a council or residents."""
    import networkx as nx  # noqa: PLC0415 - as above

    kinds = {node.key: node.kind for node in nodes}
    found = []
    for key in nx.articulation_points(drawn):
        if kinds[key] is NodeKind.PERSON:
            held = _held(drawn, key)
            if len(held) > 1 or any(kinds[one] is not NodeKind.PERSON for one in held):
                found.append(NetworkFinding(NetworkWarning.HELD, who=[key], held=held))
    return sorted(found, key=lambda one: (-len(one.held), one.who))[:MOST_HOLDERS]


def _held(drawn: Any, key: str) -> list[str]:
    """Who has no way to the rest without somebody: all that hung together with them but the largest part."""
    import networkx as nx  # noqa: PLC0415 - as above

    around = nx.node_connected_component(drawn, key) - {key}
    parts = [sorted(part) for part in nx.connected_components(drawn.subgraph(around))]
    rest = min(parts, key=lambda part: (-len(part), part))
    return sorted(one for part in parts if part is not rest for one in part)
