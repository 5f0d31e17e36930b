"""Needs and offers: posted to a collaborative, matched, answered, settled, written up; who is a step ahead."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import makers
from tests.reading import Page
from tracker import clock, collaborative, council
from tracker.collaborative import Choice
from tracker.council import Role
from tracker.idea import Stage
from tracker.need.rules import Matter, shared_words
from tracker.tenancy import directory

SOON = f"{clock.today() + timedelta(days=20):%d/%m/%Y}"
VISIT = {
    "way": "offer",
    "kind": "visit",
    "title": "A visit to the equipment store",
    "details": "Beds and frames go out the same day.",
    "on": SOON,
    "times": "10am to 1pm",
    "place": "Depot, Mill Lane",
    "places": "2",
    "expenses": "fares up to £60",
    "named": "y",
}
WANTED = {"way": "need", "kind": "idea", "title": "Equipment on the same day, for villages"}


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        (("Equipment on the same day",), ("A store of equipments", "the same day"), ["equipment"]),
        (("Equipment store for villages",), ("Visits to an equipment store",), ["equipment", "store"]),
        (("A visit in time",), ("Visits, another time",), []),
        (("Who looks after it?", "Lost stock, lost beds"), ("Counting", "Stocks that are lost"), ["lost", "stock"]),
        (("Who looks after it?", "Lost stock"), ("Counting", "Stocks"), []),
    ],
)
def test_two_things_speak_of_one_matter_where_words_that_say_what_it_is_are_shared(one, other, shared):
    assert list(shared_words(Matter(*one), Matter(*other))) == shared


@pytest.fixture
def met(world, browse):
    """Our lead and theirs, and the page of the collaborative of the two."""
    code = makers.a_collaborative(world.ours, world.theirs)
    return browse(world.ours.lead), browse(world.theirs.lead), f"/collaboratives/{code}/needs"


def test_an_offer_is_matched_answered_agreed_and_written_up_with_its_fares(world, browse, met):
    lead, other, at = met
    wrong = lead.post(f"{at}/new", {**VISIT, "title": "", "on": "1/2/2020", "places": "0"}, status=200).text
    for told in ("Say what it is in a few words", "Give a day to come", "from 1 to 500", "Depot, Mill Lane"):
        assert told in wrong, told
    lead.post(f"{at}/new", VISIT, status=303)
    other.post(f"{at}/new", WANTED, status=303)
    page = Page(lead.get(at).text)
    assert "A visit to the equipment store may answer it. Both name equipment." in page.words
    offer = page.links["A visit to the equipment store"]
    lead.post(offer, {"words": "To ourselves"}, status=200)
    assert "2 places are left" in other.post(offer, {"words": "May we come?", "people": "3"}, status=200).text
    other.post(offer, {"words": "May Joan and I come?", "people": "2"}, status=303)
    assert "waits to hear" in other.post(offer, {"words": "Again?", "people": "1"}, status=200).text
    asked = Page(lead.get(at).text)
    assert f"{world.theirs.name} answers A visit to the equipment store" in asked.words
    assert "waits for an answer" in Page(other.get(at).text).words.lower()
    settle = asked.links[f"Answer {world.theirs.name}"]
    assert "Say why, in a sentence" in lead.post(settle, {"state": "declined"}, status=200).text
    lead.post(settle, {"state": "agreed", "reply": "Ring Priya at the gate."}, status=303)
    assert "settled already" in lead.post(settle, {"state": "declined", "reply": "No."}, status=200).text
    other.post(settle, {"state": "agreed"}, status=404)
    told = Page(other.get(at).text)
    assert "“Ring Priya at the gate.”" in told.words
    notes = told.links["Write what came of it: A visit to the equipment store"]
    other.post(notes, {"words": "Frames are labelled by ward.", "expenses": "38.40"}, status=303)
    assert "Frames are labelled by ward." in (came := Page(lead.get(at).text).words)
    assert "Travel expenses: £38.40" in came
    assert "0 places left" in Page(other.get(offer).text).words
    assert "says yes to your answer" in other.get("/collaboratives").text
    lead.post(f"{offer}/end", {}, status=303)
    other.get(offer, status=404)
    assert "Frames are labelled by ward." in Page(other.get(at).text).words, "what was agreed stays"


def test_a_council_outside_learns_nothing_and_a_third_member_only_what_was_agreed(world, browse, met):
    lead, other, at = met
    outside, third = makers.a_side(), makers.a_side()
    code = at.split("/")[2]
    lead.post(f"{at}/new", VISIT, status=303)
    lead.post(f"{at}/people", {"topics": "Beds and frames"}, status=303)
    offer = Page(lead.get(at).text).links["A visit to the equipment store"]
    other.post(offer, {"words": "May Joan come?"}, status=303)
    for address in (at, offer, f"{at}/new", f"/collaboratives/{code}"):
        browse(outside.lead).get(address, status=404)
    browse(outside.lead).post(offer, {"words": "May we?"}, status=404)
    with outside.door():
        assert collaborative.mine() == []
    shared = _id(world, code)
    with directory():
        collaborative.join(collaborative_id=shared, council_id=third.id)
    seen = browse(third.lead).get(at).text + browse(third.lead).get(offer).text
    assert ("Depot, Mill Lane" in seen, "Beds and frames" in seen, "May Joan come?" in seen) == (True, True, False)
    settle = Page(lead.get(at).text).links[f"Answer {world.theirs.name}"]
    lead.post(settle, {"state": "agreed"}, status=303)
    assert "agreed" in browse(third.lead).get(offer).text
    browse(third.lead).get(settle, status=404)
    lead.post(f"/collaboratives/{code}/convenor", {"council": str(world.theirs.id)})
    other.post(f"/collaboratives/{code}/invitation", {"answer": "agreed"})
    lead.post(f"/collaboratives/{code}/leave")
    gone = browse(third.lead).get(at).text
    assert ("Depot, Mill Lane" in gone, "Beds and frames" in gone, "equipment store" in gone) == (False, False, False)
    browse(third.lead).get(offer, status=404)


def _id(world, code):
    with world.theirs.door():
        return collaborative.get(code).id


def test_who_agrees_to_be_asked_is_named_to_those_whose_need_it_meets_until_they_take_it_back(world, browse, met):
    _, other, at = met
    colleague = browse(makers.a_person(world.ours.id, Role.CONTRIBUTOR, name="Dawn Okafor"))
    assert "Say what you can be asked about" in colleague.post(f"{at}/people", {"topics": " "}, status=200).text
    colleague.post(f"{at}/people", {"topics": "Equipment for villages"}, status=303)
    other.post(f"{at}/new", WANTED, status=303)
    assert "Dawn Okafor may answer it. Both name equipment, villages." in Page(other.get(at).text).words
    colleague.post(f"{at}/people", {"act": "stop"}, status=303)
    assert "Dawn Okafor" not in other.get(at).text
    colleague.get(f"{at}/new", status=403)


def _told(side, title: str, stage: Stage) -> str:
    ref = makers.an_idea(side, title=title, stage=stage)
    with side.door():
        makers.idea_of(ref).problem = title
    return ref


def test_who_is_a_step_ahead_is_a_card_on_the_same_matter_in_a_later_stage_never_one_behind(world, browse, met):
    lead, _, at = met
    code = at.split("/")[2]
    ours = _told(world.ours, "Equipment store for villages", Stage.DESIGN)
    for title, stage in (
        ("A village equipment store", Stage.MAINSTREAM),
        ("Equipment store, begun", Stage.LATENT),
        ("Chess at noon", Stage.EMBEDDED),
    ):
        ref = _told(world.theirs, title, stage)
        with world.theirs.door():
            to = collaborative.get(code)
            collaborative.publish(idea=makers.idea_of(ref), collaborative=to, choice=Choice(), by=world.theirs.lead.id)
    told = Page(lead.get(f"{at}?ours={ours}").text).words
    ahead = told[told.index("Who is a step ahead") : told.index("People who may be asked")]
    assert "A village equipment store" in ahead
    assert "In mainstream, where yours is in design." in ahead
    assert ("begun" in ahead, "Chess" in ahead) == (False, False)
    lead.get(f"{at}?ours=NOR-999", status=404)


def test_an_answer_of_a_council_that_left_is_settled_and_told_to_nobody(world, browse, met):
    lead, other, at = met
    lead.post(f"{at}/new", VISIT, status=303)
    offer = Page(lead.get(at).text).links["A visit to the equipment store"]
    other.post(offer, {"words": "May Joan come?"}, status=303)
    settle = Page(lead.get(at).text).links[f"Answer {world.theirs.name}"]
    other.post(f"{at.removesuffix('/needs')}/leave", status=303)
    lead.post(settle, {"state": "agreed"}, status=303)
    assert "says yes" not in other.get("/collaboratives").text


def test_a_council_that_leaves_takes_its_needs_and_people_along_and_comes_back_without_them(world, browse, met):
    lead, other, at = met
    code = at.split("/")[2]
    other.post(f"{at}/new", VISIT, status=303)
    other.post(f"{at}/people", {"topics": "Beds and frames"}, status=303)
    assert "Beds and frames" in lead.get(at).text
    other.post(f"/collaboratives/{code}/leave", status=303)
    lead.post(f"/collaboratives/{code}/ask", {"councils": [str(world.theirs.id)]})
    other.post(f"/collaboratives/{code}/invitation", {"answer": "agreed"})
    for page in (lead.get(at).text, other.get(at).text):
        assert ("A visit to the equipment store" in page, "Beds and frames" in page) == (False, False)


def test_whoever_works_here_no_more_is_named_to_no_other_council(world, browse, met):
    _, other, at = met
    dawn = makers.a_person(world.ours.id, Role.CONTRIBUTOR, name="Dawn Okafor")
    browse(dawn).post(f"{at}/people", {"topics": "Equipment for villages"}, status=303)
    assert "Dawn Okafor" in other.get(at).text
    with world.ours.door():
        council.end_membership(person_id=dawn.id, by=world.ours.admin.id)
    assert "Dawn Okafor" not in other.get(at).text
