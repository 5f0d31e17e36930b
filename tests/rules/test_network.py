"""Who works with whom: figures against plain counting, parts that people play, layers, what is worth talking about."""

from __future__ import annotations

from collections import deque
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.capacity import Layer
from tracker.network.rules import (
    IN_A_ROW,
    MOST_DRAWN,
    MOST_NODES,
    NetworkNode,
    NetworkTie,
    NodeFigures,
    enough,
    is_thin,
    laid_out,
    layer_of_roles,
    layers_of,
    read_network,
    roles_of,
)
from tracker.network.words import LayerReading, NetworkRole, NetworkWarning, NodeKind

PERSON, BODY = NodeKind.PERSON, NodeKind.BODY


def nodes_of(keys: str | list[str], *, layer: Layer = Layer.FRONTLINE, kind: NodeKind = PERSON) -> list[NetworkNode]:
    return [NetworkNode(key, kind, layer) for key in keys]


def ties_of(*pairs: str, times: int = 5) -> list[NetworkTie]:
    return [NetworkTie(pair[0], pair[1], times) for pair in pairs]


@st.composite
def networks(draw: st.DrawFn) -> tuple[list[NetworkNode], list[NetworkTie]]:
    keys = "abcdefgh"[: draw(st.integers(2, 8))]
    pairs = draw(st.lists(st.sampled_from([*combinations(keys, 2)]), unique=True, min_size=1))
    nodes = [NetworkNode(key, draw(st.sampled_from(NodeKind)), draw(st.sampled_from(Layer))) for key in keys]
    return nodes, [NetworkTie(one, other, draw(st.integers(1, 9))) for one, other in pairs]


def neighbours(keys: list[str], ties: list[NetworkTie]) -> dict[str, set[str]]:
    return {key: {t.other if t.one == key else t.one for t in ties if key in {t.one, t.other}} for key in keys}


def ways(beside: dict[str, set[str]], start: str) -> tuple[dict[str, int], dict[str, int]]:
    """How far everybody is from somebody, and by how many shortest ways."""
    far, many, waiting = {start: 0}, {start: 1}, deque([start])
    while waiting:
        at = waiting.popleft()
        for one in sorted(beside[at]):
            if one not in far:
                far[one], many[one] = far[at] + 1, 0
                waiting.append(one)
            if far[one] == far[at] + 1:
                many[one] += many[at]
    return far, many


@given(networks())
def test_the_figures_are_what_counting_every_shortest_way_gives(network):
    nodes, ties = network
    keys = [node.key for node in nodes]
    beside = neighbours(keys, ties)
    all_ways = {key: ways(beside, key) for key in keys}
    for key, found in read_network(nodes, ties).figures.items():
        far = all_ways[key][0]
        reached, total = len(far) - 1, sum(far.values())
        through = sum(
            all_ways[a][1][key] * all_ways[key][1][b] / all_ways[a][1][b]
            for a, b in combinations([one for one in keys if one != key], 2)
            if b in all_ways[a][0] and key in all_ways[a][0] and all_ways[a][0][key] + far[b] == all_ways[a][0][b]
        )
        possible = (len(keys) - 1) * (len(keys) - 2) / 2
        assert found.degree == len(beside[key])
        assert found.betweenness == pytest.approx(through / possible if possible else 0, abs=1e-4)
        near = reached / total * reached / (len(keys) - 1) if total else 0
        assert found.closeness == pytest.approx(near, abs=1e-4)
        assert found.reach == sum(0 < steps <= 2 for steps in far.values())


@given(networks())
def test_somebody_who_holds_others_is_found_by_taking_them_away(network):
    nodes, ties = network
    keys, kinds = [node.key for node in nodes], {node.key: node.kind for node in nodes}
    for one in read_network(nodes, ties).findings:
        if one.what is NetworkWarning.HELD:
            [who] = one.who
            assert kinds[who] is PERSON
            left = [tie for tie in ties if who not in {tie.one, tie.other}]
            beside = neighbours([key for key in keys if key != who], left)
            before = ways(neighbours(keys, ties), who)[0].keys() - {who}
            rest = before - set(one.held)
            assert rest
            assert all(not (ways(beside, key)[0].keys() & rest) for key in one.held)


@given(networks())
def test_a_drawing_is_the_same_each_time_and_nobody_stands_on_somebody_else(network):
    nodes, ties = network
    figures = read_network(nodes, ties).figures
    layout = laid_out(nodes, ties, figures)
    assert layout == laid_out(nodes[::-1], ties[::-1], dict(reversed(figures.items())))
    assert len(set(layout.places.values())) == len(nodes)
    bands = {band.layer: band for band in layout.bands}
    assert [*bands] == [*Layer]
    for node in nodes:
        x, y = layout.places[node.key]
        assert bands[node.layer].top < y < bands[node.layer].top + bands[node.layer].height
        assert 100 < x < 980


@given(networks())
def test_every_link_is_told_once_inside_a_layer_or_twice_between_two(network):
    nodes, ties = network
    layers = layers_of(nodes, ties)
    assert sum(2 * one.inside + one.outside for one in layers) == 2 * len(ties)
    assert sum(one.nodes for one in layers) == len(nodes)


def test_a_star_has_one_hub_and_a_bridge_a_gatekeeper():
    star = nodes_of("abcdefg")
    ties = ties_of("ab", "ac", "ad", "ae", "af", "ag", "bc")
    assert read_network(star, ties).roles == {"a": NetworkRole.HUB}
    bridged = nodes_of("abcdxpqrs")
    two = ties_of("ab", "ac", "ad", "bc", "bd", "cd", "ax", "xp", "pq", "pr", "ps", "qr", "qs", "rs")
    found = read_network(bridged, two).roles
    assert found["x"] is NetworkRole.GATEKEEPER
    assert {found["a"], found["p"]} == {NetworkRole.HUB}


