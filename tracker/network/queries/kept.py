"""What was kept of a council's network, as it is read: people by name only where they agreed, as of this moment."""

# ruff: noqa: S608 - statements are made of constants only

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from tracker.capacity import Layer
from tracker.council import Reader
from tracker.idea import OPEN, VISIBLE, NotFoundError, seen_by
from tracker.network.rules import MOST_NODES, Band, LayerFigures, NetworkFinding, is_thin
from tracker.network.words import LinkKind, NetworkWarning, NodeKind
from tracker.tenancy import Query, rows, together

ON_A_PAGE = 30  # an address each: fifty make the page heavier than any other
MOST_LINES = 300  # of links in the drawing

_PLACES = f"""
SELECT p.key, p.kind, p.layer, p.service, p.degree, CAST(p.betweenness AS double precision) AS betweenness,
 CAST(p.closeness AS double precision) AS closeness, p.reach, p.role, p.x, p.y,
 CASE p.kind WHEN 'person' THEN CASE WHEN chosen.shown THEN m.name END WHEN 'council' THEN o.name ELSE p.name END
  AS name, coalesce(p.person_id = CAST(:me AS uuid), false) AS mine
  FROM network_place p
  LEFT JOIN membership m ON m.council_id = p.council_id AND m.person_id = p.person_id AND m.ended_at IS NULL
  LEFT JOIN council o ON o.id = p.other_id
  LEFT JOIN LATERAL (SELECT c.shown FROM network_choice c
    WHERE c.council_id = p.council_id AND c.person_id = p.person_id ORDER BY c.number DESC LIMIT 1) AS chosen ON true
 WHERE CAST(:only AS text[]) IS NULL OR p.key = ANY(CAST(:only AS text[]))
 ORDER BY p.degree DESC, p.key LIMIT {MOST_NODES}"""
# The page of links and the drawing are both of the links as they are narrowed: these are found once. Whose ends are
# drawn, or stand in a layer, is looked up in what was read of the places, so that no plan hangs on how many there are.
_NARROWED = """
WITH placed AS MATERIALIZED (SELECT p.key, p.layer, p.x IS NOT NULL AS drawn FROM network_place p),
narrowed AS MATERIALIZED (
 SELECT l.id, l.one, l.other, l.times, l.kinds, l.last_on,
  l.one IN (SELECT key FROM placed WHERE drawn) AND l.other IN (SELECT key FROM placed WHERE drawn) AS drawn
   FROM network_link l
  WHERE (CAST(:kind AS text) IS NULL OR l.kinds ? CAST(:kind AS text))
    AND (CAST(:layer AS text) IS NULL OR l.one IN (SELECT key FROM placed WHERE layer = CAST(:layer AS text))
     OR l.other IN (SELECT key FROM placed WHERE layer = CAST(:layer AS text))))"""
_LINK = "CAST(l.id AS text) AS id, l.one, l.other, l.times, l.kinds, l.last_on"
_LINKS = f"""
SELECT {_LINK}, (SELECT count(*) FROM narrowed) AS links FROM narrowed l
 ORDER BY l.times DESC, l.id LIMIT {ON_A_PAGE} OFFSET CAST(:beyond AS bigint)"""
_DRAWN = f"SELECT l.one, l.other, l.times FROM narrowed l WHERE l.drawn ORDER BY l.times DESC, l.id LIMIT {MOST_LINES}"
_FIGURES = "SELECT f.told, f.computed_at FROM network_figures f"
_ONE = f"SELECT {_LINK}, 0 AS links FROM network_link l WHERE l.id = CAST(:id AS uuid)"
_RESTS = f"""
SELECT r.kind, r.what, r.day, r.times, r.path, i.ref, i.title
  FROM network_link l CROSS JOIN LATERAL
   jsonb_to_recordset(l.rests) AS r(kind text, what text, day date, times bigint, path text, idea uuid)
  LEFT JOIN idea i ON i.id = r.idea AND {OPEN.format("i")} AND {VISIBLE.format("i")}
 WHERE l.id = CAST(:id AS uuid) AND (r.idea IS NULL OR i.id IS NOT NULL)
 ORDER BY r.day DESC, r.kind, r.what, i.ref, r.path"""
_CHOICE = """
SELECT c.shown, c.layer FROM network_choice c WHERE c.person_id = CAST(:person AS uuid)
 ORDER BY c.number DESC LIMIT 1"""


