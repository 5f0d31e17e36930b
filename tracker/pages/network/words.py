"""How a network is told: who is named how, what is worth talking about, layers and councils as rows of tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from tracker.network import (
    DrawnTie,
    Layer,
    LayerFigures,
    NetworkFinding,
    NetworkRole,
    NetworkTold,
    NetworkWarning,
    NodeEntry,
    NodeKind,
    TieEntry,
)
from tracker.web.filters import plural
from tracker.web.wording import called
from tracker.wording import capital

MOST_NAMED = 12
Places = Mapping[str, NodeEntry]
OUTSIDE = (Layer.PUBLIC, Layer.GRASSROOTS)  # who is missed where nobody of them is there


class Talk(NamedTuple):
    """Something worth talking about: in a line, and why."""

    title: str
    why: str


class RoleLine(NamedTuple):
    """Somebody who plays a part, and by which figures that shows."""

    name: str
    why: str


class RolePart(NamedTuple):
    """A part that people play, who plays it, and how many do who are not named."""

    role: NetworkRole
    lines: Sequence[RoleLine]
    unnamed: int


class LayerRow(NamedTuple):
    """A layer as the table tells it."""

    layer: Layer
    who: str
    inside: str
    outside: str
    reading: str
    empty: bool


class CouncilRow(NamedTuple):
    """Another council, how many links it has here, and with whom."""

    name: str
    links: int
    who: str


class LinkRow(NamedTuple):
    """A link as the table tells it: between whom, by what, how often, how it reads."""

    who: str
    other: str
    by: str
    times: int
    reading: str
    id: str


def name_of(place: NodeEntry) -> str:
    """What somebody is called: a person who did not agree to be named is somebody in their service."""
    if place.name is not None:
        return place.name
    return f"Somebody in {place.service}" if place.service else "Somebody here"


def link_row(link: TieEntry, places: Places) -> LinkRow:
    """A link between its two ends, whoever has a name first."""
    ends = (places[link.one], places[link.other])
    who, other = sorted(ends, key=lambda one: (one.unnamed, name_of(one), one.key))
    by = ", ".join(called(kind, "network_link") for kind in link.kinds)
    return LinkRow(name_of(who), name_of(other), by, link.times, "Thin" if link.thin else "Linked", link.id)


def beside_name(place: NodeEntry) -> str:
    """What stands under a name: the service of a person, the kind of anybody else."""
    if place.kind == NodeKind.PERSON:
        return (place.service or "") if place.name is not None else ""
    return "another council" if place.kind == NodeKind.COUNCIL else ""


def in_a_row(names: Iterable[str]) -> str:
    """Names as a sentence lists them."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _inside_a_sentence(place: NodeEntry) -> str:
    name = name_of(place)
    return f"s{name[1:]}" if place.unnamed else name


def talks_of(told: NetworkTold, places: Places) -> list[Talk]:
    """What is worth talking about, but for who is missing, which is asked above."""
    making = {NetworkWarning.CORE: _core, NetworkWarning.HELD: _held}
    return [making[one.what](one, places) for one in told.findings if one.what in making and _known(one, places)]


def _known(one: NetworkFinding, places: Places) -> bool:
    return all(key in places for key in (*one.who, *one.held))


def _core(one: NetworkFinding, places: Places) -> Talk:
    named = [places[key].name for key in one.who if not places[key].unnamed]
    unnamed = len(one.who) - len(named)
    who = in_a_row([*(str(name) for name in named), *([plural(unnamed, "person", "people")] if unnamed else [])])
    unsaid = " who did not agree to be named" if unnamed else ""
    return Talk(
        f"{one.count} links in {one.of} run through the same {_few(one, places)}",
        f"They touch {who}{unsaid}. Such a group is strong; it may hear the same things, and keep others out.",
    )


