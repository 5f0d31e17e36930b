"""Where everybody stands in the drawing of a network: by layer, near those with whom they have to do. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from tracker.capacity import Layer
from tracker.network.rules.figures import NetworkNode, NetworkTie, NodeFigures

MOST_DRAWN = 40
LEFT, RIGHT = 210, 930
IN_A_ROW = 5
ROW, EMPTY_ROW, GAP = 114, 52, 6
DOWN, FURTHER = 26, 22  # every other one of a row stands further down: a line between two misses the third


class Band(NamedTuple):
    """A layer of the drawing, from above to below."""

    layer: str
    top: int
    height: int


class Layout(NamedTuple):
    """Where everybody stands in the drawing, and its layers."""

    places: Mapping[str, tuple[int, int]]
    bands: Sequence[Band]


def laid_out(nodes: Sequence[NetworkNode], ties: Sequence[NetworkTie], figures: Mapping[str, NodeFigures]) -> Layout:
    """Give the best linked a place in the band of their layer, five in a row, each row a little aside of the last."""
    best = sorted(figures, key=lambda key: (-figures[key].degree, key))[:MOST_DRAWN]
    nodes = [node for node in nodes if node.key in best]
    places: dict[str, tuple[int, int]] = {}
    bands: list[Band] = []
    top = 0
    for layer, row in in_order(nodes, ties).items():
        height = ROW * -(-len(row) // IN_A_ROW) or EMPTY_ROW
        bands.append(Band(layer, top, height))
        places |= _places(row, top, shift=len(bands))
        top += height + GAP
    return Layout(places, bands)


def in_order(nodes: Iterable[NetworkNode], ties: Iterable[NetworkTie]) -> dict[Layer, list[str]]:
    """Those of each layer from left to right: near those with whom they have to do; the same each time.

    Each stands at the mean of the places of those whom they are linked with, worked out a few times over.
    """
    rows: dict[Layer, list[str]] = {layer: [] for layer in Layer}
    beside: dict[str, list[str]] = {}
    for node in sorted(nodes):
        rows[node.layer].append(node.key)
        beside[node.key] = []
    for tie in ties:
        if tie.one in beside and tie.other in beside:
            beside[tie.one].append(tie.other)
            beside[tie.other].append(tie.one)
    for row in rows.values():
        row.sort(key=lambda key: (-len(beside[key]), key))
        row[:] = [*row[1::2][::-1], *row[::2]]  # the best linked in the middle
    for _ in range(8):
        at = {key: (place + 1) / (len(row) + 1) for row in rows.values() for place, key in enumerate(row)}
        for row in rows.values():
            row.sort(key=lambda key: (_mean([at[one] for one in beside[key]], otherwise=at[key]), key))
    return rows


def _mean(values: Sequence[float], *, otherwise: float) -> float:
    return round(sum(values) / len(values), 9) if values else otherwise


def _places(row: Sequence[str], top: int, *, shift: int) -> dict[str, tuple[int, int]]:
    lines = -(-len(row) // IN_A_ROW)
    cuts = [len(row) * number // lines for number in range(lines + 1)] if lines else []
    found = {}
    for number, (begin, end) in enumerate(pairwise(cuts)):
        step = (RIGHT - LEFT) / (end - begin)
        aside = round(step / 5) * ((number + shift) % 3 - 1)
        for place, key in enumerate(row[begin:end]):
            down = DOWN + FURTHER * (place % 2)
            found[key] = (round(LEFT + step * (place + 0.5)) + aside, top + ROW * number + down)
    return found