class NodeEntry(NamedTuple):
    """Somebody in the network as a page has them: a person who did not agree has no name."""

    key: str
    kind: str
    layer: str
    service: str | None
    degree: int
    betweenness: float
    closeness: float
    reach: int
    role: str | None
    x: int | None
    y: int | None
    name: str | None
    mine: bool

    @property
    def unnamed(self) -> bool:
        """Whether it is a person who did not agree to be named."""
        return self.kind == NodeKind.PERSON and self.name is None


class TieEntry(NamedTuple):
    """A link as it is listed; `links` is how many there are in all."""

    id: str
    one: str
    other: str
    times: int
    kinds: dict[str, int]
    last_on: date
    links: int

    @property
    def thin(self) -> bool:
        """Whether it is a thin one."""
        return is_thin(self.times)


class DrawnTie(NamedTuple):
    """A link as it is drawn: between whom, and how thick."""

    one: str
    other: str
    times: int


class LinkRest(NamedTuple):
    """Something that a link rests on: how often, the last day, and where it can be read."""

    kind: str
    what: str
    day: date
    times: int
    path: str | None
    ref: str | None
    title: str | None


@dataclass(frozen=True)
class NetworkFilters:
    """What the links are narrowed to."""

    kind: LinkKind | None = None
    layer: Layer | None = None

    @property
    def given(self) -> dict[str, object]:
        """As the statements take it."""
        return {"kind": self.kind, "layer": self.layer}


@dataclass(frozen=True)
class NetworkTold:
    """What is told of a network as a whole, as it was worked out."""

    layers: list[LayerFigures]
    findings: list[NetworkFinding]
    bands: list[Band]
    nodes: int
    links: int
    left_out: int
    computed_at: datetime


class _Kept(NamedTuple):
    told: dict[str, Any]
    computed_at: datetime


class NetworkChoiceEntry(NamedTuple):
    """Whether somebody is shown by name, and where they say that they stand."""

    shown: bool
    layer: str | None


def _told(kept: _Kept) -> NetworkTold:
    told = kept.told
    return NetworkTold(
        [LayerFigures(Layer(layer), *counts) for layer, *counts in told["layers"]],
        [
            NetworkFinding(**{**one, "what": NetworkWarning(one["what"]), "layers": [*map(Layer, one["layers"])]})
            for one in told["findings"]
        ],
        [Band(*band) for band in told["bands"]],
        told["nodes"],
        told["links"],
        told["left_out"],
        kept.computed_at,
    )


def places_query(reader: Reader, *, only: tuple[str, ...] | None = None) -> Query[dict[str, NodeEntry]]:
    """Everybody in the network by their key, the best linked first, or only some of them."""
    given = {"me": reader.person_id, "only": list(only) if only is not None else None}
    return Query(NodeEntry, _PLACES, given, lambda found: {one.key: one for one in found})


class NetworkShown(NamedTuple):
    """A network as its page shows it.

    Everybody by their key, the best linked first; a page of the links, the thickest first; the links between those who
    are drawn. `told` is None where nothing is worked out.
    """

    told: NetworkTold | None
    places: dict[str, NodeEntry]
    links: list[TieEntry]
    drawn: list[DrawnTie]


def network_shown(*, reader: Reader, filters: NetworkFilters, page: int = 1) -> NetworkShown:
    """The network of the open council, its links narrowed. One statement."""
    figures = Query(_Kept, _FIGURES, {}, lambda found: _told(found[0]) if found else None)
    listed = Query(TieEntry, _LINKS, {**filters.given, "beyond": (page - 1) * ON_A_PAGE}, list)
    everybody, drawn = places_query(reader), Query(DrawnTie, _DRAWN, {}, list)
    found = together((figures, everybody, listed, drawn), sharing=_NARROWED)
    return NetworkShown(found.of(figures), found.of(everybody), found.of(listed), found.of(drawn))


def link(link_id: UUID) -> TieEntry:
    """A link of the open council. Raises NotFoundError."""
    found = rows(TieEntry, _ONE, id=link_id)
    if not found:
        raise NotFoundError(str(link_id))
    return found[0]


def rests_of(link_id: UUID, *, reader: Reader) -> list[LinkRest]:
    """What a link rests on, the newest first, of ideas that everybody still sees."""
    return rows(LinkRest, _RESTS, id=link_id, **seen_by(reader))


def choice_of(person_id: UUID) -> NetworkChoiceEntry:
    """Whether somebody is shown: not, until they say so."""
    found = rows(NetworkChoiceEntry, _CHOICE, person=person_id)
    return found[0] if found else NetworkChoiceEntry(shown=False, layer=None)