def _few(one: NetworkFinding, places: Places) -> str:
    kinds = {places[key].kind for key in one.who}
    return plural(len(one.who), "person", "people" if kinds == {NodeKind.PERSON} else "people and bodies")


def _held(one: NetworkFinding, places: Places) -> Talk:
    [key] = one.who
    held = in_a_row(sorted(map(_inside_a_sentence, (places[each] for each in one.held)))[:MOST_NAMED])
    many = len(one.held) > 1
    return Talk(
        f"One person holds {held if len(one.held) < 3 else plural(len(one.held), 'other')}",  # noqa: PLR2004 - two names fit
        f"Without {_inside_a_sentence(places[key])}, {held} {'have' if many else 'has'} no link to the rest."
        " Ask who else could meet them.",
    )


def missing_of(told: NetworkTold) -> str | None:
    """Who is outside, as the page asks it: no resident, no voluntary group, or neither."""
    found = next((one for one in told.findings if one.what is NetworkWarning.OUTSIDE), None)
    missed = [f"no {called(layer, 'layer_missed')}" for layer in OUTSIDE if found and layer in found.layers]
    return " and ".join(missed) or None


def parts_of(places: Places) -> list[RolePart]:
    """Who plays which part; of people only those who agreed."""
    return [_part(role, [one for one in places.values() if one.role == role], len(places) - 1) for role in NetworkRole]


def _part(role: NetworkRole, found: Sequence[NodeEntry], others: int) -> RolePart:
    named = sorted((one for one in found if not one.unnamed), key=name_of)
    lines = [RoleLine(name_of(one), _why(role, one, others)) for one in named]
    return RolePart(role, lines, len(found) - len(named))


def _why(role: NetworkRole, one: NodeEntry, others: int) -> str:
    if role is NetworkRole.HUB:
        return f"{one.degree} of the {others} others"
    if role is NetworkRole.GATEKEEPER:
        return f"{plural(one.degree, 'link')}; {one.betweenness:.0%} of the shortest ways between others lead through"
    return f"{plural(one.degree, 'link')}, {one.reach} of {others} within two steps, closeness {one.closeness:.2f}"


def layer_rows(told: NetworkTold, places: Places) -> list[LayerRow]:
    """Every layer, also those in which nobody is."""
    return [_layer(one, [each for each in places.values() if each.layer == one.layer]) for one in told.layers]


def _layer(one: LayerFigures, there: Sequence[NodeEntry]) -> LayerRow:
    named = sorted({name_of(each) for each in there if not each.unnamed})
    shown, unnamed = named[:MOST_NAMED], sum(each.unnamed for each in there)
    more = [f"{len(named) - MOST_NAMED} more"] if len(named) > MOST_NAMED else []
    unsaid = [f"{plural(unnamed, 'person', 'people')} not named"] if unnamed else []
    inside = f"{one.inside} of {one.possible}" if one.possible else "–"
    outside = f"{one.outside}, to {plural(one.layers, 'layer')}" if one.outside else "none"
    who = ", ".join([*shown, *more, *unsaid]) or "nobody"
    return LayerRow(one.layer, who, inside, outside, capital(called(one.reading, "layer_reading")), not one.nodes)


def council_rows(places: Places, links: Sequence[DrawnTie], *, narrowed: bool) -> list[CouncilRow]:
    """Each other council: how many links lead there, and from whom; of narrowed links those to which some lead."""
    others = sorted((one for one in places.values() if one.kind == NodeKind.COUNCIL), key=name_of)
    around: dict[str, list[str]] = {one.key: [] for one in others}
    for link in links:
        for one, other in ((link.one, link.other), (link.other, link.one)):
            if one in around and other in places and one != other:
                around[one].append(name_of(places[other]))
    return [
        CouncilRow(
            name_of(one),
            len(around[one.key]) if narrowed else one.degree,
            ", ".join(sorted(set(around[one.key]))[:MOST_NAMED]) or "–",
        )
        for one in others
        if around[one.key] or not narrowed
    ]
