"""What is done about the network: the worker keeps it, a person is shown in it or not."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, text

from tracker.capacity import Layer
from tracker.clock import now, today
from tracker.db import new_id
from tracker.history import StoredEvent
from tracker.history.events.idea import AudienceSet
from tracker.idea import Audience
from tracker.later import Job, ask
from tracker.network.models import NetworkChoice, NetworkFigures, NetworkPlace
from tracker.network.queries import TracedLink, bodies, people, traced_links
from tracker.network.rules import (
    EDITION,
    YEAR,
    Layout,
    NetworkNode,
    NetworkReading,
    NetworkTie,
    enough,
    laid_out,
    layer_of_roles,
    read_network,
)
from tracker.network.words import NodeKind
from tracker.tenancy import session

RESIDENTS, TEAMS = "Residents", "Teams at a poster"
_CROWDS = {"r:residents": (RESIDENTS, Layer.PUBLIC), "r:poster": (TEAMS, Layer.FRONTLINE)}
_KEEP_PLACES = text("""
WITH told AS (SELECT * FROM jsonb_to_recordset(CAST(:places AS jsonb)) AS r(key text, kind text, layer text,
  person_id uuid, other_id uuid, name text, service text, degree bigint, betweenness numeric, closeness numeric,
  reach bigint, role text, x bigint, y bigint)),
gone AS (DELETE FROM network_place p WHERE NOT EXISTS (SELECT FROM told r WHERE r.key = p.key))
INSERT INTO network_place AS p (key, kind, layer, person_id, other_id, name, service, degree, betweenness, closeness,
  reach, role, x, y)
SELECT r.key, r.kind, r.layer, r.person_id, r.other_id, r.name, r.service, r.degree, r.betweenness, r.closeness,
  r.reach, r.role, r.x, r.y FROM told r
ON CONFLICT (council_id, key) DO UPDATE SET layer = excluded.layer, name = excluded.name, service = excluded.service,
  degree = excluded.degree, betweenness = excluded.betweenness, closeness = excluded.closeness, reach = excluded.reach,
  role = excluded.role, x = excluded.x, y = excluded.y
WHERE (p.layer, p.name, p.service, p.degree, p.betweenness, p.closeness, p.reach, p.role, p.x, p.y) IS DISTINCT FROM
  (excluded.layer, excluded.name, excluded.service, excluded.degree, excluded.betweenness, excluded.closeness,
   excluded.reach, excluded.role, excluded.x, excluded.y)""")
_KEEP_LINKS = text("""
WITH told AS (SELECT * FROM jsonb_to_recordset(CAST(:links AS jsonb)) AS r(id uuid, one text, other text, times bigint,
  kinds jsonb, last_on date, rests jsonb)),
gone AS (DELETE FROM network_link l
 WHERE NOT EXISTS (SELECT FROM told r WHERE r.one = l.one AND r.other = l.other))
INSERT INTO network_link AS l (id, one, other, times, kinds, last_on, rests)
SELECT r.id, r.one, r.other, r.times, r.kinds, r.last_on, r.rests FROM told r
ON CONFLICT (council_id, one, other) DO UPDATE SET times = excluded.times, kinds = excluded.kinds,
  last_on = excluded.last_on, rests = excluded.rests
