"""What every page says to whom, held against what was approved."""

from __future__ import annotations

import pytest

from tests.approved import canonical
from tests.approved.forms import FORMS
from tests.approved.letters import outbox
from tests.approved.states import STATES
from tests.approved.states.steps import Days, Meanwhile, State
from tests.approved.visits import Visit, plain
from tests.browsing import inspect

REDIRECTED = range(300, 400)


def short(of: Visit | State) -> str:
    return of.name.removeprefix("pages/")


def read(got, says=canonical.answer) -> str:
    """What an answer says; a page is inspected like every page that a test gets."""
    if got.mimetype == "text/html" and got.status_code not in REDIRECTED:
        inspect(got.text, got.request.path)
    return str(says(got))


@pytest.mark.parametrize("visit", plain(), ids=short)
def test_a_page_says_what_was_approved(visit: Visit, people, approved):
    approved.holds(visit.name, read(people.answer(visit)))


@pytest.mark.parametrize("visit", FORMS, ids=short)
def test_a_form_that_is_refused_says_what_was_approved(visit: Visit, people, approved):
    got = people.answer(visit)
    assert got.status_code not in REDIRECTED, "it was not refused: tests/approved/states.py is for acts"
    approved.holds(visit.name, read(got))


@pytest.mark.parametrize("state", STATES, ids=short)
def test_pages_say_what_was_approved_after_an_act(state: State, own_town, approved):
    for name, step in state.named():
        if isinstance(step, Meanwhile):
            own_town.admin.execute(step.statement)
        else:
            approved.holds(name, done(step, own_town))


def done(step, people) -> str:
    """What a step says, and the letters that were written by it or went out."""
    known = outbox(people.admin).keys()
    if isinstance(step, Days):
        said, new = "", people.wait(step.days, works=step.works)
    else:
        browser = people.browser(step.who)
        got = people.answer(step, browser=browser)
        said = read(got) + (read(browser.get(got.location), canonical.arrival) if got.location else "")
        new = sorted(letter for at, letter in outbox(people.admin).items() if at not in known)
    return said + "".join(f"\n{letter.read()}" for letter in new)
