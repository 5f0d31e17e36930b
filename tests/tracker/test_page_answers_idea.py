"""The page of an idea answers: what is it, where does it stand, what is it worth, what could go wrong, what happened?

Beside it stands another idea with figures of its own, and what is closed, older or not said stands on it too.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests import makers
from tests.reading import Page
from tracker import clock, gate, idea, lesson, portfolio, risk, value
from tracker.capacity import Partner
from tracker.idea import Extent, Fact, Stage
from tracker.tenancy import session
from tracker.value import Certainty

DAY = date(2026, 11, 18)
MET_ON = DAY - timedelta(days=12)


def measured(side, found) -> None:
    by = side.owner.id
    days = value.claim(
        idea=found,
        by=by,
        indicator="Days waiting",
        unit="days",
        baseline="9",
        baseline_date="2026-04",
        target="2",
        target_on=date(2026, 12, 31),
        who_benefits="tenants",
    )
    for seen, ago, note in (("6", 40, "The first month"), ("4", 5, "The second month")):
        value.add_evidence(
            idea=found,
            by=by,
            claim_id=days.id,
            kind="figure",
            value=seen,
            value_on=DAY - timedelta(days=ago),
            note=note,
        )
    value.claim(idea=found, by=by, indicator="Complaints", level_asked=3)


def at_risk(side, found) -> None:
    noted = {"idea": found, "by": side.owner.id}
    risk.raise_risk(**noted, description="Fitters leave", likelihood=2, impact=3, accepted_because="two are enough")
    said = {"category": "workforce", "cause": "Rain", "owner_id": side.lead.id, "review_on": date(2026, 12, 1)}
    risk.raise_risk(**noted, description="Walls wet", likelihood=5, impact=3, mitigation="Heat", **said)
    risk.raise_risk(**noted, description="Keys get lost", likelihood=4, impact=3, mitigation="A safe")
    gone = risk.raise_risk(**noted, description="Rain gets in", likelihood=5, impact=5, mitigation="A tarp")
    risk.close_risk(idea=found, risk=gone, by=side.owner.id)
    gate.say_what_nothing_costs(idea=found, words="Forty homes stay damp.", by=side.owner.id)


@pytest.fixture(scope="module")
def world(database) -> makers.World:
    """One world for all that is read here: it is built once."""
    return makers.a_world()


@pytest.fixture(scope="module")
def ref(world) -> str:
    """An idea of ours in mobilise with something of everything, beside another."""
    side = world.ours
    with clock.at(DAY):
        made = makers.an_idea(side, stage=Stage.MOBILISE)
        other = makers.an_idea(side, title="Street lights", stage=Stage.MOBILISE)
        with side.door():
            found, beside = makers.idea_of(made), makers.idea_of(other)
            measured(side, found)
            at_risk(side, found)
            value.claim(idea=beside, by=side.owner.id, indicator="Dark streets", baseline="70", target="1")
            risk.raise_risk(idea=beside, by=side.owner.id, description="Bulbs", likelihood=1, impact=1, mitigation="x")
            lesson.write_lesson(idea=beside, by=side.owner.id, lesson="Count lamps", worked="yes")
            for worked in ("yes", "mixed", "no"):
                lesson.write_lesson(idea=found, by=side.owner.id, lesson=f"Lesson {worked}", worked=worked)
            idea.name_sponsor(idea=found, by=side.owner.id, person_id=side.sponsor.id)
            for on in (MET_ON, MET_ON - timedelta(days=9)):
                idea.record_contact(idea=found, by=side.sponsor.id, on=on)
            for of, name in ((found, "Age UK"), (beside, "The lamp firm")):
                session().add(Partner(idea_id=of.id, organisation=name))
            idea.set_fact(idea=found, fact=Fact.EXTENT, value=Extent.RADICAL, by=side.owner.id)
            idea.set_fact(idea=found, fact=Fact.INVOLVEMENT, value="designs_with", by=side.owner.id)
            idea.follow(idea=found, person_id=side.observer.id)
            money = {"idea": found, "by": side.owner.id}
            until = {"start": date(2026, 4, 1), "end": date(2027, 3, 31), "instrument": "grant"}
            value.add_funding(**money, funder="Health fund", amount_gbp=Decimal("12000.50"), **until)
            value.add_funding(**money, funder="Hope", certainty=Certainty.INDICATIVE, end=date(2030, 1, 1))
        return made


@pytest.fixture
def read(world, browse, ref):
    """The page of the idea as somebody reads it."""

    def page(role: str = "observer") -> Page:
        with clock.at(DAY):
            return Page(browse(world.ours.people[role]).get(f"/ideas/{ref}").text)

    return page


def test_open_risks_stand_with_score_and_mitigation_the_highest_first_and_closed_ones_do_not(read):
    wet, keys, fitters, nothing = read().under("risks").items
    assert wet.startswith("Walls wet Likelihood 5 × impact 3 = 15, asks for scrutiny at the gate. Heat. To be looked")
    said = (
        " at again on 1 December. Kind: workforce · Cause: Rain · Watched by Priya Nair History of the risk: Walls wet"
    )
    assert wet.endswith(said)
    assert keys == (
        "Keys get lost Likelihood 4 × impact 3 = 12. A safe. Watched by Tom Baker History of the risk: Keys get lost"
    )
    assert fitters.startswith("Fitters leave Likelihood 2 × impact 3 = 6. Accepted, because two are enough.")
    assert nothing == "If we do nothing Forty homes stay damp."


def test_a_claim_says_before_now_and_hoped_for_with_its_days_and_the_change_between(read):
    worth = read().under("worth")
    assert worth.facts == {
        "Before": "9 days April 2026",
        "Now": "4 days 13 November",
        "Hoped for": "2 days by 31 December",
    }
    assert "A change of -55.6 per cent, computed from the recorded figures." in worth.paragraphs
    assert worth.headings[:1] == ["Days waiting"]


def test_a_claim_stands_with_the_level_that_its_records_support_and_says_where_it_states_more(read):
    days, *records, complaints = read().under("worth").items
    level = "Level 2 Before and after, by the same measure"
    assert days == f"{level} What the records support. For tenants. History of Days waiting"
    assert complaints.startswith("No level")
    told = "Outruns its evidence. Level 3 is stated: more than its records support. History of Complaints"
    assert complaints.endswith(told)
    assert [one.split(" Figure")[0] for one in records] == ["4 days The second month", "6 days The first month"]


def test_lessons_say_whether_it_worked_the_newest_first(read):
    assert read().under("lessons").items == [
        "It did not work Lesson no History of this lesson",
        "It worked in part Lesson mixed History of this lesson",
        "It worked Lesson yes History of this lesson",
    ]


def test_the_people_and_the_last_contact_stand_beside_it(read):
    people = read().under("people")
    assert people.paragraphs == ["With Age UK.", "Everybody on it"]
    assert people.facts == {
        "Owner": "Tom Baker",
        "Sponsor": "Helen Marsh",
        "Author": "Sam Okafor",
        "Last contact": "6 November, 12 days History of the last contact",
        "Followers": "3",
    }


def test_the_money_stands_with_its_runway_and_every_line_granted_or_not(read):
    money = read().under("money")
    assert "Runway 4 months." in money.paragraphs
    hope, fund = money.items
    assert hope == "Hope, indicative, to 1 January 2030 History of the money from Hope"
    told = "£12,000.50 Health fund, grant, granted, from 1 April to 31 March 2027"
    assert fund == f"{told} History of the money from Health fund, £12,000.50"


def test_it_says_how_big_a_change_it_is_and_what_users_do(read):
    about = read().under("about").facts
    assert (about["How big a change"], about["Users"]) == ("Radical", "design with us")
    assert about["Decided to act"] == "18 November"


def test_it_asks_its_owner_to_keep_it_current_and_nothing_of_others(read, ref):
    asked = read("owner").asked
    assert asked.words.startswith("2 parts are out of date A claim has no starting figure or no target yet.")
    assert asked.links["Keep it current"] == f"/ideas/{ref}/current"
    for role in ("lead", "sponsor", "contributor", "observer"):
        asked = read(role).asked
        assert (asked.words, asked.links) == ("Nothing is asked of you here. Tom Baker looks after it.", {})


def test_a_sponsor_is_asked_for_a_word_after_sixty_days_and_the_owner_to_keep_it_current(world, browse, ref):
    with clock.at(MET_ON + timedelta(days=60)):
        assert "Nothing is asked" in Page(browse(world.ours.sponsor).get(f"/ideas/{ref}").text).asked.words
    with clock.at(MET_ON + timedelta(days=61)):
        asked = Page(browse(world.ours.sponsor).get(f"/ideas/{ref}").text).asked
        assert asked.links == {"Note a contact": f"/ideas/{ref}/contact"}
        asked = Page(browse(world.ours.owner).get(f"/ideas/{ref}").text).asked
        assert asked.links["Keep it current"] == f"/ideas/{ref}/current"


def test_only_who_keeps_the_idea_is_shown_the_ways_to_add_to_it(read, ref):
    adds = {"Add a risk", "Add to it", "Write a lesson"}
    for role in ("owner", "lead"):
        assert adds <= set(read(role).links), role
    for role in ("contributor", "sponsor", "observer", "admin"):
        assert not adds & set(read(role).links), role


def test_who_may_put_its_words_right_is_shown_the_way(read, ref):
    shown = {role: "Correct" in read(role).links for role in ("contributor", "owner", "lead", "sponsor", "observer")}
    assert shown == {"contributor": False, "owner": True, "lead": True, "sponsor": False, "observer": False}


def test_what_happened_is_told_newest_first_and_only_of_this_idea(read):
    happened = [item.rsplit(" 18 November", 1)[0] for item in read().under("history").items]
    if happened[0].startswith("The sponsor has seen the newest evidence."):  # once they opened the page
        happened.pop(0)
    assert happened[0].startswith("Money: from Hope, indicative, until 1 January 2030.")
    assert happened[-1] == "Sent in. Sam Okafor ·"
    assert "A risk was closed: Rain gets in. Tom Baker ·" in happened
    assert not [line for line in happened if "Dark streets" in line or "Count lamps" in line]


def test_of_a_long_history_the_last_two_hundred_lines_are_told(world, browse):
    ref = makers.an_idea(world.ours)
    with world.ours.door():
        found = makers.idea_of(ref)
        idea.name_sponsor(idea=found, by=world.ours.owner.id, person_id=world.ours.sponsor.id)
        for n in range(201):
            idea.record_contact(idea=found, by=world.ours.owner.id, on=clock.today() - timedelta(days=n))
    lines = Page(browse(world.ours.lead).get(f"/ideas/{ref}").text).under("history").items
    assert len(lines) == 200


def test_its_health_stands_with_trust_and_the_facts_worth_knowing(world, read, ref):
    assert "has not been worked out yet" in read().under("health").words
    with clock.at(DAY), world.ours.door():
        portfolio.compute()
        score = portfolio.triangle_of(idea_id=makers.idea_of(ref).id).score
    page = read()
    assert Page.under(page, "health").links == {"Every item, its weight and source": f"/ideas/{ref}/health"}
    assert page.named("health").text == (f"Health: {score}" if score is not None else "Health")
    assert (
        "A claim outruns its evidence. “Complaints” states level 3; its records support level 0."
        in page.under("health").items
    )
