"""Needs and offers: posted to a collaborative, matched, answered, settled, written up; who is a step ahead."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from tests import makers
from tests.reading import Page, words
from tracker import clock, collaborative, council, idea, need
from tracker.council import Role
from tracker.db import new_id
from tracker.idea import Stage
from tracker.tenancy import directory, session

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
    other.post(f"{offer}/end", {}, status=404)
    assert "waits to hear" in other.post(offer, {"words": "Again?", "people": "1"}, status=200).text
    asked = Page(lead.get(at).text)
    assert f"{world.theirs.name} answers A visit to the equipment store" in asked.words
    assert "waits for an answer" in Page(other.get(at).text).words.lower()
    settle = asked.links[f"Answer {world.theirs.name}"]
    lead.get(f"{settle}/notes", status=404)
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


def test_what_waits_for_an_answer_is_there_however_much_was_agreed_since(world, browse, met):
    lead, other, at = met
    for title in ("A morning in the van", "A day in the store"):
        lead.post(f"{at}/new", {**VISIT, "title": title, "places": ""}, status=303)
    links = Page(lead.get(at).text).links
    for title in ("A morning in the van", "A day in the store"):
        other.post(links[title], {"words": f"May we come to {title}?"}, status=303)
    _agree_more(world, at.split("/")[2])
    page = Page(lead.get(at).text)
    assert page.words.count(f"{world.theirs.name} answers A") == 2, "whoever waits longest, too"
    assert page.words.count("Written up") + page.words.count("Agreed") == 50, "of what is agreed, the newest"
    assert Page(other.get(at).text).words.count("Waits for an answer") == 2
    for title in ("A morning in the van", "A day in the store"):
        assert f"May we come to {title}?" in lead.get(links[title]).text
    settles = re.findall(r'href="([^"]*/answers/[^"/]*)"', lead.get(at).text)
    assert len(settles) == 2
    for link in settles:
        assert f"{world.theirs.name} answers" in lead.get(link).text
        lead.post(link, {"state": "agreed"}, status=303)


def _agree_more(world, code: str, most: int = 60) -> None:
    """More is asked and agreed, all of it later, than a page shows."""
    with world.theirs.door():
        shared = collaborative.get(code)
        posted = session().scalars(select(need.Posting).order_by(need.Posting.posted_at.desc())).first()
        to = {"posting_id": posted.id, "collaborative_id": shared.id, "to_council_id": posted.council_id}
        said = {**to, "title": posted.title, "words": "Thanks.", "contact": "Joan", "by_id": world.theirs.lead.id}
        later = [{**said, "id": new_id(), "at": clock.now() + timedelta(minutes=n)} for n in range(most)]
        session().execute(insert(need.PostingAnswer), later)
    with world.ours.door():
        ours = need.PostingAnswer.id.in_([one["id"] for one in later])
        session().execute(update(need.PostingAnswer).where(ours).values(state=need.NeedAnswerState.AGREED))


def test_of_what_may_answer_a_need_the_closest_are_named_and_the_others_counted(met):
    lead, other, at = met
    for n in range(7):
        more = "for villages" if n == 0 else f"number {n}"
        lead.post(f"{at}/new", {**VISIT, "title": f"Our equipment {more}"}, status=303)
    other.post(f"{at}/new", WANTED, status=303)
    told = Page(other.get(at).text).words
    assert told.count("may answer it. Both name") == 5
    assert "2 more may answer it." in told
    assert told.index("Our equipment for villages may answer it.") < told.index("Our equipment number 6 may answer it.")
    assert "Our equipment number 1 may answer it." not in told


def test_older_needs_and_older_offers_stand_on_pages_of_their_own(world, met):
    lead, other, at = met
    titles = {"need": [f"Wanted {n}" for n in range(23)], "offer": [f"Shown {n}" for n in range(21)]}
    with world.ours.door():
        shared, first = collaborative.get(at.split("/")[2]), clock.now()
        said = {"collaborative_id": shared.id, "kind": need.NeedKind.VISIT, "by_id": world.ours.lead.id}
        rows = [
            {**said, "id": new_id(), "way": way, "title": title, "posted_at": first + timedelta(minutes=n)}
            for way, of_way in titles.items()
            for n, title in enumerate(of_way)
        ]
        session().execute(insert(need.Posting), rows)

    def shown(page: Page) -> list[str]:
        return [title for one in page.root.iter("h3") if (title := words(one)).startswith(("Wanted", "Shown"))]

    newest = Page(other.get(at).text)
    assert shown(newest) == titles["need"][:2:-1] + titles["offer"][:0:-1]
    older = Page(other.get(newest.links["Older needs"]).text)
    assert shown(older) == titles["need"][2::-1] + titles["offer"][:0:-1]
    assert "Older needs" not in older.links
    both = Page(other.get(older.links["Older offers"]).text)
    assert shown(both) == titles["need"][2::-1] + titles["offer"][:1]
    assert shown(Page(lead.get(f"{at}?needs_after=nonsense").text)) == shown(newest)


def test_who_may_not_answer_for_their_council_reads_a_need_and_is_refused_its_form(world, browse, met):
    _, other, at = met
    other.post(f"{at}/new", WANTED, status=303)
    colleague = browse(makers.a_person(world.ours.id, Role.CONTRIBUTOR, name="Dawn Okafor"))
    need_page = Page(colleague.get(at).text).links[WANTED["title"]]
    assert "Answer it" not in colleague.get(need_page).text
    colleague.post(need_page, {"words": "We can."}, status=403)


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
        makers.a_card(world.theirs, code, _told(world.theirs, title, stage))
    told = Page(lead.get(f"{at}?ours={ours}").text).words
    ahead = told[told.index("Who is a step ahead") : told.index("People who may be asked")]
    assert "A village equipment store" in ahead
    assert "In mainstream, where yours is in design." in ahead
    assert ("begun" in ahead, "Chess" in ahead, "Ask " in ahead) == (False, False, False)
    with world.theirs.door():
        begun = collaborative.card(collaborative.get(code), 2)
        shown = {"evidence": [{"level": 2}, {"level": 3}, {"level": None}], "contact": "Joan Reed"}
        begun.shown = {**begun.shown, **shown}
    told = Page(lead.get(f"{at}?ours={ours}").text).words
    ahead = told[told.index("Equipment store, begun") : told.index("People who may be asked")]
    assert "Its evidence is at level 3, yours at 0. Ask Joan Reed." in ahead


def test_asking_about_an_idea_that_one_cannot_see_is_asking_about_none_there_is(world, browse, met):
    lead, _, at = met
    kept = _told(world.ours, "Equipment of one team", Stage.LATENT)
    with world.ours.door():
        makers.idea_of(kept).audience = idea.Audience.CONFIDENTIAL
    makers.a_card(world.theirs, at.split("/")[2], _told(world.theirs, "Equipment of a team", Stage.DESIGN))
    colleague = browse(makers.a_person(world.ours.id, Role.CONTRIBUTOR, name="Dawn Okafor"))
    assert "Equipment of a team" in Page(lead.get(f"{at}?ours={kept}").text).words
    for reader, ref in ((lead, "NOR-999"), (lead, "%20"), (colleague, kept)):
        reader.get(f"{at}?ours={ref}", status=404)
    assert "Open an idea that you keep" in colleague.get(f"{at}?ours=").text


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
