"""The portfolio from other sides: how its parts moved, how long in a stage, which money ends when, where, plainly."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import insert, update

from tests import makers
from tests.reading import Page
from tests.tracker.test_profile import an_active_idea
from tracker import clock, idea, place, portfolio, value
from tracker.idea import Fact, Idea, Move, Stage
from tracker.portfolio.models import Snapshot
from tracker.tenancy import session

DAY = date(2026, 11, 18)


@pytest.fixture
def read(world, browse):
    """A page as somebody reads it on the day."""

    def page(path: str, who: str = "observer") -> Page:
        with clock.at(DAY):
            return Page(browse(world.ours.people[who]).get(path).text)

    return page


def test_each_part_is_told_at_the_end_of_each_step_by_the_last_snapshot_in_it(world, read):
    kept = ((0, "80.0"), (6, "10.0"), (7, "61.5"), (13, None), (28, "40.0"), (400, "99.0"))
    with world.ours.door():
        for ago, worth in kept:
            given = {"part": "mix", "day": DAY - timedelta(days=ago), "terms": {}}
            session().execute(insert(Snapshot).values(**given, value=worth and Decimal(worth)))
    year = read("/portfolio/trends").under("mix")
    assert year.paragraphs[0] == "Rising: it was 40 on 21 Oct."
    assert [row[1] for row in year.rows[-5:]] == ["40", "–", "–", "61.5", "80"]
    assert read("/portfolio/trends?span=month").under("mix").rows[-8][1] == "61.5"
    assert read("/portfolio/trends?span=years").under("mix").rows[-15][1] == "99"
    assert read("/portfolio/trends?span=ever").under("flow").paragraphs[0].startswith("There is no line yet")


def test_it_says_how_long_those_stayed_that_went_on_or_back(world, read):
    ours = world.ours
    for days in (100, 40, 10):
        with clock.at(DAY - timedelta(days=days)), ours.door():
            ref = an_active_idea(ours, stage=Stage.MOBILISE, title=f"Van {days}").ref
        with clock.at(DAY - timedelta(days=days // 2)), ours.door():
            back = days == 40
            made, to = makers.idea_of(ref), Stage.DESIGN if back else Stage.MAINSTREAM
            how = Move.RETURN if back else Move.ADVANCE
            idea.move(idea=made, to=to, decision=how, rationale="It was time.", by=ours.lead.id)
    told = {row[0]: row[1:] for row in read("/portfolio/stages").table("Stays that ended")[1:]}
    assert told["Mobilise"] == ["3", "20 days", "5 to 50 days", "1"]
    assert told["Design"] == ["3", "0 days", "0 to 0 days", "0"]
    assert "Mainstream" not in told


def test_it_says_which_money_ends_when_and_of_which_the_end_is_not_known(world, read):
    ours, stage = world.ours, Stage.MOBILISE
    ends = {"Ended": DAY - timedelta(days=1), "Soon": DAY + timedelta(days=20), "Later": DAY + timedelta(days=100)}
    with clock.at(DAY - timedelta(days=30)), ours.door():
        made = {
            name: an_active_idea(ours, stage=stage, title=name) for name in (*ends, "Open", "Rich", "None", "Apart")
        }
        for name, day in {**ends, "Open": None, "Rich": None, "Apart": DAY + timedelta(days=30)}.items():
            value.add_funding(
                idea=made[name], by=ours.owner.id, instrument="grant", funder="A fund", certainty="granted", end=day
            )
        idea.set_fact(idea=made["Rich"], fact=Fact.NEEDS_NO_MONEY, value="yes", by=ours.owner.id)
        idea.set_fact(idea=made["Apart"], fact=Fact.SHIELDED_UNTIL, value="2027-01-31", by=ours.owner.id)
        an_active_idea(ours, stage=Stage.DESIGN, title="Young")
    with clock.at(DAY), ours.door():
        portfolio.compute()
    page = read("/portfolio/money")
    assert page.asked.headings == ["Ended has had no money since 17 November"]
    assert [page.under(name).items for name in ("in-no", "in-0", "in-3")] == [
        ["Ended Mobilise Until 17 November"],
        ["Soon Mobilise Until 8 December"],
        ["Later Mobilise Until 26 February 2027"],
    ]
    assert page.under("unknown").items == [
        "Open Mobilise Granted, without an end date: unknown",
        "None Mobilise No granted money",
    ]


def test_live_ideas_are_counted_by_place_and_stage_and_a_place_leads_to_its_ideas(world, read):
    ours = world.ours
    with clock.at(DAY), ours.door():
        north, south = (place.add_place(name=name, by=ours.admin.id) for name in ("North", "South"))
        for stage in (Stage.DESIGN, Stage.DESIGN, Stage.EMBEDDED, Stage.LATENT):
            made = an_active_idea(ours, stage=stage)
            place.set_places(idea=made, place_ids=[north.id], by=ours.owner.id)
        place.set_places(idea=made, place_ids=[north.id, south.id], by=ours.owner.id)
        session().execute(update(Idea).where(Idea.ref == made.ref).values(state="parked"))
    page = read("/portfolio/places")
    assert page.table("Live ideas by place")[1:] == [
        ["North", "2", "0", "0", "1", "3"],
        ["South", "0", "0", "0", "0", "0"],
    ]
    assert page.links["North"] == f"/ideas?place={north.id}&state=active"


def test_a_councillor_reads_in_plain_words_what_changed_and_what_to_ask(world, read):
    ours = world.ours
    with clock.at(DAY - timedelta(days=95)), ours.door():
        for n in range(5):
            an_active_idea(ours, stage=Stage.DESIGN, title=f"Van {n}")
    with clock.at(DAY - timedelta(days=3)), ours.door():
        made = session().query(Idea).filter(Idea.title == "Van 0").one()
        idea.move(idea=made, to=Stage.MOBILISE, decision=Move.ADVANCE, rationale="It works.", by=ours.lead.id)
        made = session().query(Idea).filter(Idea.title == "Van 1").one()
        idea.set_fact(idea=made, fact=Fact.INVOLVEMENT, value="delivers_with", by=ours.owner.id)
        portfolio.compute()
    page = read("/portfolio/plain")
    assert page.under("where").facts["Going ahead, being worked out"] == "4 ideas"
    assert page.under("where").facts["Being tried"] == "1 idea"
    assert page.under("changed").items == ["Van 0 “It works.” Now being tried 15 November"]
    assert page.under("questions").links["Which (sponsorship)"] == "/portfolio/sponsorship"
    assert "In 1 of 5, users design or deliver with us." in page.under("heard").paragraphs
    assert "mobilise" not in page.words.lower()
    assert read("/", "observer").links["All of it in plain words"] == "/portfolio/plain"
