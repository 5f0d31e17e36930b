"""The inbox answers what I missed; the lead's page of nudges, who hears from us tomorrow, and why."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests import makers
from tests.reading import Page
from tracker import clock, idea, nudge
from tracker.idea import Involvement, Stage
from tracker.tenancy import session

MONDAY = date(2026, 6, 1)
ASKED_ON = MONDAY + timedelta(days=63)  # Monday 3 August: the sponsor was silent for more than sixty days


def sweep(side, on: date) -> None:
    with clock.at(on), side.door():
        nudge.find_due()
        nudge.send_due()


@pytest.fixture
def refs(world) -> dict[str, str]:
    """Two ideas of ours tried since a Monday without a word of their sponsor, and one in triage since then."""
    made = {}
    with clock.at(MONDAY):
        for title in ("Meals", "Keys"):
            made[title] = makers.an_idea(world.ours, title=title, stage=Stage.MOBILISE)
            with world.ours.door():
                found = makers.idea_of(made[title])
                idea.name_sponsor(idea=found, by=world.ours.lead.id, person_id=world.ours.sponsor.id)
                idea.reply(idea=found, words="Thank you: it goes on.", by=world.ours.lead.id)
                found.deputy_id, found.involvement = world.ours.lead.id, Involvement.DESIGNS
        made["Walls"] = makers.a_sent_idea(world.ours, title="Walls")
        makers.a_sent_idea(world.theirs, title="Of the neighbour")
    return made


def read(browse, person, path: str, on: date) -> Page:
    with clock.at(on):
        return Page(browse(person).get(path).text)


def nudges_of(side, person) -> dict[str, nudge.Asked]:
    with side.door():
        return {f"{one.code} {one.title}": one for one in nudge.for_person(reader=person.reader)}


def test_the_inbox_asks_each_thing_with_its_fact_and_its_own_answer(world, browse, refs):
    sweep(world.ours, ASKED_ON)
    page = read(browse, world.ours.sponsor, "/inbox", ASKED_ON + timedelta(days=1))
    assert page.part("lede").words == "2 things wait for you. Each asks one thing, about one idea."
    mine = nudges_of(world.ours, world.ours.sponsor)
    assert sorted(page.under("asked").items) == [
        "A reminder, 3 August "
        f"{title} No contact between the sponsor and the team is recorded; it has been tried since 1 June."
        f" Have one short conversation with the team. Answer: {title}"
        for title in ("Keys", "Meals")
    ]
    assert page.under("asked").links["Answer: Keys"] == f"/nudges/{mine['sponsor_silent Keys'].id}"
    assert not page.has("before")


def test_what_was_answered_or_needs_no_answer_any_more_stands_below(world, browse, refs):
    sweep(world.ours, ASKED_ON)
    mine = nudges_of(world.ours, world.ours.sponsor)
    with clock.at(ASKED_ON), world.ours.door():
        nudge.answer(nudge_id=mine["sponsor_silent Keys"].id, by=world.ours.sponsor.id, reply=nudge.Reply.STILL_GOING)
        idea.record_contact(idea=makers.idea_of(refs["Meals"]), by=world.ours.owner.id, on=ASKED_ON)
    sweep(world.ours, ASKED_ON + timedelta(days=1))
    page = read(browse, world.ours.sponsor, "/inbox", ASKED_ON + timedelta(days=2))
    told = {entry.headings[0]: entry.paragraphs[1:] for entry in page.under("before").entries}
    assert told == {"Keys": ["Answered", "3 August"], "Meals": ["No longer needed", "3 August"]}
    assert not page.has("asked")


def test_news_are_what_others_did_with_what_i_said_keep_sponsor_or_follow(world, browse):
    ours = world.ours
    with clock.at(MONDAY):
        mine = makers.a_sent_idea(ours, title="Mine")
        makers.a_sent_idea(ours, title="Of somebody else", by=ours.owner)
        followed = makers.a_sent_idea(ours, title="Followed", by=ours.owner)
        with ours.door():
            idea.follow(idea=makers.idea_of(followed), person_id=ours.contributor.id)
    with clock.at(MONDAY + timedelta(days=1)), ours.door():
        for ref in (mine, followed, "NOR-2"):
            idea.comment(idea=makers.idea_of(ref), words="We see this too.", by=ours.lead.id)
        idea.comment(idea=makers.idea_of(mine), words="Good.", by=ours.contributor.id)
        session().flush()
    late = MONDAY + timedelta(days=91)
    with clock.at(late), ours.door():
        idea.reply(idea=makers.idea_of(mine), words="Thank you.", by=ours.lead.id)
    news = read(browse, ours.contributor, "/inbox", MONDAY + timedelta(days=90)).under("moved").items
    assert sorted(line for line in news if "1 June" not in line) == [
        "Followed: A comment was written. Priya Nair · 2 June",
        "Mine: A comment was written. Priya Nair · 2 June",
        "Mine: The author was answered. Priya Nair · 31 August",
    ]
    after = read(browse, ours.contributor, "/inbox", late + timedelta(days=1)).under("moved").items
    assert after == ["Mine: The author was answered. Priya Nair · 31 August"]


def test_the_lead_reads_who_would_hear_tomorrow_of_what_and_why(world, browse, refs):
    page = read(browse, world.ours.lead, "/portfolio/nudges", ASKED_ON - timedelta(days=3))
    assert page.heading == "Who would be nudged on Monday"
    assert page.part("lede").words == ("On Monday 3 August, 3 people would hear from us, each at most once by email.")
    asked = {entry.headings[0]: entry for entry in page.part("outgoing").entries}
    assert set(asked) == {"Helen Marsh", "Tom Baker", "Priya Nair"}
    assert "that is you" in asked["Priya Nair"].paragraphs
    assert "sponsor" in asked["Helen Marsh"].paragraphs
    assert "A first reply was promised by 8 June, and nobody has written one yet." in asked["Priya Nair"].paragraphs
    assert "one email" in asked["Priya Nair"].paragraphs
    assert "one email tells all" in asked["Helen Marsh"].paragraphs
    assert asked["Helen Marsh"].links == {title: f"/ideas/{refs[title]}" for title in ("Meals", "Keys")}
    assert "First time" in asked["Priya Nair"].words


def test_the_lead_reads_what_became_of_the_last_months_nudges(world, browse, refs):
    sweep(world.ours, ASKED_ON)
    mine = nudges_of(world.ours, world.ours.sponsor)
    with clock.at(ASKED_ON), world.ours.door():
        for title, reply in (("Keys", nudge.Reply.STILL_GOING), ("Meals", nudge.Reply.NEED_HELP)):
            about = {"nudge_id": mine[f"sponsor_silent {title}"].id, "by": world.ours.sponsor.id}
            nudge.answer(**about, reply=reply, note="Where is the team?")
    page = read(browse, world.ours.lead, "/portfolio/nudges", ASKED_ON + timedelta(days=1))
    assert {row[0]: row[1] for row in page.table("What became of the nudges")[1:]} == {
        "Still going": "1",
        "I need help": "1",
        "No answer yet": "3",
    }
    assert "5 nudges to 3 people." in page.paragraphs
    assert page.asked.headings == ["Helen Marsh asks for help"]
    assert "“Where is the team?” Said on 3 August." in page.asked.words
    assert page.asked.links["Answer Helen Marsh"] == f"/nudges/{mine['sponsor_silent Meals'].id}/help"
    later = read(browse, world.ours.lead, "/portfolio/nudges", ASKED_ON + timedelta(days=31))
    assert "Helen Marsh asks for help" in later.words
    assert "No nudge was sent in the last 30 days." in later.paragraphs
