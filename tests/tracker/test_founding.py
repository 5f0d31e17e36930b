"""A collaborative through its pages alone: founded, joined, handed on, left and closed, and who learns of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests import makers
from tests.makers import World
from tests.reading import Page
from tests.tracker.test_outside import Shared
from tracker import clock, collaborative, council, post
from tracker.idea import Refused, Stage
from tracker.tenancy import session

TERMS = {
    "name": "Warm rooms this winter",
    "theme": "cold homes",
    "shared_target": "Halve the second visits for damp",
    "ends_on": "18 December 2027",
}
WROTE = {**TERMS, "words": "We met in Leeds."}
REPORT = {"came_of_it": "Second visits fell by a third.", "learned": "Go with a tenant.", "goes_on": "Oldham keeps it."}


def a_founded(world: World, browse, *asked) -> str:
    """A collaborative that our lead founds on its page, asking these councils. Returns its code."""
    answer = browse(world.ours.lead).post("/collaboratives/new", {**WROTE, "councils": [str(one.id) for one in asked]})
    return re.search(r"/collaboratives/([\w-]+)/members$", answer.headers["Location"])[1]


def letters(side: makers.Side) -> list[str]:
    """Where the letters lead that a council has about what others told it."""
    with side.door():
        collaborative.tell_of_notices()
        found = session().scalars(select(post.Letter).where(post.Letter.template == "notice"))
        return [letter.particulars["path"] for letter in found]


def test_a_name_and_a_theme_are_a_few_words(world: World, browse):
    wordy = {**WROTE, "name": "x" * 121, "theme": "y" * 121, "councils": [str(world.theirs.id)]}
    page = Page(browse(world.ours.lead).post("/collaboratives/new", wordy, status=200).text)
    assert page.words.count("Error: Use 120 characters or fewer") == 2


def test_one_is_founded_joined_used_handed_on_and_left_through_pages_alone(world: World, browse):
    ours, theirs = browse(world.ours.lead), browse(world.theirs.lead)
    code = a_founded(world, browse, world.theirs)
    at = f"/collaboratives/{code}"
    assert code.startswith("warm-rooms-this-winter-")
    assert letters(world.theirs) == [f"{at}/invitation"]

    assert Page(theirs.get("/collaboratives").text).under("asked").links["Warm rooms this winter"] == f"{at}/invitation"
    theirs.get(at, status=404)
    asked = theirs.get(f"{at}/invitation").text
    assert [word for word in ("We met in Leeds.", TERMS["shared_target"], world.ours.name) if word not in asked] == []
    browse(world.theirs.owner).get(f"{at}/invitation", status=403)
    theirs.post(f"{at}/invitation", {"answer": "agreed"})
    assert TERMS["shared_target"] in theirs.get(at).text
    theirs.get(f"{at}/invitation", status=404)
    told = Page(ours.get("/collaboratives").text).under("told").items
    assert any(f"{world.theirs.name} has joined Warm rooms this winter" in each for each in told)

    ref = makers.an_idea(world.theirs, stage=Stage.DESIGN)
    theirs.post(f"/ideas/{ref}/publish/{code}", {"publish": "y", "level": "summary", "says": "tried"})
    taken = {"title": "Here", "fits_because": "Damp too.", "kept": "The visit", "changed": "Who"}
    mine = ours.post(f"{at}/cards/1/adapt", taken).headers["Location"].rsplit("/", 1)[1]

    assert "hand that on first" in ours.post(f"{at}/leave", {"because": "x"}, status=200).text.casefold()
    ours.post(f"{at}/convenor", {"council": str(world.theirs.id)})
    assert "Convene Warm rooms this winter?" in theirs.get(f"{at}/invitation").text
    ours.get(f"{at}/ask")
    theirs.post(f"{at}/invitation", {"answer": "agreed"})
    ours.get(f"{at}/ask", status=403)
    theirs.get(f"{at}/ask")

    ours.post(f"{at}/leave", {"because": "Our project ended."})
    ours.get(at, status=404)
    assert "Warm rooms" not in ours.get("/collaboratives").text.split("told", 1)[0]
    assert "Here" in ours.get(f"/ideas/{mine}").text
    assert "Our project ended." in theirs.get("/collaboratives").text


def test_a_notice_leads_to_what_opens_and_an_invitation_that_is_answered_is_seen(world: World, browse):
    code = a_founded(world, browse, world.theirs)
    at, lead, theirs = f"/collaboratives/{code}", browse(world.ours.lead), browse(world.theirs.lead)
    pages = ("/collaboratives", "/inbox")

    def led(browser) -> set[str]:
        return {link for path in pages for link in Page(browser.get(path).text).links.values() if link.startswith(at)}

    assert led(theirs) == {f"{at}/invitation"}
    assert led(browse(world.theirs.owner)) == set(), "who may not answer is asked nothing"
    [act] = re.findall(rf'action="({at}/asked/[\w-]+/back)"', lead.get(f"{at}/members").text)
    lead.post(act)
    assert led(theirs) == set(), "it was taken back"
    lead.post(f"{at}/ask", {"councils": [str(world.theirs.id)]})
    theirs.post(f"{at}/invitation", {"answer": "agreed"})
    assert led(theirs) == {at}, "it is answered, and seen"
    assert led(lead) == {at, f"{at}/members"}
    theirs.post(f"{at}/leave")
    third = makers.a_side()
    lead.post(f"{at}/ask", {"councils": [str(third.id)]})
    assert letters(world.theirs) == [None] * 2, "what was answered leads nowhere"


def test_leaving_takes_the_cards_along_at_the_next_request_and_coming_back_needs_another_invitation(
    world: World, browse
):
    code = makers.a_collaborative(world.ours, world.theirs)
    ref = makers.an_idea(world.theirs, stage=Stage.DESIGN, title="Keys on one board")
    makers.a_card(world.theirs, code, ref)
    ours, theirs, at = browse(world.ours.lead), browse(world.theirs.lead), f"/collaboratives/{code}"
    assert "Keys on one board" in ours.get(at).text
    assert "Keys on one board" in theirs.get(f"{at}/leave").text
    theirs.post(f"{at}/leave")
    assert "Keys on one board" not in ours.get(at).text
    theirs.post(f"{at}/invitation", {"answer": "agreed"}, status=404)
    ours.post(f"{at}/ask", {"councils": [str(world.theirs.id)]})
    theirs.post(f"{at}/invitation", {"answer": "agreed"})
    assert "Keys on one board" not in theirs.get(at).text, "what was taken back is published anew"


def test_an_invitation_that_was_taken_back_or_declined_opens_nothing_any_more(world: World, browse):
    third = makers.a_side()
    code = a_founded(world, browse, world.theirs, third)
    at, ours = f"/collaboratives/{code}", browse(world.ours.lead)
    browse(third.lead).post(f"{at}/invitation", {"answer": "declined"})
    browse(third.lead).get(f"{at}/invitation", status=404)
    assert f"{third.name} has answered that it does not take it on" in ours.get("/collaboratives").text
    assert len(Page(ours.get(f"{at}/members").text).under("asked").items) == 1
    [act] = re.findall(rf'action="({at}/asked/[\w-]+/back)"', ours.get(f"{at}/members").text)
    browse(world.theirs.lead).get(f"{at}/invitation")
    ours.post(act)
    for path in (f"{at}/invitation", at, f"{at}/members"):
        browse(world.theirs.lead).get(path, status=404)
    assert "Asked of us" not in browse(world.theirs.lead).get("/collaboratives").text


def test_one_that_closes_has_a_report_that_members_read_and_takes_no_card_any_more(world: World, browse):
    code = makers.a_collaborative(world.ours, world.theirs)
    ref = makers.an_idea(world.theirs, stage=Stage.DESIGN, title="Keys on one board")
    makers.a_card(world.theirs, code, ref)
    at, ours, theirs = f"/collaboratives/{code}", browse(world.ours.lead), browse(world.theirs.lead)
    ours.get(f"{at}/report", status=404)
    theirs.get(f"{at}/close", status=403)
    kept = ours.post(f"{at}/close", {**REPORT, "learned": " "}, status=200).text
    assert "Say what the councils learned" in kept
    assert REPORT["came_of_it"] in kept
    ours.post(f"{at}/close", REPORT)
    report = browse(world.theirs.observer).get(f"{at}/report").text
    assert [words for words in (*REPORT.values(), "Keys on one board") if words not in report] == []
    other = makers.an_idea(world.theirs, stage=Stage.DESIGN)
    refused = theirs.post(f"/ideas/{other}/publish/{code}", {"publish": "y", "level": "summary"}, status=200).text
    assert "closed: nothing new comes into it" in refused
    ours.get(f"{at}/ask", status=403)
    theirs.post(f"/ideas/{ref}/publish/{code}/withdraw", {"because": "It named a firm."})
    assert "Keys on one board" not in ours.get(f"{at}/report").text, "what is taken back is in no report"


def test_who_asked_to_be_followed_hears_of_a_no_though_another_convenes_since(world: World, browse):
    third = makers.a_side()
    code = a_founded(world, browse, world.theirs, third)
    at, ours, theirs = f"/collaboratives/{code}", browse(world.ours.lead), browse(world.theirs.lead)
    theirs.post(f"{at}/invitation", {"answer": "agreed"})
    ours.post(f"{at}/convenor", {"council": str(world.theirs.id)})
    theirs.post(f"{at}/invitation", {"answer": "agreed"})
    browse(third.lead).post(f"{at}/invitation", {"answer": "declined"})
    assert f"{third.name} has answered that it does not take it on" in ours.get("/collaboratives").text
    for path, sent in ((f"{at}/terms", TERMS), (f"{at}/close", REPORT)):
        ours.post(path, sent, status=403)
    with world.ours.door(), pytest.raises(Refused, match="The council that convenes it"):
        terms = {**TERMS, "ends_on": clock.today() + timedelta(days=9)}
        collaborative.change_terms(collaborative=collaborative.get(code), by=world.ours.lead.id, **terms)


def test_a_council_that_leaves_says_no_to_what_it_was_asked_and_sees_nothing_any_more(world: World, browse):
    code = makers.a_collaborative(world.ours, world.theirs)
    at, ours, theirs = f"/collaboratives/{code}", browse(world.ours.lead), browse(world.theirs.lead)
    ours.post(f"{at}/convenor", {"council": str(world.theirs.id)})
    theirs.post(f"{at}/leave")
    theirs.get(f"{at}/invitation", status=404)
    theirs.post(f"{at}/invitation", {"answer": "agreed"}, status=404)
    assert Page(ours.get(f"{at}/members").text).parts("asked") == []
    with world.theirs.door():
        assert (
            session().scalar(select(collaborative.Collaborative).where(collaborative.Collaborative.code == code))
            is None
        )


def test_nothing_new_comes_into_one_that_is_closed_and_no_page_of_it_offers_to(world: World, browse):
    shared = Shared(world.ours, world.theirs)
    ours, theirs, at = browse(world.ours.lead), browse(world.theirs.lead), f"/collaboratives/{shared.code}"
    ref = makers.an_idea(world.theirs, stage=Stage.DESIGN)
    for side in (ours, theirs):
        side.post(f"{at}/blinded", {"given": "yes"})
    ours.post(f"{at}/close", REPORT)
    offer, trial = f"{at}/needs/{shared.named['posting_id']}", f"{at}/trials/1"
    figure = {"baseline": "no", "value": "15", "on": f"{clock.today():%d/%m/%Y}"}
    begun = {"title": "x", "target": "x", "indicator": "x", "starts_on": "1 March 2026", "ends_on": "2 March 2026"}
    for lead, path, sent in (
        (ours, f"{at}/shelf/new", {"kind": "research", "title": "x"}),
        (ours, f"{at}/trials/new", begun),
        (ours, f"{trial}/variant", {"name": "x", "differs": "x"}),
        (ours, f"{trial}/figures", figure),
        (ours, f"{trial}/lessons", {"words": "x"}),
        (ours, f"{at}/needs/new", {"way": "need", "kind": "visit", "title": "Who scans flats?"}),
        (theirs, offer, {"words": "May we come?"}),
        (theirs, f"{at}/needs/people", {"topics": "Damp"}),
    ):
        assert "closed: nothing new comes into it" in lead.post(path, sent, status=200).text, path
    look = theirs.follow(theirs.post(f"/ideas/{ref}/elsewhere", {"act": "look", "code": shared.code}))
    assert "closed: nothing new comes into it" in look.text
    theirs.post(f"{at}/blinded", {"given": "no"})
    assert "closed: nothing new" in theirs.follow(theirs.post(f"{at}/blinded", {"given": "yes"})).text
    with world.theirs.door(), pytest.raises(Refused, match="closed: nothing new comes into it"):
        to, found = collaborative.get(shared.code), makers.idea_of(ref)
        collaborative.refer(idea=found, collaborative=to, because="Theirs.", by=world.theirs.lead.id)
    offered = {
        link
        for path in (at, trial, f"{at}/trials", f"{at}/members", f"{at}/shelf")
        for link in re.findall(r'(?:href|action)="(/[^"]*)"', theirs.get(path).text)
    }
    assert offered & {f"{at}/{way}" for way in ("trials/new", "shelf/new", "brokers", "blinded", "ask")} == set()
    assert offered & {f"{trial}/{way}" for way in ("variant", "figures", "lessons")} == set()


@pytest.mark.parametrize("left_out", ["name", "shared_target", "ends_on", "councils"])
def test_what_is_missing_of_one_is_told_and_nothing_that_was_written_is_lost(world: World, browse, left_out):
    sent = {**WROTE, "councils": [str(world.theirs.id)]} | {left_out: [] if left_out == "councils" else ""}
    page = browse(world.ours.lead).post("/collaboratives/new", sent, status=200).text
    faults = {
        "name": "Give it a few words",
        "shared_target": "Say what you want to reach together",
        "ends_on": "Say until when",
        "councils": "Choose at least one council to ask",
    }
    assert [one for one in faults if faults[one] in page] == [left_out]
    assert "We met in Leeds." in page


# --- what members note, and whom they name ----------------------------------------------------------------------------
def test_members_note_strands_links_and_support_for_each_other_and_take_back_their_own_alone(world: World, browse):
    code = makers.a_collaborative(world.ours, world.theirs)
    ours, theirs, at = browse(world.ours.owner), browse(world.theirs.lead), f"/collaboratives/{code}/shelf"
    ours.post(f"{at}/new", {"kind": "strand", "title": "Landlords"})
    [strand] = re.findall(r'value="([\w-]{36})"[^>]*>\s*Landlords', theirs.get(f"{at}/new?as=given").text)
    told = {"kind": "given", "title": "A day of our inspector", "on": "3 October 2026", "strand": strand}
    theirs.post(f"{at}/new", told)
    assert (
        "beginning with https"
        in theirs.post(f"{at}/new", {"kind": "link", "title": "x", "address": "y"}, status=200).text
    )
    seen = Page(ours.get(at).text)
    assert seen.under("strands").items[0].startswith("Landlords")
    [given] = seen.under("given").items
    assert given == f"A day of our inspector {world.theirs.name}, 3 October, in the strand Landlords"
    [act] = re.findall(rf'action="({at}/[\w-]+/back)"', theirs.get(at).text)
    ours.post(act, status=404)
    theirs.post(act)
    assert "A day of our inspector" not in ours.get(at).text


def test_a_theme_has_several_brokers_and_whoever_goes_or_leaves_with_their_council_is_none(world: World, browse):
    code = makers.a_collaborative(world.ours, world.theirs)
    ours, theirs, at = browse(world.ours.lead), browse(world.theirs.lead), f"/collaboratives/{code}"
    for lead, side in ((ours, world.ours), (theirs, world.theirs)):
        lead.post(f"{at}/brokers", {"person": str(side.owner.id), "theme": "damp"})
    ours.post(f"{at}/brokers", {"theme": "x", "person": str(world.theirs.owner.id)}, status=422)
    named = Page(theirs.get(f"{at}/members").text).under("brokers").items
    assert sorted(one.split(",")[0] for one in named) == sorted(
        f"Damp {s.owner.name}" for s in (world.ours, world.theirs)
    )
    with world.ours.door():
        council.end_membership(person_id=world.ours.owner.id, by=world.ours.admin.id)
    assert len(Page(theirs.get(f"{at}/members").text).under("brokers").items) == 1
    theirs.post(f"{at}/leave")
    assert Page(ours.get(f"{at}/members").text).under("brokers").items == []
