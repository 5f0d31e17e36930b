"""Who works with whom: named as people agree, without confidential ideas, with other councils as councils."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text

from tests import makers
from tests.reading import Page
from tracker import capacity, clock, council, idea, network
from tracker.capacity import Layer
from tracker.council import Role
from tracker.idea import Audience
from tracker.network.models import NetworkFigures, NetworkLink, NetworkPlace
from tracker.tenancy import session

DAY = date(2026, 11, 20)
AT = "/network"
MINE = "/account/network"


@pytest.fixture
def ours(world) -> makers.Side:
    return world.ours


@pytest.fixture(autouse=True)
def _today():
    with clock.at(DAY):
        yield


def computed(side: makers.Side) -> None:
    """The worker comes round."""
    with side.door():
        network.compute()


def a_network(side: makers.Side) -> dict[str, str]:
    """Two ideas with an owner, a sponsor, who logged them, a colleague who asks, and two bodies. Their references."""
    nia = makers.a_person(side.id, Role.OWNER, name="Nia Grant")
    side.noted["nia"] = nia
    damp, cold = makers.an_idea(side, title="One visit for damp"), makers.an_idea(side, title="Cold homes")
    with side.door():
        for ref in (damp, cold):
            idea.name_sponsor(idea=makers.idea_of(ref), by=side.lead.id, person_id=side.sponsor.id)
        for words in ("We see this too.", "And in the north?"):
            idea.comment(idea=makers.idea_of(damp), words=words, by=nia.id)
        helped = {"idea": makers.idea_of(damp), "by": side.owner.id, "on": DAY - timedelta(days=9)}
        capacity.add_activity(organisation="Carers Together", what="Rang ten homes", layer=Layer.GRASSROOTS, **helped)
        capacity.add_activity(organisation="carers together ", what="Rang ten more", **helped)
        capacity.add_activity(organisation="Ridgeway University", what="Read it", layer=Layer.UNIVERSITY, **helped)
    return {"damp": damp, "cold": cold}


def agree(*people: makers.Someone, side: makers.Side, shown: bool = True) -> None:
    with side.door():
        for one in people:
            network.choose(person_id=one.id, shown=shown, layer=None)


def links_of(page: Page) -> dict[tuple[str, str], list[str]]:
    """The table of links by their two ends: by what, times, how it reads."""
    return {(row[0], row[1]): row[2:5] for row in page.table("Links, the thickest first")[1:]}


def test_who_works_with_whom_is_told_by_layer_with_figures_and_each_link_leads_to_what_it_rests_on(ours, browse):
    refs = a_network(ours)
    agree(ours.owner, ours.sponsor, ours.noted["nia"], side=ours)
    computed(ours)
    lead = browse(ours.lead)
    page = Page(lead.get(AT).text)
    assert page.heading == "Who works with whom"
    links = links_of(page)
    assert links["Nia Grant", "Tom Baker"] == ["questions and comments", "2", "Thin"]
    assert links["Helen Marsh", "Tom Baker"] == ["work on the same idea", "2", "Thin"]
    assert links["Carers Together", "Tom Baker"] == ["work on the same idea", "3", "Thin"]
    layers = {row[0]: row[1:] for row in page.table("By layer")[1:]}
    assert layers["Grassroots"] == ["Carers Together", "–", "3, to 3 layers", "Linked"]
    assert layers["University"][0] == "Ridgeway University"
    assert layers["Public"] == ["nobody", "–", "none", "Empty"]
    assert layers["Sectoral"][0] == "Nia Grant, Tom Baker"
    assert "No resident works with us" in page.words
    assert "One person holds Nia Grant" not in page.words
    assert "Hub Many direct links: spreads a thing fast. Tom Baker, 5 of the 6 others" in page.words
    assert "Gatekeeper Few links, but the way between groups. 1 person, not named here" in page.words
    assert "Without somebody here, Somebody here has no link to the rest" not in page.words
    told = Page(lead.get(page.links["See a link: Carers Together and Tom Baker"]).text)
    assert told.links["One visit for damp"] == f"/ideas/{refs['damp']}"
    assert "Times in 12 months 3" in told.words
    assert "The organisation did or promised something, 2 times" in told.words


def test_people_are_nobody_by_name_until_they_agree_and_from_the_next_page_on_when_they_do_not_any_more(ours, browse):
    a_network(ours)
    computed(ours)
    lead, owner = browse(ours.lead), browse(ours.owner)
    before = lead.get(AT).text
    for name in ("Tom Baker", "Helen Marsh", "Nia Grant", "Sam Okafor"):
        assert name not in before
    assert str(ours.owner.id) not in before
    assert "Carers Together" in before
    assert "You are not shown by name" in before
    owner.post(MINE, {"shown": "y", "layer": "frontline"})
    assert "Tom Baker" in lead.get(AT).text
    assert 'value="frontline" selected' in owner.get(MINE).text
    page = Page(lead.get(AT).text)
    address = next(at for words, at in page.links.items() if words.startswith("See a link: Tom Baker and Somebody"))
    told = Page(lead.get(address).text)
    assert "One of the two did not agree to be named" in told.words
    assert "One visit for damp" not in told.words
    computed(ours)
    by_layer = {row[0]: row[1] for row in Page(lead.get(AT).text).table("By layer")[1:]}
    assert "Tom Baker" in by_layer["Frontline"]
    owner.post(MINE, {"layer": ""})
    assert "Tom Baker" not in lead.get(AT).text
    assert "Tom Baker" not in lead.get(address).text


def test_a_confidential_idea_gives_no_link_and_takes_its_own_away_at_once(ours, browse):
    refs = a_network(ours)
    agree(ours.owner, ours.sponsor, ours.noted["nia"], side=ours)
    with ours.door():
        kept = makers.idea_of(refs["damp"])
        idea.set_audience(idea=kept, audience=Audience.CONFIDENTIAL, people=[], by=ours.lead.id)
    computed(ours)
    lead = browse(ours.lead)
    page = lead.get(AT).text
    assert links_of(Page(page))["Helen Marsh", "Tom Baker"][1] == "1"
    for left_out in ("Carers Together", "Nia Grant", "One visit for damp"):
        assert left_out not in page
    with ours.door():
        idea.set_audience(idea=makers.idea_of(refs["damp"]), audience=Audience.EVERYBODY, people=[], by=ours.lead.id)
    computed(ours)
    assert "Carers Together" in lead.get(AT).text
    with ours.door():
        idea.set_audience(idea=makers.idea_of(refs["damp"]), audience=Audience.CONFIDENTIAL, people=[], by=ours.lead.id)
    at_once = lead.get(AT).text
    assert "Carers Together" not in at_once
    assert "has not been worked out yet" in at_once


def test_other_councils_are_councils_without_their_people_and_see_nothing_of_ours(ours, world, browse):
    theirs = makers.a_side(name="Southfell Council")
    code = makers.a_collaborative(ours, theirs)
    refs = a_network(ours)
    agree(ours.owner, side=ours)
    agree(theirs.lead, theirs.owner, side=theirs)
    makers.an_adaptation(theirs, code, makers.a_card(ours, code, refs["damp"]))
    number = makers.a_trial(theirs, code)
    for side in (ours, theirs):
        makers.a_variant(side, code, number, name="Visits", figures=[(50, "9")])
    computed(ours)
    computed(theirs)
    lead = browse(ours.lead)
    page = Page(lead.get(AT).text)
    [southfell] = page.table("Other councils")[1:]
    assert southfell == ["Southfell Council", "2", "Somebody here, Tom Baker"]
    links = links_of(page)
    assert links["Southfell Council", "Tom Baker"] == ["adaptations", "1", "Thin"]
    assert links["Southfell Council", "Somebody here"] == ["tandem trials", "1", "Thin"]
    narrowed = Page(lead.get(f"{AT}?kind=adapt").text)
    assert [row[:2] for row in narrowed.table("Links, the thickest first")[1:]] == [["Southfell Council", "Tom Baker"]]
    assert narrowed.table("Other councils")[1:] == [["Southfell Council", "1", "Tom Baker"]]
    address = page.links["See a link: Southfell Council and Tom Baker"]
    assert Page(lead.get(address).text).links["One visit for damp"] == f"/ideas/{refs['damp']}"
    browse(theirs.lead).get(address, status=404)
    browse(world.theirs.lead).get(address, status=404)
    assert "Carers Together" not in browse(theirs.lead).get(AT).text
    with ours.door():
        kept = makers.idea_of(refs["damp"])
        idea.set_audience(idea=kept, audience=Audience.CONFIDENTIAL, people=[], by=ours.lead.id)
    computed(ours)
    with ours.door():
        kinds = session().scalars(select(NetworkLink.kinds).where(NetworkLink.one.like("c:%"))).all()
    assert kinds == [{"trial": 1}]


def test_what_is_narrowed_shows_the_links_of_a_kind_or_of_a_layer(ours, browse):
    a_network(ours)
    agree(ours.owner, ours.noted["nia"], side=ours)
    computed(ours)
    lead = browse(ours.lead)
    talk = Page(lead.get(f"{AT}?kind=talk").text)
    assert all("questions and comments" in row[2] for row in talk.table("Links, the thickest first")[1:])
    there = Page(lead.get(f"{AT}?layer=university").text).table("Links, the thickest first")[1:]
    assert there
    assert all("Ridgeway University" in row[:2] for row in there)
    assert "No link is of that kind there" in lead.get(f"{AT}?kind=adapt").text
    assert lead.get(f"{AT}?kind=nonsense&layer=&page=x").text.count("See a link") > 3


def test_nothing_is_written_where_nothing_changed_and_a_link_keeps_its_address(ours):
    refs = a_network(ours)

    def kept():
        with ours.door():
            versions = [
                session().execute(text(f"SELECT xmin::text, ctid::text FROM {table} ORDER BY 1, 2")).all()  # noqa: S608
                for table in ("network_place", "network_link", "network_figures")
            ]
            links = session().scalars(select(NetworkLink))
            return versions, {(one.one, one.other): (one.id, one.times) for one in links}

    computed(ours)
    first, links = kept()
    computed(ours)
    assert kept() == (first, links)
    with ours.door():
        idea.note(idea=makers.idea_of(refs["damp"]), words="Among those who keep it.", by=ours.noted["nia"].id)
        idea.comment(idea=makers.idea_of(refs["damp"]), words="Once more.", by=ours.noted["nia"].id)
    computed(ours)
    again, grown = kept()
    assert again != first
    changed = {ends for ends, told in grown.items() if told != links[ends]}
    assert changed == {ends for ends in links if f"p:{ours.noted['nia'].id}" in ends and f"p:{ours.owner.id}" in ends}
    assert {ends: one[0] for ends, one in grown.items()} == {ends: one[0] for ends, one in links.items()}


def test_who_left_and_what_is_older_than_a_year_is_no_link(ours):
    a_network(ours)
    computed(ours)
    with ours.door():
        places = {one.key: one.service for one in session().scalars(select(NetworkPlace))}
    assert f"p:{ours.sponsor.id}" in places
    with ours.door():
        council.end_membership(person_id=ours.sponsor.id, by=ours.admin.id)
    computed(ours)
    with ours.door():
        assert f"p:{ours.sponsor.id}" not in set(session().scalars(select(NetworkPlace.key)))
    with clock.at(DAY + timedelta(days=366)):
        computed(ours)
        with ours.door():
            assert not session().scalars(select(NetworkLink)).all()
            assert session().scalars(select(NetworkFigures.told)).one()["links"] == 0


def test_residents_are_one_node_without_a_name(ours, browse):
    a_network(ours)
    ref = makers.an_idea(ours, title="A bench")
    with ours.door():
        session().execute(text("UPDATE idea SET author_id = NULL, door = 'residents' WHERE ref = :ref"), {"ref": ref})
    computed(ours)
    layers = {row[0]: row[1] for row in Page(browse(ours.lead).get(AT).text).table("By layer")[1:]}
    assert layers["Public"] == "Residents"
    assert "Residents and voluntary groups are among those" in browse(ours.lead).get(AT).text


def test_a_partner_stands_in_the_layer_that_whoever_keeps_the_idea_said(ours, browse):
    refs = a_network(ours)
    owner = browse(ours.owner)
    said = {"partners-organisation": "Bright Drums", "partners-what": "Lent two", "partners-layer": "business"}
    owner.post(f"/ideas/{refs['cold']}/current/partners", said)
    owner.post(f"/ideas/{refs['cold']}/current/partners", {**said, "partners-layer": ""})
    computed(ours)
    layers = {row[0]: row[1] for row in Page(browse(ours.lead).get(AT).text).table("By layer")[1:]}
    assert layers["Business"] == "Bright Drums"


def test_an_empty_council_is_told_what_links_come_from(ours, browse):
    lead = browse(ours.lead)
    assert "has not been worked out yet" in lead.get(AT).text
    computed(ours)
    assert "Too few links to draw: 0 links in twelve months" in Page(lead.get(AT).text).words


def test_the_page_takes_five_statements_at_most(ours, browse, statements):
    a_network(ours)
    computed(ours)
    lead = browse(ours.lead)
    lead.get(AT)
    with statements() as said:
        page = Page(lead.get(AT).text)
    assert len(said) <= 5
    with statements() as said:
        lead.get(page.links[next(words for words in page.links if words.startswith("See a link"))])
    assert len(said) <= 5
