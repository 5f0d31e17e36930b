"""An operator proposes a collaborative to the council that would convene it: nothing is founded but by a lead of it."""

from __future__ import annotations

import re

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests import makers
from tests.makers import World
from tests.tracker.test_founding import TERMS
from tracker import post
from tracker.council import Role
from tracker.tenancy import as_council, directory, session


@pytest.fixture
def known(database):
    """Ask as the superuser, whom no policy binds: how things really are."""
    with psycopg.connect(database.admin_url, autocommit=True) as server:
        yield lambda sql, *given: server.execute(sql, given).fetchall()


@pytest.fixture
def operator(database, browse):
    return browse(makers.an_operator(database))


def propose(operator, side: makers.Side, *, status: int = 303, **said: str):
    sent = {**TERMS, "words": "Four of you asked us for it.", "council": str(side.id), **said}
    return operator.post("/ops/collaboratives/new", sent, status=status)


def link_to(known, person: makers.Someone) -> str:
    """Where the newest letter leads that a lead has about a proposal."""
    asked = "SELECT particulars ->> 'link' FROM letter WHERE to_email = %s AND template = 'collaborative_proposed'"
    return re.search(r"/collaboratives/\S+", known(f"{asked} ORDER BY created_at DESC", person.email)[0][0]).group()


def test_what_an_operator_proposes_is_founded_by_a_lead_who_agrees_and_then_convenes_it(
    world: World, browse, known, operator
):
    propose(operator, world.ours)
    assert "Not answered yet." in operator.get("/ops/collaboratives").text
    lead, at = browse(world.ours.lead), link_to(known, world.ours.lead)
    assert at in lead.get("/collaboratives").text
    page = lead.get(at).text
    assert [words for words in (TERMS["shared_target"], "Four of you asked us", "2027") if words not in page] == []
    assert TERMS["name"] not in browse(world.ours.owner).get("/collaboratives").text
    browse(world.ours.owner).get(at, status=403)
    browse(world.theirs.lead).get(at, status=404)
    asking = lead.post(at, {"answer": "agreed"}).headers["Location"]
    code = re.search(r"/collaboratives/([\w-]+)/ask$", asking)[1]
    assert TERMS["shared_target"] in lead.get(f"/collaboratives/{code}").text
    lead.get(asking)
    lead.get(at, status=404)
    told = operator.get("/ops/collaboratives").text
    assert "agreed on" in told
    assert code not in told, "what comes of it is theirs"
    operator.get(f"/collaboratives/{code}", status=403)


def test_each_lead_is_written_to_in_words_that_say_what_is_proposed(world: World, known, operator):
    other = makers.a_person(world.ours.id, Role.LEAD, Role.OWNER)
    propose(operator, world.ours)
    for lead in (world.ours.lead, other):
        asked = "SELECT template, to_name, subject, particulars FROM letter WHERE to_email = %s"
        [(template, name, subject, told)] = known(asked, lead.email)
        for form in post.words_of(template, to_name=name, subject=subject, particulars=told):
            assert [one for one in (TERMS["name"], TERMS["shared_target"], told["link"]) if one not in form] == []
    assert known("SELECT count(*) FROM letter WHERE to_email = %s", world.ours.owner.email) == [(0,)]


def test_what_is_declined_or_taken_back_founds_nothing(world: World, browse, known, operator):
    lead = browse(world.ours.lead)
    propose(operator, world.ours)
    at = link_to(known, world.ours.lead)
    lead.post(at, {"answer": "perhaps"}, status=400)
    lead.post(at, {"answer": "declined"})
    lead.post(at, {"answer": "agreed"}, status=404)
    assert "declined on" in operator.get("/ops/collaboratives").text
    propose(operator, world.ours, name="Another")
    again = link_to(known, world.ours.lead)
    act = f"/ops/collaboratives/{again.rpartition('/')[2]}/back"
    assert act in operator.get("/ops/collaboratives").text
    operator.post(act)
    lead.get(again, status=404)
    lead.post(again, {"answer": "agreed"}, status=404)
    assert "answered or taken back" in operator.follow(operator.post(act)).text
    assert known("SELECT count(*) FROM collaborative WHERE convenor_id = %s", world.ours.id) == [(0,)]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"council": ""}, "Choose a council that has a lead"),
        ({"name": " "}, "Give it a few words"),
        ({"shared_target": ""}, "Say what you want to reach together"),
        ({"ends_on": "1 May 2020"}, "Choose a day to come"),
    ],
)
def test_what_is_missing_of_a_proposal_is_told_and_nobody_is_asked(world: World, known, operator, said, sentence):
    assert sentence in propose(operator, world.ours, status=200, **said).text
    assert known("SELECT count(*) FROM collaborative_proposal WHERE to_council_id = %s", world.ours.id) == [(0,)]


def test_nothing_is_proposed_twice_while_it_waits_nor_to_a_council_without_a_lead(world: World, known, operator):
    propose(operator, world.ours)
    assert "proposed to them already" in propose(operator, world.ours, status=200, name=TERMS["name"].upper()).text
    alone = makers.a_council()
    makers.a_person(alone.id, Role.OWNER)
    sent = {**TERMS, "words": "", "council": str(alone.id)}
    assert "has a lead" in operator.post("/ops/collaboratives/new", sent, status=200).text


def test_at_the_wall_the_council_that_was_asked_alone_answers_and_no_other_sees_it(world: World, known, operator):
    propose(operator, world.ours)
    with world.theirs.door():
        assert session().scalar(text("SELECT count(*) FROM collaborative_proposal")) == 0
        assert session().execute(text("UPDATE collaborative_proposal SET answer = 'agreed'")).rowcount == 0
    ours = text("UPDATE collaborative_proposal SET answer = 'agreed' WHERE to_council_id = :here")
    with directory(), pytest.raises(DBAPIError), session().begin_nested():
        session().execute(ours, {"here": world.ours.id})
    with as_council(world.ours.id):
        taken = text("UPDATE collaborative_proposal SET withdrawn_at = now()")
        with pytest.raises(DBAPIError), session().begin_nested():
            session().execute(taken)
        assert session().execute(ours, {"here": world.ours.id}).rowcount == 1
    with as_council(world.ours.id):
        anew = text("UPDATE collaborative_proposal SET answer = 'declined'")
        assert session().execute(anew).rowcount == 0
