"""Whatever is sent to any form or route, nothing breaks: the reduced run of `make fuzz`."""

from __future__ import annotations

import pytest

from bench.fuzz import values
from bench.fuzz.drawing import Forms, Request
from bench.fuzz.run import Outcome, _body
from tests.terminal import measured


@pytest.mark.faults
def test_no_request_of_a_few_hundred_breaks_a_page():
    assert "broken 0" in measured("bench.fuzz", "--requests", "300", "--seed", "7")


def test_what_broke_is_named_and_the_seed_draws_it_again():
    request = Request("1-58", "POST", "/ideas/NOR-1/triage", "lead", {"words": "x"})
    outcome = Outcome(broken=[(request, 500, "ValueError")])
    outcome.statuses.update([200, 500])
    assert str(outcome).splitlines() == [
        "fuzz: tried 2, broken 1 (1 of 200, 1 of 500)",
        "500: POST /ideas/NOR-1/triage as lead, seed 1-58",
        "    ValueError",
    ]
    drawn = [[values.nasty(values.random.Random("1-58")) for _ in range(50)] for _ in range(2)]
    assert drawn[0] == drawn[1]


def test_every_kind_of_value_is_drawn():
    rng = values.random.Random(1)
    kinds = {type(values.nasty(rng)) for _ in range(200)}
    assert kinds == {str, list, tuple}
    texts = {values.text(rng) for _ in range(5_000)}
    assert texts >= {*values.DAYS, *values.NUMBERS, *values.TEXTS}


def test_the_fields_of_a_page_are_read_by_the_address_that_they_go_to():
    reader = Forms()
    reader.feed(
        "<form method=post action=/a><input name=x value=1>"
        "<select name=y><option value=p><option value=q></select></form>"
        "<form method=get action=/b><input name=z></form>"
    )
    assert reader.found["/a"] == {"x": ["1"], "y": ["", "p", "q"]}
    assert "/b" not in reader.found


def test_halves_of_characters_and_files_go_out_as_they_are():
    assert _body({"a": ["\ud800", "b"]})["data"] == "a=%ED%A0%80&a=b"
    assert _body({"a": (b"x", "x.txt"), "b": "\ud800"})["content_type"] == "multipart/form-data"
