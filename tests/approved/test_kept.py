"""Every approved file is what some test reads."""

from __future__ import annotations

from tests.approved.forms import FORMS
from tests.approved.states import STATES
from tests.approved.visits import plain


def names() -> list[str]:
    return [*(visit.name for visit in [*plain(), *FORMS]), *(name for state in STATES for name in state.names())]


def test_no_file_is_approved_that_nobody_says(approved):
    approved.only(set(names()))


def test_no_two_answers_share_a_file():
    assert len(set(names())) == len(names())