def test_a_pulsetaker_has_few_links_and_is_near_to_many():
    figures = {
        "hub": NodeFigures(8, 0.6, 0.9, 9),
        "gate": NodeFigures(2, 0.4, 0.5, 6),
        "pulse": NodeFigures(2, 0.0, 0.6, 8),
        **{f"n{one}": NodeFigures(2, 0.0, 0.5, 3) for one in range(7)},
    }
    assert roles_of(figures) == {
        "hub": NetworkRole.HUB,
        "gate": NetworkRole.GATEKEEPER,
        "pulse": NetworkRole.PULSETAKER,
    }


def test_nobody_stands_out_where_everybody_is_alike():
    ring = nodes_of("abcdefgh")
    assert read_network(ring, ties_of("ab", "bc", "cd", "de", "ef", "fg", "gh", "ah")).roles == {}


def test_a_few_through_whom_three_links_in_four_run_are_one_core_group():
    ties = ties_of("ab", "ac", "ad", "ae", "bd", "be", "bf", "cf")
    [core] = [one for one in read_network(nodes_of("abcdef"), ties).findings if one.what is NetworkWarning.CORE]
    assert (core.who, core.count, core.of) == (["a", "b"], 7, 8)
    ring = ties_of("ab", "bc", "cd", "de", "ef", "af")
    assert NetworkWarning.CORE not in {one.what for one in read_network(nodes_of("abcdef"), ring).findings}


def test_who_is_outside_is_told_by_layer():
    ties = ties_of("ab", "bc", "cd")
    outside = read_network(nodes_of("abcd"), ties).findings[0]
    assert outside.layers == [Layer.GRASSROOTS, Layer.PUBLIC]
    some = [*nodes_of("abc"), NetworkNode("d", BODY, Layer.GRASSROOTS)]
    assert read_network(some, ties).findings[0].layers == [Layer.PUBLIC]
    every = [*some, NetworkNode("e", NodeKind.CROWD, Layer.PUBLIC)]
    found = read_network(every, [*ties, NetworkTie("a", "e", 1)]).findings
    assert NetworkWarning.OUTSIDE not in {one.what for one in found}


def test_one_person_holds_a_body_but_one_colleague_alone_is_nobody_held():
    held = [*nodes_of("abcd"), NetworkNode("z", BODY, Layer.SECTORAL)]
    ties = ties_of("ab", "bc", "ca", "ad", "bz")
    told = [one for one in read_network(held, ties).findings if one.what is NetworkWarning.HELD]
    assert [(one.who, one.held) for one in told] == [(["b"], ["z"])]


@pytest.mark.parametrize(
    ("inside", "reading"),
    [(0, LayerReading.THIN), (1, LayerReading.THIN), (2, LayerReading.LINKED), (4, LayerReading.DENSE)],
)
def test_a_layer_reads_by_the_share_of_possible_links_that_there_are(inside, reading):
    ties = ties_of(*("ab", "ac", "ad", "bc", "bd", "cd")[:inside])
    frontline = next(one for one in layers_of(nodes_of("abcd"), ties) if one.layer is Layer.FRONTLINE)
    assert (frontline.inside, frontline.possible, frontline.reading) == (inside, 6, reading)


def test_a_layer_without_anybody_is_empty_and_one_alone_reads_by_its_links_outside():
    nodes = [*nodes_of("abc"), NetworkNode("u", BODY, Layer.UNIVERSITY)]
    by_layer = {one.layer: one for one in layers_of(nodes, ties_of("ua", "ub"))}
    assert by_layer[Layer.PUBLIC].reading is LayerReading.EMPTY
    assert (by_layer[Layer.UNIVERSITY].outside, by_layer[Layer.UNIVERSITY].layers) == (2, 1)
    assert by_layer[Layer.UNIVERSITY].reading is LayerReading.THIN
    more = {one.layer: one for one in layers_of(nodes, ties_of("ua", "ub", "uc"))}
    assert more[Layer.UNIVERSITY].reading is LayerReading.LINKED


def test_three_times_in_a_year_are_thin_and_four_are_not():
    assert (is_thin(3), is_thin(4)) == (True, False)


def test_too_few_are_not_drawn():
    assert not enough(nodes_of("abc"), ties_of("ab", "bc", "ac"))
    assert not enough(nodes_of("abcd"), ties_of("ab", "cd"))
    assert enough(nodes_of("abcd"), ties_of("ab", "bc", "cd"))
    assert read_network(nodes_of("abc"), ties_of("ab", "bc", "ac")).findings == ()


def test_of_many_the_best_linked_are_looked_at_and_drawn():
    keys = [f"n{one:03}" for one in range(MOST_NODES + 7)]
    ties = [NetworkTie(keys[0], other, 1) for other in keys[1:]]
    reading = read_network(nodes_of(keys), ties)
    assert (len(reading.figures), reading.left_out) == (MOST_NODES, 7)
    drawn = laid_out(nodes_of(keys), ties, reading.figures)
    assert len(drawn.places) == MOST_DRAWN
    assert keys[0] in drawn.places
    rows = {y for _, y in drawn.places.values()}
    assert len(rows) == 2 * MOST_DRAWN / IN_A_ROW


def test_roles_say_where_somebody_stands_unless_they_say_it():
    assert layer_of_roles(["owner", "lead"]) is Layer.AUTHORITY
    assert layer_of_roles(["owner", "contributor"]) is Layer.SECTORAL
    assert layer_of_roles(["contributor"]) is Layer.FRONTLINE
