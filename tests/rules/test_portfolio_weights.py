"""Weights come from data with their sources, and a set that breaks the sourced order is refused."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tracker.portfolio.reference import WeightsError, checked, targets, weights
from tracker.portfolio.words import Corner

A, C, V = Corner


def test_the_weights_kept_as_data_are_those_of_the_rule_book():
    told = {stage: [str(row[corner]) for corner in Corner] for stage, row in weights().items()}
    assert told == {
        "design": ["3/5", "3/10", "1/10"],
        "mobilise": ["7/20", "9/20", "1/5"],
        "mainstream": ["3/20", "1/2", "7/20"],
        "embedded": ["1/3", "1/3", "1/3"],
    }


def changed(stage: str, authority: str, capacity: str, value: str) -> dict[str, dict[Corner, Fraction]]:
    return {**weights(), stage: {A: Fraction(authority), C: Fraction(capacity), V: Fraction(value)}}


@pytest.mark.parametrize(
    ("stage", "row", "named"),
    [
        ("design", ("0.4", "0.4", "0.2"), "in design authority"),
        ("mobilise", ("0.4", "0.4", "0.2"), "in mobilise capacity"),
        ("mobilise", ("0.4", "0.6", "0"), "in mobilise value"),
        ("mainstream", ("0.35", "0.5", "0.15"), "in mainstream authority"),
        ("mainstream", ("0.15", "0.4", "0.45"), "in mainstream capacity"),
        ("embedded", ("0.3", "0.3", "0.4"), "in embedded"),
        ("design", ("0.7", "0.3", "0.1"), "add up to 1"),
    ],
)
def test_a_set_that_breaks_the_sourced_order_is_refused_with_the_rule_it_breaks(stage, row, named):
    with pytest.raises(WeightsError, match=named):
        checked(changed(stage, *row))


def test_a_set_that_keeps_the_order_is_taken():
    other = changed("design", "0.5", "0.3", "0.2")
    assert checked(other) is other


def test_the_target_mix_and_the_last_day_told_are_data():
    assert (sum(targets().mix.values()), targets().last_told.isoformat()) == (100, "2010-12-31")
