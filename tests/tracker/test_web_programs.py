"""What a program is answered: JSON at addresses of the API, and problem objects where a person reads a page."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import OperationalError

from tests import makers
from tests.browsing import Browser
from tracker import council, idea
from tracker.app import create_app
from tracker.council import Can
from tracker.web import SIGNED_IN, Screens, reader

PROBLEM = "application/problem+json"
PROGRAM = {"Accept": "application/json"}
PERSON = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}

pulses = Screens("pulses", __name__)


@pulses.screen("/api/ideas/<ref>/pulse", needs=Can.SEE_IDEAS)
def pulse(ref):
    return {"title": idea.get(ref=ref, reader=reader()).title}


@pulses.screen("/api/ideas/<ref>/decisions", needs=Can.DECIDE, of=idea.keeps)
def decided(found):
    return {"ref": found.ref}


@pulses.screen("/api/ideas/<ref>/comments", needs=Can.COMMENT, methods=("POST",))
def comment(ref):
    found = idea.get(ref=ref, reader=reader())
    idea.comment(idea=found, words="Kept only if all is.", by=reader().person_id)
    idea.set_fact(idea=found, fact=idea.Fact.EXTENT, value="incremental", by=reader().person_id)
    raise idea.Refused("Say which", field="words")


@pulses.screen("/api/mine", needs=SIGNED_IN)
def mine():
    return {"name": reader().name}


@pulses.screen("/api/people", needs=Can.SEE_IDEAS)
def people():
    raise council.PersonError("Enter their name")


@pulses.screen("/api/down", needs=Can.SEE_IDEAS)
def down():
    raise OperationalError("SELECT 1", {}, Exception("gone"))


@pulses.screen("/api/broken", needs=Can.SEE_IDEAS)
def broken():
    raise RuntimeError("a secret of the house")


@pulses.screen("/refused", needs=Can.SEE_IDEAS)
def refused():
    raise idea.Refused("Say which")


@pytest.fixture(scope="module")
def served(database):
    """The product, with endpoints of a family that this module declares."""
    made = create_app()
    made.config["TESTING"] = False
    made.register_blueprint(pulses)
    return made


@pytest.fixture
def visit(served):
    return lambda person: Browser(served, person)


def problem_of(answer, status: int) -> dict:
    assert answer.status_code == status
    assert answer.mimetype == PROBLEM
    told = answer.get_json()
    assert (told.pop("type"), told.pop("status")) == ("about:blank", status)
    assert told.pop("title")
    return told


def test_what_a_screen_of_the_api_returns_is_json(world, visit):
    ref = makers.an_idea(world.ours, title="Two visits")
    answer = visit(world.ours.observer).get(f"/api/ideas/{ref}/pulse")
    assert answer.mimetype == "application/json"
    assert answer.get_json() == {"title": "Two visits"}


def test_who_is_not_signed_in_is_told_so_and_sent_nowhere(world, visit):
    ref = makers.an_idea(world.ours)
    answer = visit(None).get(f"/api/ideas/{ref}/pulse", status=401)
    assert problem_of(answer, 401) == {}
    assert "Location" not in answer.headers


def test_who_may_not_and_who_belongs_to_no_council_are_refused(world, visit, database):
    ref = makers.an_idea(world.ours)
    assert problem_of(visit(world.ours.observer).get(f"/api/ideas/{ref}/decisions", status=403), 403) == {}
    nobodys = visit(makers.an_operator(database))
    assert problem_of(nobodys.get("/api/mine", status=403), 403) == {}
    assert nobodys.get("/inbox", status=303).headers["Location"] == "/no-council"


def test_the_neighbours_idea_is_missing_as_is_what_never_was(world, visit):
    browser, theirs = visit(world.ours.lead), makers.an_idea(world.theirs)
    for path in (f"/api/ideas/{theirs}X/pulse", "/api/ideas/NOR-9999/pulse", "/api/nowhere"):
        assert problem_of(browser.get(path, status=404), 404) == {}


def test_a_method_that_is_not_there_and_text_that_cannot_be_held_keep_their_status(world, visit):
    browser = visit(world.ours.lead)
    assert problem_of(browser.client.put("/api/people"), 405) == {}
    assert problem_of(browser.get("/api/people?q=%00", status=400), 400) == {}


def test_what_a_rule_refuses_is_told_with_its_field_and_nothing_of_it_is_kept(world, visit):
    ours, ref = world.ours, makers.an_idea(world.ours)
    answer = visit(ours.lead).post(f"/api/ideas/{ref}/comments", status=422)
    assert problem_of(answer, 422) == {"detail": "Say which", "field": "words"}
    with ours.door():
        texts = [said.text for said in idea.story(ref=ref, reader=ours.lead.reader).messages]
    assert "Kept only if all is." not in texts
    assert problem_of(visit(ours.lead).get("/api/people", status=422), 422) == {"detail": "Enter their name"}


def test_what_breaks_is_told_by_a_reference_alone_and_a_database_that_is_away_by_when_to_ask_again(world, visit):
    browser = visit(world.ours.lead)
    answer = browser.get("/api/broken", status=500)
    assert set(problem_of(answer, 500)) == {"reference"}
    assert "secret" not in answer.text
    answer = browser.get("/api/down", status=503)
    assert problem_of(answer, 503) == {}
    assert answer.headers["Retry-After"] == "30"


def test_an_act_without_its_token_is_refused(world, visit):
    ref = makers.an_idea(world.ours)
    assert problem_of(visit(world.ours.lead).client.post(f"/api/ideas/{ref}/comments"), 419) == {}


def test_a_page_tells_a_program_that_takes_no_html_the_same_way_and_a_person_as_before(world, visit):
    nobody, lead = visit(None), visit(world.ours.lead)
    for headers in (PROGRAM, {"Accept": PROBLEM}):
        assert problem_of(nobody.client.get("/board", headers=headers), 401) == {}
        assert problem_of(lead.client.get("/ideas/NOR-9999", headers=headers), 404) == {}
    for headers in (PERSON, {"Accept": "*/*"}, {"Accept": "text/html, application/json"}, {}):
        assert nobody.client.get("/board", headers=headers).headers["Location"].startswith("/sign-in")
        assert "<h1" in lead.get("/ideas/NOR-9999", status=404, headers=headers).text


def test_a_refusal_that_no_form_of_a_page_shows_is_a_fault_of_ours(world, visit):
    assert "Something went wrong" in visit(world.ours.lead).get("/refused", status=500, headers=PERSON).text
