"""What a collaborative's cards come to: only health of where a card stands counts, and each gain counts once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

from tracker.portfolio.joint.parts import parts_over
from tracker.portfolio.joint.rollup import rolled_up
from tracker.portfolio.joint.spreading import spread_of
from tracker.portfolio.joint.words import CardAdaptation, CardFamily, CardOnDay

DAY = date(2026, 11, 20)


def a_card(number: int, *, stage: str = "mainstream", council: str = "Knowsley", **said) -> CardOnDay:
    parts = {"mix": {"counts": True, "extent": "incremental"}, "runway": {"counts": number % 2 == 0}}
    health = {"stage": stage, "state": "active", "active": True, "parts": {**parts, **said.pop("parts", {})}}
    told = {
        "id": UUID(int=number),
        "state": "active",
        "stage_since": date(2025, 1, 10),
        "published_on": date(2025, 6, 1),
        "historical": False,
        "health": {**health, **said.pop("health", {})},
        "benefits": None,
    }
    return CardOnDay(number=number, council=council, stage=stage, **{**told, **said})


def figures(parts, name: str) -> tuple[float | None, dict]:
    part = next(one for one in parts if one.name == name)
    return (None if part.value is None else float(part.value)), part.as_plain()["terms"]


def test_a_card_counts_where_its_health_was_frozen_where_it_stands_and_each_wait_by_its_own_promise():
    waits = ((1, 5), (10, 5), (6, 10), (10, 10), (4, 2))
    cards = [
        a_card(n, parts={"flow": {"counts": True, "wait": wait, "promise": promise}})
        for n, (wait, promise) in enumerate(waits, start=1)
    ]
    moved = a_card(6, health={"stage": "mobilise"})
    ended = a_card(7, health={"state": "stopped"})
    made = [CardAdaptation(cards[0].id, 1, DAY, "worked"), CardAdaptation(cards[1].id, 1, DAY, "trying")]
    parts = parts_over([*cards, moved, ended], made, day=DAY)
    assert figures(parts, "runway") == (40.0, {"numerator": 2, "denominator": 5})
    assert figures(parts, "mix")[0] == 60.0, "all incremental where six of ten is aimed at"
    assert figures(parts, "flow") == (100.0, {"denominator": 5, "counted": 5, "median": 1.0})
    value, terms = figures(parts, "spread")
    assert (terms["numerator"], terms["taken_in"], terms["active"]) == (1, 2, 5)
    assert value == 60.0, "the mean of one in five, and of two where one for every ten active is asked"
    assert figures(parts_over(cards[:4], [], day=DAY), "runway")[0] is None, "four are not enough to say"


def test_the_second_adapter_is_another_council_and_what_was_taken_in_lately_is_not_stuck():
    new = a_card(3, published_on=date(2026, 1, 1))
    cards = [a_card(1), a_card(2), new, a_card(4, stage="design")]
    made = [
        CardAdaptation(cards[0].id, 1, date(2025, 7, 1), "worked"),
        CardAdaptation(cards[0].id, 1, date(2025, 8, 1), "trying"),
        CardAdaptation(cards[0].id, 2, date(2025, 9, 9), "worked_in_part"),
        CardAdaptation(cards[1].id, 3, date(2025, 11, 21), "did_not_work"),
    ]
    told = spread_of(cards, made, day=DAY)
    assert (told.adaptations, told.adapted, told.trying, told.worked) == (4, 2, 1, 2)
    assert (told.seconds, told.second_days) == (1, Decimal(100)), "from 1 June to 9 September"
    assert [(one.number, one.since) for one in told.stuck] == [(1, date(2025, 6, 1))]
    later = spread_of(cards, made, day=date(2026, 11, 21))
    assert [one.number for one in later.stuck] == [1, 2]


def a_gain(beneficiary: str | None, came: str, first: str, last: str, **said) -> dict:
    period = {"from": first, "until": last, "forecast": "100", "came": came, "checked": said.pop("checked", False)}
    told = {"description": "Fees", "class": "cash_releasing", "category": "own_organisation", "unit": None}
    return {**told, "beneficiary": beneficiary, "loss": False, "state": "realised", "periods": [period], **said}


def test_what_an_adapter_and_the_origin_both_tell_counts_once_and_whose_gain_it_is_tells_it():
    summer, autumn = ("2026-07-01", "2026-09-30"), ("2026-10-01", "2026-12-31")
    origin = a_card(1, benefits=[a_gain("NHS", "1000", *summer, checked=True), a_gain("Oldham", "50", *summer)])
    adapter = a_card(2, council="Oldham", benefits=[a_gain("nhs ", "400", *summer), a_gain(None, "60", *summer)])
    third = a_card(3, council="Burnley", benefits=[a_gain("NHS", "70", *autumn)])
    apart = a_card(4, council="Kent", benefits=[a_gain("NHS", "9", *summer), a_gain("NHS", "5", *autumn, loss=True)])
    asked = a_card(5, council="Kent", benefits=[a_gain(None, "8", *summer, state="under_question")])
    line = [CardFamily(card.id, 1, depth) for depth, card in enumerate((origin, adapter, third))]
    told = rolled_up([apart, adapter, origin, third, asked], [*line, CardFamily(apart.id, 2, 0)])
    gains, losses = told.sums
    assert (gains.came, gains.checked, gains.twice) == (1000 + 60 + 70 + 9, 1000, 400 + 50)
    assert (gains.questioned, gains.forecast) == (8, 500), "forecast: each gain that counts, what is questioned too"
    assert (losses.loss, losses.came) == (True, 5)
    assert [(one.number, one.other) for one in told.twice] == [(1, 2), (2, 1)]
    assert rolled_up([a_card(6, id=uuid4())], []).sums == []
