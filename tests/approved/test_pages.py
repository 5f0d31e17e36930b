"""What every page says to whom, held against what was approved."""

from __future__ import annotations

import pytest

from tests.approved import canonical, sentences
from tests.approved.files import differences
from tests.approved.forms import FORMS
from tests.approved.letters import outbox, written
from tests.approved.states import STATES
from tests.approved.states.steps import Days, Meanwhile, State, Step, told
from tests.approved.visits import Visit, plain
from tests.browsing import inspect

REDIRECTED, FAULT = range(300, 400), 500


def short(of: Visit) -> str:
    return of.name.removeprefix("pages/")


def read(got, says=canonical.answer) -> str:
    """What an answer says; a page is inspected like every page that a test gets."""
    if got.mimetype == "text/html" and got.status_code not in REDIRECTED:
        inspect(got.text, got.request.path)
    return str(says(got))


def changed(before: str | None, now: str) -> str:
    """What changed on a page; all of it where another answer was given before."""
    if before is None or before.partition("\n")[0] != now.partition("\n")[0]:
        return now
    return "".join(f"{line}\n" for line in differences(before, now)) or "nothing changed\n"


@pytest.mark.parametrize("visit", plain(), ids=short)
def test_a_page_says_what_was_approved(visit: Visit, people, approved):
    got = people.answer(visit)
    assert got.status_code < FAULT, "a fault is never approved"
    approved.holds(visit.name, read(got))
    assert not sentences.faults(got, of_people="/dev/" not in visit.address)


@pytest.mark.parametrize("visit", FORMS, ids=short)
def test_a_form_that_is_refused_says_what_was_approved(visit: Visit, people, approved):
    got = people.answer(visit)
    assert got.status_code not in REDIRECTED, "it was not refused: tests/approved/states is for acts"
    empty = visit.page_of_its_form() in plain()
    before = read(people.answer(visit.page_of_its_form())) if empty else None
    approved.holds(visit.name, changed(before, read(got)))


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_pages_say_what_was_approved_after_an_act(state: State, own_town, approved):
    seen: dict[Visit, str] = {}
    for step in state.steps:
        if isinstance(step, Visit) and step.form is None and not state.whole and step not in seen:
            seen[step] = read(own_town.answer(step))
    story = [f"# {told(step)}\n{happened(step, seen, own_town)}" for step in state.steps]
    approved.holds(state.kept_under, "\n".join(story))


def happened(step: Step, seen: dict[Visit, str], people) -> str:
    """What is kept of a step: what changed on a page, where an act led to, letters that went out."""
    if isinstance(step, Meanwhile):
        people.admin.execute(step.statement)
        return ""
    if isinstance(step, Days):
        return "\n".join(letter.read() for letter in people.wait(step))
    if step.form is not None:
        return acted(step, people)
    now = read(people.answer(step))
    kept = changed(seen.get(step), now)
    seen |= {step: now} if step in seen else {}
    return kept


def acted(step: Visit, people) -> str:
    """Where an act led to, and the letters that were written by it."""
    known = written(people.admin)
    browser = people.browser(step.who)
    got = people.answer(step, browser=browser)
    assert bool(got.location) == (step.called != "refused"), f"{step}: {got.status_code}"
    said = read(got) + (read(browser.get(got.location), canonical.arrival) if got.location else "")
    new = sorted(outbox(people.admin, besides=known))
    return said + "".join(f"\n{letter.read()}" for letter in new)