WHERE (l.times, l.kinds, l.last_on, l.rests) IS DISTINCT FROM
  (excluded.times, excluded.kinds, excluded.last_on, excluded.rests)""")
_KEEP_FIGURES = text("""
INSERT INTO network_figures (digest, told, computed_at)
VALUES (CAST(:digest AS text), CAST(:told AS jsonb), CAST(:at AS timestamptz))
ON CONFLICT (council_id) DO UPDATE SET digest = excluded.digest, told = excluded.told,
  computed_at = excluded.computed_at""")


def compute() -> None:
    """Work a council's network out of the traces of twelve months; where these are what they were, write nothing."""
    links = traced_links(since=today() - timedelta(days=YEAR))
    known = _who_there_is() | _councils_of(links)
    links = [one for one in links if one.one in known and one.other in known]
    linked = {key: known[key] for one in links for key in (one.one, one.other)}
    digest = _digest(links, linked)
    if session().scalar(select(NetworkFigures.digest)) == digest:
        return
    nodes = [NetworkNode(key, NodeKind(one["kind"]), Layer(one["layer"])) for key, one in sorted(linked.items())]
    ties = [NetworkTie(one.one, one.other, one.times) for one in links]
    reading = read_network(nodes, ties)
    layout = laid_out(nodes, ties, reading.figures) if enough(nodes, ties) else Layout({}, [])
    places = [_placed(key, linked[key], reading, layout) for key in sorted(reading.figures)]
    kept = [{**one._asdict(), "id": new_id()} for one in links if {one.one, one.other} <= reading.figures.keys()]
    told = _told(nodes, ties, reading, layout)
    session().execute(_KEEP_PLACES, {"places": json.dumps(places, default=str)})
    session().execute(_KEEP_LINKS, {"links": json.dumps(kept, default=str)})
    session().execute(_KEEP_FIGURES, {"digest": digest, "told": json.dumps(told), "at": now()})


def _who_there_is() -> dict[str, dict[str, Any]]:
    """Everybody here who may have links, by key: what is kept of them beside their figures."""
    found: dict[str, dict[str, Any]] = {}
    for one in people():
        layer = one.layer or layer_of_roles(one.roles)
        found[f"p:{one.person_id}"] = _who(NodeKind.PERSON, layer, person_id=one.person_id, service=one.service)
    for body in bodies():
        layer = body.layer if body.layer in set(Layer) else Layer.SECTORAL
        found[body.key] = _who(NodeKind.BODY, layer, name=body.name)
    for key, (name, layer) in _CROWDS.items():
        found[key] = _who(NodeKind.CROWD, layer, name=name)
    return found


def _councils_of(links: Sequence[TracedLink]) -> dict[str, dict[str, Any]]:
    """The other councils that links lead to: they are known by their key."""
    keys = {key for link in links for key in (link.one, link.other) if key.startswith("c:")}
    return {key: _who(NodeKind.COUNCIL, Layer.AUTHORITY, other_id=UUID(key[2:])) for key in keys}


def _who(kind: NodeKind, layer: str, **more: object) -> dict[str, Any]:
    return {"kind": kind, "layer": layer, "person_id": None, "other_id": None, "name": None, "service": None, **more}


def _digest(links: Sequence[TracedLink], linked: Mapping[str, dict[str, Any]]) -> str:
    said = json.dumps([EDITION, links, sorted(linked.items())], default=str, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def _placed(key: str, known: Mapping[str, Any], reading: NetworkReading, layout: Layout) -> dict[str, Any]:
    x, y = layout.places.get(key, (None, None))
    return {"key": key, **known, **reading.figures[key]._asdict(), "role": reading.roles.get(key), "x": x, "y": y}


def _told(
    nodes: Sequence[NetworkNode], ties: Sequence[NetworkTie], reading: NetworkReading, layout: Layout
) -> dict[str, Any]:
    return {
        "layers": [list(one) for one in reading.layers],
        "findings": [asdict(one) for one in reading.findings],
        "bands": [list(one) for one in layout.bands],
        "nodes": len(nodes),
        "links": len(ties),
        "left_out": reading.left_out,
    }


def choose(*, person_id: UUID, shown: bool, layer: Layer | None) -> None:
    """Have somebody shown by name in the network, or no more: with the next page that anybody opens.

    Where they say that they stand counts once the worker came round, which is asked for.
    """
    session().add(NetworkChoice(person_id=person_id, shown=shown, layer=layer, at=now()))
    ask(Job.COMPUTE_NETWORK)


def hear_of_audience(event: AudienceSet, stored: StoredEvent) -> None:  # noqa: ARG001 - as every hearer is called
    """An idea that not everybody sees any more leaves no trace: what was kept is forgotten, and worked out anew."""
    if event.audience != Audience.EVERYBODY:
        session().execute(delete(NetworkFigures))
        session().execute(delete(NetworkPlace))  # the links go with the places
    ask(Job.COMPUTE_NETWORK)
