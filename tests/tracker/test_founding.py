"""A collaborative through its pages alone: founded, joined, handed on, left and closed, and who learns of it."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from tests import makers
from tests.makers import World
from tests.reading import Page
from tracker import collaborative, post
from tracker.idea import Stage
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
    assert "closed: nobody publishes to it" in refused
    ours.get(f"{at}/ask", status=403)
    theirs.post(f"/ideas/{ref}/publish/{code}/withdraw", {"because": "It named a firm."})
    assert "Keys on one board" not in ours.get(f"{at}/report").text, "what is taken back is in no report"


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
