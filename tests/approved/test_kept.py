"""Every approved file is what some test reads."""

from __future__ import annotations

from tests.approved.names import names


def test_no_file_is_approved_that_nobody_says(approved):
    approved.only(set(names()))


def test_no_two_answers_share_a_file():
    assert set(names().values()) == {1}
