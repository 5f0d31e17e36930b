"""Quarters: their days, their names, and which of them an address may name."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.portfolio.rules import Quarter, quarter_of, read_quarter

TODAY = date(2026, 11, 20)


def test_a_quarter_has_its_days_and_its_name():
    third = Quarter(2026, 3)
    assert (third.first, third.last, third.name) == (date(2026, 7, 1), date(2026, 9, 30), "July to September 2026")
    assert (third.later(2), third.later(-3), third.later(-7)) == (Quarter(2027, 1), Quarter(2025, 4), Quarter(2024, 4))
    assert quarter_of(date(2026, 12, 31)).last == date(2026, 12, 31)
    assert (third.has_ended(date(2026, 9, 30)), third.has_ended(date(2026, 10, 1))) == (False, True)


@pytest.mark.parametrize("word", ["2027-q1", "2026-q5", "2026-Q3", "1900-q1", "٢٠٢٦-q1", "2026-q3 ", ""])
def test_what_is_no_quarter_or_has_not_begun_is_none(word):
    assert read_quarter(word, today=TODAY) is None
    assert read_quarter("2026-q4", today=TODAY) == Quarter(2026, 4)
