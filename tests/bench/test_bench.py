"""The benchmark says what is measured, holds it to its bars, and tells what got worse."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bench import bars, floor, last, leaks, lines
from bench.bars import Line
from bench.client import Request
from bench.data import Scale
from bench.kinds import KINDS, NAMES, WORDS
from bench.rounds import Cost, Measured, Round
from bench.serving import WorkerMemory
from bench.shape import MOST_COLUMNS, Shape, shape
from bench.visitors import Visitor

DAY = datetime(2026, 3, 2, tzinfo=UTC)
SCALE = Scale("of a test", councils=4, ideas=2_000, large=100_000)
PAGE = """<body><nav><ul><li>Home</li></ul></nav><main><p>Two ideas</p><ul><li><a>One</a> <b>first</b></li>
<li>Two<br>second<li><ul><li>Inside</li></ul></li></ul><table><tr><th>Stage</th><td>4</td><td></td></tr></table><dl><dt>Owner</dt><dd>Dan</dd></dl>
<label>Words <input></label></main><footer><li>Cookies</li></footer></body>"""


def a_visitor(number: int) -> Visitor:
    return Visitor(number, f"seedbed={number}", [f"B{number}-2", f"B{number}-3"], "reminders", {"title": "New"})


def a_round(*, floor: float, ours: float, large: float) -> Round:
    return Round(Measured(Cost(floor, 0), 100, 1.5), Measured(Cost(ours / 2, ours / 2), 90, 2.0), Cost(large, 0))


def test_a_page_shows_rows_in_its_main_part_with_pieces_of_text_each():
    assert shape(PAGE) == Shape(rows=7, columns=round(10 / 7))


def test_the_shape_of_a_page_without_rows_is_one_cell_and_a_wide_table_has_the_floors_columns():
    wide = "<main><tr>" + "<td>x</td>" * 20 + "</tr></main>"
    assert shape("<main><p>Nothing yet</p></main>") == Shape(1, 1)
    assert shape(wide) == Shape(1, MOST_COLUMNS) == Shape(1, len(floor.COLUMNS))


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (7, 3), (40, 8)])
def test_the_floor_shows_as_many_rows_and_columns_as_it_is_asked_for(monkeypatch, rows, columns):
    class Database:
        def execute(self, _query, given):
            self.given = given
            return self

        def fetchall(self):
            return [dict.fromkeys(floor.COLUMNS, "x") | {"changed_at": DAY} for _ in range(self.given[1])]

    monkeypatch.setattr(floor, "_database", Database)
    told = floor.app.test_client().get(f"/entries/4?rows={rows}&columns={columns}").text
    assert (told.count("<tr><td>"), told.count("<td>")) == (rows, rows * columns)


def test_every_daily_page_is_measured_and_has_bars():
    assert NAMES == (
        "list",
        "item",
        "log an idea",
        "search",
        "search of all",
        "portfolio",
        "board",
        "home",
        "triage",
        "inbox",
        "keep it current",
        "joint board",
        "joint list",
        "joint card",
        "joint figures",
        "joint spread",
        "joint needs",
        "shared lessons",
        "shared stops",
        "network",
    )
    assert {name: bars.CPU[name] for name in ("list", "item", "search", "inbox")} == {
        "list": 1.25,
        "item": 3.0,
        "search": 1.5,
        "inbox": 2.5,
    }
    assert [bars.STATEMENTS[name] for name in NAMES] == [3, 3, 3, 3, 3, 4, 4, *[5] * 13]


def test_neighbours_among_requests_are_of_different_councils_and_each_visitor_searches_for_every_word():
    them = [a_visitor(number) for number in (1, 2, 3)]
    search = next(kind for kind in KINDS if kind.name == "search")
    for one in them:
        one.refs = [f"B{one.number}-{n}" for n in range(2, 2 + len(WORDS))]
    asked = [request.sent.split(b"\r\n")[0].decode() for request in search.ours(them, 8000)]
    assert len(asked) == len(them) * len(WORDS)
    assert len(set(asked[:: len(them)])) == len(WORDS)


def test_the_floor_is_asked_for_as_much_as_each_visitors_page_shows():
    board = next(kind for kind in KINDS if kind.name == "board")
    asked = board.of_floor([a_visitor(1), a_visitor(2)], 8000, {1: Shape(10, 3), 2: Shape(20, 4)})
    assert [request.sent.split(b" ")[1] for request in asked[:2]] == [
        b"/entries/1?rows=10&columns=3",
        b"/entries/2?rows=20&columns=4",
    ]


def test_what_a_page_costs_is_held_to_its_floor_and_its_growth_to_itself():
    found = {line.measure: line for line in lines.of_rounds("board", [a_round(floor=2, ours=3, large=4.5)], SCALE)}
    cpu, growth = found["CPU per request, 1 client"], found["CPU, 100,000 over 2,000 ideas"]
    assert (cpu.floor, cpu.ours, cpu.ratio, cpu.bar, cpu.met) == (2, 3, 1.5, 2.0, True)
    assert (growth.ours, growth.ratio, growth.bar, growth.met) == (4.5, 1.5, 1.3, False)
    assert found["p95 / p50, 16 clients"].held == 2.0


def test_the_growth_of_the_search_is_an_exponent():
    grown = a_round(floor=1, ours=1, large=50**0.3)
    [line] = [one for one in lines.of_rounds("search", [grown], SCALE) if "exponent" in one.measure]
    assert (round(line.held, 3), line.bar, line.met) == (0.3, 0.35, True)


def test_a_page_of_cards_is_held_to_what_it_costs_where_few_of_them_stand():
    found = list(lines.of_rounds("joint board", [a_round(floor=2, ours=3, large=2.5)], replace(SCALE, joint=88)))
    [growth] = [line for line in found if line.measure == "CPU, 5,016 cards over few"]
    assert (growth.floor, growth.ratio, growth.bar, growth.met) == (2.5, 1.2, 1.3, True)


def test_pages_for_members_are_opened_by_members_in_a_collaborative_of_many_and_of_few():
    board = next(kind for kind in KINDS if kind.name == "joint board")
    them = board.among([a_visitor(number) for number in (9, 10, 11)])
    assert [one.number for one in them] == [9, 10]
    paths = [request[0].sent.split(b" ")[1] for request in (board.ours(them, 1), board.where_few(them, 1))]
    assert paths == [b"/collaboratives/bench-hundred", b"/collaboratives/bench-together"]


def test_the_slower_of_two_answers_is_held_to_a_tenth_whichever_that_is(monkeypatch):
    there, nowhere = (Request(name, b"404") for name in (b"there", b"nowhere"))
    for took, met in (({there: 2.0, nowhere: 2.1}, True), ({there: 2.3, nowhere: 2.0}, False)):
        monkeypatch.setattr(leaks.client, "seconds", lambda _port, request, took=took: took[request] / 1000)
        line = leaks._line(leaks.Pair("cards", there, nowhere), 1, 4)
        assert (line.held > 1.1, line.met) == (not met, met)
    assert len(leaks.SHARED) == len(leaks.NOWHERE)


def test_a_leak_is_there_again_and_what_came_once_is_none(monkeypatch):
    there, nowhere = (Request(name, b"404") for name in (b"there", b"nowhere"))
    for rounds, met in (([1.3, 1.0, 1.02], True), ([1.3, 1.25, 1.2], False), ([1.3, 0.7, 1.0], True)):
        told = iter([ratio for ratio in rounds for _ in range(2)])
        monkeypatch.setattr(
            leaks.client, "seconds", lambda _port, request, told=told: next(told) if request is there else 1.0
        )
        assert leaks._line(leaks.Pair("cards", there, nowhere), 1, 2).met == met


def test_a_page_that_does_not_answer_misses_a_bar():
    [line] = lines.of_rounds("board", [], SCALE)
    assert line.met is False


def test_a_page_that_answers_in_no_large_council_is_measured_and_misses_its_growth():
    *others, growth = lines.of_rounds("board", [replace(a_round(floor=2, ours=3, large=4), large=None)], SCALE)
    assert [line.met for line in others if line.bar] == [True, True]
    assert growth.met is False


def test_more_statements_for_fifty_rows_or_in_a_large_council_miss_a_bar():
    one, fifty, large = lines.of_statements("list", 3, 4, 3)
    assert (one.met, fifty.met, large.met) == (True, False, True)


def test_memory_that_nobody_could_weigh_meets_and_misses_nothing():
    found = list(lines.of_memory(None, None, WorkerMemory(None, 301.0), SCALE))
    assert [line.met for line in found] == [None, None, False]


def test_health_that_the_worker_did_not_end_misses_a_bar_whatever_it_weighed():
    *_, line = lines.of_memory(60.0, 140.0, WorkerMemory(180.0, 200.0, is_done=False), SCALE)
    assert line.met is False


def test_what_got_worse_by_more_than_its_slack_is_told_and_nothing_else(tmp_path):
    slow = Line("list", "CPU", "ms", 1, 2, 1.25, 2.0, slack=0.1)
    rate = Line("list", "rate", "", 100, 50, 0.85, 0.5, least=True, slack=0.1)
    read = Line("list", "for reading", "ms", 1, 2)
    last.keep({"lines": [line.as_plain() for line in (slow, rate, read)]}, tmp_path / "last.json")
    before = last.kept(tmp_path / "last.json")
    assert list(last.worse([replace(slow, ratio=2.19), replace(rate, ratio=0.46)], before)) == []
    assert list(last.worse([replace(slow, ratio=1.0), replace(rate, ratio=0.9), replace(read, ours=9)], before)) == []
    assert [
        line.split(":")[0] for line in last.worse([replace(slow, ratio=2.3), replace(rate, ratio=0.4)], before)
    ] == [
        "list, CPU",
        "list, rate",
    ]


def test_no_run_is_kept_before_the_first(tmp_path):
    assert last.kept(tmp_path / "last.json") is None
