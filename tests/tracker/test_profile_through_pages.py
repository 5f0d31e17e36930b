"""Every part of the profile rests on what people enter through pages: before the entry it is wrong, after it is right.

Everything here is entered through the pages that people use, on the days on which it happens; the figure is asked for
before and after.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests import makers
from tracker import clock, portfolio, value
from tracker.idea import Stage

FIVE = range(5)


def figure(side, name: str) -> tuple[float | None, dict]:
    """The value of a part and its terms, as the worker would compute them now."""
    with side.door():
        part = next(part for part in portfolio.profile_json()["parts"] if part["name"] == name)
    return part["value"], part["terms"]


def counting(side, name: str) -> list[str]:
    """The references that count in a part."""
    with side.door():
        part = next(part for part in portfolio.profile_json()["parts"] if part["name"] == name)
    return [item["ref"] for item in part["items"] if item["counts"]]


@pytest.fixture
def five(world):
    """Five ideas of ours in mobilise."""
    return [makers.an_idea(world.ours, title=f"One visit, ward {n}", stage=Stage.MOBILISE) for n in FIVE]


@pytest.fixture
def owner(world, browse):
    return browse(world.ours.owner)


@pytest.fixture
def lead(world, browse):
    return browse(world.ours.lead)


def test_mix_is_of_the_extents_that_owners_state(five, owner, world):
    assert figure(world.ours, "mix")[1]["denominator"] == 0
    for ref in five[:4]:
        owner.post(f"/ideas/{ref}/current/extent", {"extent-extent": "incremental"})
    assert figure(world.ours, "mix")[0] is None
    owner.post(f"/ideas/{five[4]}/current/extent", {"extent-extent": "radical"})
    found, terms = figure(world.ours, "mix")
    assert (found, terms["incremental"], terms["radical"]) == (80.0, 4, 1)


def test_runway_is_of_the_money_that_owners_enter(five, owner, world):
    assert figure(world.ours, "runway")[0] == 0
    end = clock.today() + timedelta(days=200)
    money = {"money-needs": "yes", "money-funder": "Improvement fund", "money-granted": "y"}
    owner.post(f"/ideas/{five[0]}/current/money", money | {"money-end": f"{end.day} {end:%B %Y}"})
    owner.post(f"/ideas/{five[1]}/current/money", {"money-needs": "no"})
    owner.post(f"/ideas/{five[2]}/current/money", money)
    short = clock.today() + timedelta(days=90)
    owner.post(f"/ideas/{five[3]}/current/money", money | {"money-end": f"{short.day} {short:%B %Y}"})
    assert figure(world.ours, "runway")[0] == 40
    assert counting(world.ours, "runway") == sorted(five[:2])


def test_evidence_is_of_the_records_that_owners_add(five, owner, world):
    assert figure(world.ours, "evidence")[0] == 0
    for ref in five[:3]:
        claim = {"claim-indicator": "Days waiting", "claim-baseline": "3", "claim-target": "1"}
        owner.post(f"/ideas/{ref}/current/claim", claim)
        with world.ours.door():
            (made,) = value.worth_of(idea=makers.idea_of(ref)).claims
        told = {"evidence-claim_id": str(made.id), "evidence-kind": "figure", "evidence-value": "2"}
        day = clock.today() - timedelta(days=90 if ref != five[2] else 91)
        owner.post(f"/ideas/{ref}/current/evidence", told | {"evidence-value_on": f"{day.day} {day:%B %Y}"})
    assert figure(world.ours, "evidence")[0] == 40
    owner.post(f"/ideas/{five[2]}/current/evidence", {"evidence-holds": "y", "evidence-note": "Still so."})
    assert figure(world.ours, "evidence")[0] == 60


def test_learning_is_of_the_lessons_written_where_ideas_are_stopped(five, lead, world):
    assert figure(world.ours, "learning")[1]["denominator"] == 0
    stop = {"word": "stop", "stop_reason": "does_not_work", "because": "It did not help.", "lesson": "Ask first."}
    for ref in five[:3]:
        lead.post(f"/ideas/{ref}/gates/mainstream/decision", stop)
    latent = [makers.a_sent_idea(world.ours, title=f"A bench, stop {n}") for n in range(2)]
    for ref in latent:
        lead.post(f"/ideas/{ref}/triage", {"outcome": "decline", "words": "We did this last year."})
    found, terms = figure(world.ours, "learning")
    assert (found, terms["numerator"], terms["denominator"]) == (60.0, 3, 5)


def test_sponsorship_is_of_the_contacts_that_are_recorded(five, owner, world, browse):
    assert figure(world.ours, "sponsorship")[0] == 0
    sponsor = {"sponsor-sponsor_id": str(world.ours.sponsor.id)}
    for ref, age in zip(five, (60, 61, 0), strict=False):
        day = clock.today() - timedelta(days=age)
        owner.post(f"/ideas/{ref}/current/sponsor", sponsor | {"sponsor-on": f"{day.day} {day:%B %Y}"})
    assert figure(world.ours, "sponsorship")[0] == 40
    today = clock.today()
    contact = {"on": f"{today.day} {today:%B %Y}", "note": "A walk round the ward."}
    browse(world.ours.sponsor).post(f"/ideas/{five[1]}/contact", contact)
    assert figure(world.ours, "sponsorship")[0] == 60


def test_flow_is_of_the_replies_that_leads_write(world, browse):
    said = {"title": "One visit", "problem": "Two officers call about one wall.", "proposal": "One visit.", "send": "y"}
    with clock.at(makers.days_ago(42)):
        author = browse(world.ours.contributor)
        refs = [_ref_in(author.post("/ideas/new", said).headers["Location"]) for _ in FIVE]
    found, terms = figure(world.ours, "flow")
    assert terms["denominator"] == 5
    assert found < 20  # nobody has heard in six weeks
    with clock.at(makers.days_ago(42)):
        lead = browse(world.ours.lead)
        for ref in refs[:3]:
            lead.post(f"/ideas/{ref}/triage", {"outcome": "reply", "words": "We read it, and will try."})
    found, terms = figure(world.ours, "flow")
    assert (found, terms["median"]) == (100.0, 0.0)


def _ref_in(address: str) -> str:
    return re.search(r"/ideas/([^/]+)/", address)[1]


def test_involvement_is_of_the_part_that_owners_say_users_have(five, owner, world):
    assert figure(world.ours, "involvement")[0] == 0
    for ref, part in zip(five, ("told", "asked", "designs_with", "delivers_with"), strict=False):
        owner.post(f"/ideas/{ref}/current/involvement", {"involvement-involvement": part})
    assert figure(world.ours, "involvement")[0] == 40
    assert counting(world.ours, "involvement") == sorted(five[2:4])


def publish(browser, code: str, ref: str) -> int:
    """Publish an idea through its page, and return the number of its card."""
    answer = browser.post(f"/ideas/{ref}/publish/{code}", {"level": "summary", "says": "tried", "publish": "y"})
    return int(re.search(r"/cards/(\d+)", answer.headers["Location"])[1])


def adapt(browser, code: str, number: int) -> str:
    """Take a card in through its page, and return the reference of the new idea."""
    fit = {"title": "One visit, here", "kept": "The visit", "dropped": "The van", "fits_because": "The same winters."}
    return browser.post(f"/collaboratives/{code}/cards/{number}/adapt", fit).headers["Location"].rsplit("/", 1)[1]


def test_spread_is_of_what_worked_elsewhere_and_what_was_taken_in(world, browse):
    code = makers.a_collaborative(world.ours, world.theirs)
    ours = [makers.an_idea(world.ours, title=f"One visit, ward {n}", stage=Stage.MAINSTREAM) for n in FIVE]
    lead, neighbour = browse(world.ours.lead), browse(world.theirs.lead)
    assert figure(world.ours, "spread")[0] == 0
    taken = [adapt(neighbour, code, publish(lead, code, ref)) for ref in ours[:2]]
    assert figure(world.ours, "spread")[0] == 0
    for ref, status in zip(taken, ("worked_in_part", "did_not_work"), strict=True):
        told = {"status": status, "why_not": "fit", "result": "Fewer calls."}
        neighbour.post(f"/ideas/{ref}/adaptation", told)
    found, terms = figure(world.ours, "spread")
    assert (found, terms["adapted_out"], terms["adapted_in"]) == (10.0, 20.0, 0.0)
    theirs = makers.an_idea(world.theirs, title="A bench at every stop", stage=Stage.MAINSTREAM)
    adapt(lead, code, publish(neighbour, code, theirs))
    found, terms = figure(world.ours, "spread")
    assert (found, terms["taken_in"], terms["adapted_in"]) == (60.0, 1, 100.0)
