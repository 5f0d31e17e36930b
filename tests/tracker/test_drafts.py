"""An idea while it is written: kept as it is typed, one draft for each page, whoever's idea it is."""

from __future__ import annotations

import re

from tests import makers
from tests.browsing import Browser
from tracker import council, idea, place
from tracker.idea import Origin, State
from tracker.tenancy import session

WRITTEN = {"title": "A quiet room", "problem": "The lounge is loud.", "proposal": "Use the linen room.", "service": ""}
JSON = {"Accept": "application/json"}


def the_idea(side, ref: str) -> idea.Idea:
    with side.door():
        return makers.idea_of(ref)


def key_on(page: str) -> str:
    return re.search(r'data-draft=.*?name="form_key" value="([^"]+)"', page, flags=re.DOTALL)[1]


def typed(browser: Browser, key: str, **words: str) -> dict[str, str]:
    """What the page's script sends while somebody types, and what it is told."""
    sent = {"csrf_token": browser.token(), "form_key": key, **words}
    answer = browser.client.post("/ideas/drafts", data=sent, headers=JSON)
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def test_what_is_typed_is_one_draft_of_its_page_and_that_draft_is_what_is_sent(world, browse):
    ours, author = world.ours, browse(world.ours.contributor)
    key = key_on(author.get("/ideas/new").text)
    first = typed(author, key, problem="The lou")
    assert first == {"ref": "NOR-1", "address": "/ideas/NOR-1/edit"}
    assert typed(author, key, problem="The lounge is", title="A") == first, "its answer was lost, so it is sent anew"
    assert typed(author, "", ref="NOR-1", problem="The lounge is loud") == first
    assert the_idea(ours, "NOR-1").problem == "The lounge is loud"
    sent = {**WRITTEN, "send": "y", "form_key": key}
    assert author.post("/ideas/new", sent).headers["Location"] == "/ideas/NOR-1/sent"
    assert author.post("/ideas/new", sent).headers["Location"] == "/ideas/NOR-1/sent", "pressed twice"
    assert the_idea(ours, "NOR-1").state is State.TRIAGE
    for late in ({"form_key": key}, {"ref": "NOR-1"}):
        gone = {"csrf_token": author.token(), "problem": "The lounge is lo", **late}
        assert author.client.post("/ideas/drafts", data=gone, headers=JSON).status_code == 409
    with ours.door():
        assert session().query(idea.Idea).count() == 1
        assert makers.idea_of("NOR-1").problem == "The lounge is loud."


def test_nobody_types_into_a_draft_of_somebody_else_and_whoever_is_signed_out_is_told_so(world, browse):
    ours, author = world.ours, browse(world.ours.contributor)
    key = key_on(author.get("/ideas/new").text)
    typed(author, key, problem="The lounge is loud")
    other = browse(ours.owner)
    sent = {"csrf_token": other.token(), "ref": "NOR-1", "problem": "Mine"}
    assert other.client.post("/ideas/drafts", data=sent, headers=JSON).status_code == 409
    assert the_idea(ours, "NOR-1").problem == "The lounge is loud"
    bad = {"csrf_token": author.token(), "ref": "NOR-1", "problem": "a\0b"}
    assert author.client.post("/ideas/drafts", data=bad, headers=JSON).status_code == 422
    nobody = browse(None)
    words = {"csrf_token": nobody.token(), "form_key": key, "problem": "More words of mine", "ref": "NOR-1"}
    assert nobody.client.post("/ideas/drafts", data=words, headers=JSON).status_code == 401
    # as a page sends it, without the script: it is kept for its writer until they are back
    assert "/sign-in" in nobody.client.post("/ideas/drafts", data=words).headers["Location"]
    assert "You were signed out" in nobody.get("/sign-in").text


def test_a_draft_is_thrown_away_by_its_author_alone_with_what_hangs_on_it(world, browse):
    ours, author = world.ours, browse(world.ours.contributor)
    with ours.door():
        ward = place.add_place(name="Harbour", by=ours.admin.id)
    author.post("/ideas/new", {"problem": "Loud", "place": str(ward.id), "draft": "y"})
    author.post("/ideas/NOR-1/confidence", {"audience": "confidential", "people": str(ours.owner.id)})
    assert "Throw this draft away?" in author.get("/ideas/NOR-1/edit").text
    browse(ours.lead).post("/ideas/NOR-1/discard", status=404)
    author.post("/ideas/NOR-1/discard")
    author.get("/ideas/NOR-1", status=404)
    ref = makers.a_sent_idea(ours)
    author.post(f"/ideas/{ref}/discard", status=403)


