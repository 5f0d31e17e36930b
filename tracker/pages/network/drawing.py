"""The network as a drawing: where the worker placed everybody, with what each is and how thick the links are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tracker.network import DrawnTie, NetworkTold, NodeEntry, NodeKind, is_thin
from tracker.pages.network.words import beside_name, name_of

LONGEST = 20  # letters that have room under a place
THINNEST, THICKER, THICKEST = 1.6, 0.3, 6.0


class DrawnNode(NamedTuple):
    """Somebody in the drawing."""

    x: int
    y: int
    shape: str
    name: str
    beside: str


class DrawnLines(NamedTuple):
    """All lines of the drawing that are as thick as each other, as one path."""

    path: str
    width: float
    thin: bool


class DrawnBand(NamedTuple):
    """A layer of the drawing."""

    layer: str
    top: int
    height: int
    empty: bool


class NetworkDrawing(NamedTuple):
    """All that is drawn: `lines` are so many `links`; so many of those drawn are people without a name."""

    nodes: Sequence[DrawnNode]
    lines: Sequence[DrawnLines]
    links: int
    bands: Sequence[DrawnBand]
    height: int
    unnamed: int


def drawing_of(
    told: NetworkTold, places: Mapping[str, NodeEntry], links: Sequence[DrawnTie], *, narrowed: bool
) -> NetworkDrawing:
    """The drawing; where links are narrowed only with those whom these link."""
    ends = {end for link in links for end in (link.one, link.other)}
    shown = {key: one for key, one in places.items() if one.x is not None and (not narrowed or key in ends)}
    thick: dict[int, list[str]] = {}
    for link in links:
        if (one := shown.get(link.one)) and (other := shown.get(link.other)):
            thick.setdefault(link.times, []).append(f"M{one.x} {one.y}L{other.x} {other.y}")
    paths: dict[tuple[float, bool], list[str]] = {}
    for times, lines in thick.items():
        paths.setdefault((_width(times), is_thin(times)), []).extend(lines)
    last = told.bands[-1]
    inside = {one.layer for one in places.values()}
    return NetworkDrawing(
        [_node(one) for one in shown.values()],
        [DrawnLines("".join(path), width, thin) for (width, thin), path in paths.items()],
        sum(map(len, paths.values())),
        [DrawnBand(*band, band.layer not in inside) for band in told.bands],
        last.top + last.height,
        sum(one.unnamed for one in shown.values()),
    )


def _width(times: int) -> float:
    return round(min(THINNEST + THICKER * times, THICKEST), 1)


def _node(one: NodeEntry) -> DrawnNode:
    return DrawnNode(one.x or 0, one.y or 0, _shape(one), _short(name_of(one)), _short(beside_name(one)))


def _shape(one: NodeEntry) -> str:
    if one.kind == NodeKind.PERSON:
        return "unnamed" if one.unnamed else str(one.role or "person")
    return str(one.kind)


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rstrip()}…"
