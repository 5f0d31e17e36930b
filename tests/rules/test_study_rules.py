"""Sums for scale, addresses, what is said of a change, and how figures are drawn; without a database."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.pages.claims.drawing import Figure, drawing_of
from tracker.study import PoundRange, cost_each, cost_of_all, steps_in
from tracker.study.rules import address_fault
from tracker.value import change_between
from tracker.value.rules.statement import statement_differs
from tracker.web.drawing import BOTTOM, LEFT, RIGHT, TOP

DAY = date(2026, 11, 20)


def test_sums_for_scale_are_a_range_from_the_least_for_the_fewest_to_the_most_for_the_most():
    spent = PoundRange(Decimal(12000), Decimal(15000))
    assert cost_each(spent=spent, results=7) == (Decimal("1714.29"), Decimal("2142.86"))
    assert cost_of_all(spent=spent, results=7, least=70, most=80) == (Decimal(120000), Decimal(171429))
    assert cost_each(spent=PoundRange(Decimal(7), Decimal(7)), results=2).is_one


def test_steps_stand_one_to_a_line_without_their_numbers():
    assert steps_in("1. We ring\n\n 2) They eat\n- They stay\n3.5 days less") == [
        "We ring",
        "They eat",
        "They stay",
        "3.5 days less",
    ]


@pytest.mark.parametrize(
    ("address", "taken"),
    [
        ("https://example.org/a?b=c#d", True),
        ("HTTP://EXAMPLE.ORG", True),
        ("", False),
        ("javascript:alert(1)", False),
        ("//example.org", False),
        ("https://", False),
        ("https://exa mple.org", False),
        ("https://[::1", False),
        ("https://kit@example.org", False),
        ("ftp://example.org", False),
        ("https://example.org/" + "a" * 2000, False),
    ],
)
def test_an_address_is_taken_where_a_page_can_lead_there(address, taken):
    assert (address_fault(address) is None) is taken


@pytest.mark.parametrize(
    ("stated", "baseline", "value", "unit", "differs"),
    [
        ("one third fewer", "14.2", "10.8", "per cent", True),
        ("3.4 points down", "14.2", "10.8", "per cent", False),
        ("down from 14.2 to 10.8", "14.2", "10.8", "per cent", False),
        ("down by 24%", "14.2", "10.8", "per cent", True),
        ("a third fewer", "9", "6", "days", False),
        ("two thirds fewer", "9", "6", "days", True),
        ("two thirds fewer", "9", "3", "days", False),
        ("halved", "9", "4.4", "days", False),
        ("halved", "9", "6", "days", True),
        ("3 days less", "9", "6", "days", False),
        ("4 days less", "9", "6", "days", True),
        ("33 per cent", "9", "6", "days", False),
        ("33.5 per cent", "9", "6", "days", True),
        ("doubled", "1,000", "2,000", None, False),
        ("much better", "9", "6", "days", False),
        (None, "9", "6", "days", False),
        ("a third", "nine", "6", "days", False),
        ("a third", "9", None, "days", False),
    ],
)
def test_what_is_said_of_a_change_is_held_against_the_figures(stated, baseline, value, unit, differs):
    computed = change_between(baseline=baseline, value=value, unit=unit)
    assert statement_differs(stated=stated, baseline=baseline, value=value, computed=computed) is differs


FIGURES = st.lists(
    st.tuples(st.integers(0, 900), st.decimals(-(10**6), 10**6, places=2)),
    min_size=2,
    max_size=8,
    unique_by=lambda pair: pair[0],
)


@settings(max_examples=30)
@given(told=FIGURES)
def test_every_figure_stands_within_the_drawing_and_the_lines_across_hold_them_all(told):
    figures = [
        Figure(date.fromordinal(DAY.toordinal() + n), number, f"{number}", "measured") for n, number in sorted(told)
    ]
    drawn = drawing_of(figures, today=DAY)
    assert drawn is not None
    assert [drawn.dots[0].x, drawn.dots[-1].x] == [LEFT, RIGHT]
    assert all(TOP <= dot.y <= BOTTOM for dot in drawn.dots)
    assert 2 <= len(drawn.marks) <= 6
    assert drawn.dots[0].words
    assert drawn.dots[-1].words


def test_one_figure_or_one_day_is_not_drawn_and_round_numbers_are_read_off():
    one = Figure(DAY, Decimal(9), "9", "start")
    assert drawing_of([one], today=DAY) is None
    assert drawing_of([one, one._replace(kind="measured")], today=DAY) is None
    drawn = drawing_of(
        [Figure(date(2025, 10, 1), Decimal("14.2"), "14.2", "start"), Figure(DAY, Decimal("10.8"), "10.8", "measured")],
        today=DAY,
    )
    assert drawn is not None
    assert [mark.words for mark in drawn.marks] == ["10", "12", "14", "16"]
    assert drawn.today is None
    assert [dot.day for dot in drawn.dots] == ["Oct 25", "Nov 26"]
    assert Figure(date(1999, 12, 31), Decimal(9), "9", "start", "1999").label == "1999"