def test_whose_idea_it_is_is_said_and_who_is_credited_hears_of_it(world, browse):
    ours, author = world.ours, browse(world.ours.contributor)
    say = lambda **more: author.post("/ideas/new", {**WRITTEN, "send": "y", **more}).headers["Location"].split("/")[2]  # noqa: E731
    told = say(origin="resident", told_by="A daughter visiting", seen_at="left from before")
    page = author.get(f"/ideas/{told}").text
    assert "A resident: A daughter visiting" in page
    assert "left from before" not in page
    named = say(origin="behalf", behalf_of="Jo of the allotments")
    assert "Jo of the allotments" in browse(ours.lead).get(f"/ideas/{named}").text
    for typed_name in ("TOM BAKER", ours.owner.email):
        ref = say(origin="behalf", behalf_of=typed_name)
        found = the_idea(ours, ref)
        assert (found.credit_id, found.credit_name, found.author_id) == (ours.owner.id, None, ours.contributor.id)
        with ours.door():
            assert {who.person_id for who in idea.queries.lookup.authors_of(idea=makers.idea_of(ref))} == {
                ours.owner.id,
                ours.contributor.id,
            }
    mine = say(origin="behalf", behalf_of="sam okafor")
    assert the_idea(ours, mine).origin in {Origin.OWN, Origin.BEHALF}


def test_a_name_that_two_people_have_and_an_email_of_nobody_are_told_beside_the_field(world, browse):
    ours, author = world.ours, browse(world.ours.contributor)
    makers.a_person(ours.id, council.Role.CONTRIBUTOR, name="Tom Baker")
    for behalf, told in (
        ("", "Write whose idea it is"),
        ("tom baker", "Two people here are called tom baker"),
        ("nobody@elsewhere.invalid", "Nobody here has this email"),
    ):
        sent = {**WRITTEN, "origin": "behalf", "behalf_of": behalf, "send": "y"}
        page = author.post("/ideas/new", sent, status=200).text
        assert told in page, behalf
        assert "Use the linen room." in page
    # a draft keeps what was typed, and asks when it is sent
    author.post("/ideas/new", {**WRITTEN, "origin": "behalf", "behalf_of": "tom baker", "draft": "y"})
    page = author.post("/ideas/NOR-1/edit", {**WRITTEN, "origin": "behalf", "behalf_of": "tom baker"}, status=200).text
    assert "Two people here are called" in page


def test_an_idea_names_a_place_where_the_council_has_any_and_several_on_a_page_of_its_own(world, browse):
    ours, author = world.ours, browse(world.ours.contributor)
    assert "Where is it?" not in author.get("/ideas/new").text
    with ours.door():
        wards = [place.add_place(name=name, by=ours.admin.id) for name in ("Harbour", "Eastfield")]
    assert "Harbour" in author.get("/ideas/new").text
    author.post("/ideas/new", {**WRITTEN, "place": str(wards[0].id), "send": "y"})
    author.post("/ideas/NOR-1/places", {"places": [str(ward.id) for ward in wards]})
    page = author.get("/ideas/NOR-1").text
    assert "Eastfield, Harbour" in page
    assert "Where: Eastfield, Harbour (before: Harbour)." in page
    author.post("/ideas/NOR-1/places", {"places": "nonsense"}, status=422)
    author.post("/ideas/new", {**WRITTEN, "place": "nonsense", "send": "y"}, status=422)


def test_whose_idea_it_is_can_be_put_right_and_saying_nothing_of_it_changes_nothing(world, browse):
    ours, ref = world.ours, makers.a_sent_idea(world.ours)
    author = browse(ours.contributor)
    stands = {"title": "One visit for damp", "problem": "Two officers call about one wall.", "proposal": "One visit."}
    author.post(f"/ideas/{ref}/edit", {**stands, "version": "1", "origin": "own"})
    assert the_idea(ours, ref).version == 1
    author.post(f"/ideas/{ref}/edit", {**stands, "version": "1", "origin": "elsewhere", "seen_at": "Leeds"})
    assert "Elsewhere: Leeds" in author.get(f"/ideas/{ref}").text


def test_a_draft_without_a_name_can_be_opened_from_the_list_and_from_what_a_search_found(world, browse):
    with world.ours.door():
        draft = idea.log_draft(by=world.ours.contributor.id, title="", problem="Lanterns go out").ref
    browser = browse(world.ours.contributor)
    for page in ("/ideas?state=draft", "/search?q=lanterns"):
        assert re.search(rf'href="/ideas/{draft}">A draft without a name</a>', browser.get(page).text), page
