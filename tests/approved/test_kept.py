"""Every approved file is what some test reads."""

from __future__ import annotations

from tests.approved.visits import visits


def test_no_file_is_approved_that_nobody_says(approved):
    approved.only({visit.name for visit in visits()})


def test_no_two_visits_share_a_file():
    names = [visit.name for visit in visits()]
    assert len(set(names)) == len(names)
