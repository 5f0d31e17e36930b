"""The lead's page of nudges shows so many people, and so many reasons of each, and counts all that there are."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests import makers
from tests.reading import Page
from tracker import clock, nudge
from tracker.council import Role
from tracker.db import new_id

ASKED_ON = clock.on_or_after(clock.today(), "england")
WORDS = "How far is it?"


def read(browse, side, path="/portfolio/nudges") -> Page:
    with clock.at(ASKED_ON):
        return Page(browse(side.lead).get(path).text)


@pytest.fixture
def refs(world) -> list[str]:
    with clock.at(ASKED_ON - timedelta(days=1)):
        return [makers.an_idea(world.ours, title=f"Warm room {n}") for n in range(12)]


def ask(side, ref, person_id):
    with clock.at(ASKED_ON - timedelta(days=1)), side.door():
        nudge.ask_person(idea=makers.idea_of(ref), person_id=person_id, words=WORDS, by=side.lead.id)


def test_of_somebody_with_many_reasons_ten_are_shown_and_the_others_are_counted(world, browse, refs):
    for ref in refs:
        ask(world.ours, ref, world.ours.observer.id)
    page = read(browse, world.ours)
    [them] = page.part("outgoing").entries
    assert them.words.count(WORDS) == 10
    assert "And 2 more reasons." in them.paragraphs
    assert "one email tells all" in them.paragraphs
    assert ": 1 person, 12 reasons" in page.words


def test_of_many_people_fifty_are_shown_by_name_and_the_next_follow(world, browse, refs):
    people = [makers.a_person(world.ours.id, Role.OBSERVER, name=f"Ann {n:02}") for n in range(53)]
    for person in people:
        ask(world.ours, refs[0], person.id)
    names = [person.name for person in people]
    page = read(browse, world.ours)
    assert [one.headings[0] for one in page.part("outgoing").entries] == names[:50]
    assert ": 53 people, 53 reasons" in page.words
    assert "From the beginning" not in page.links
    after = read(browse, world.ours, page.links["More people"])
    assert [one.headings[0] for one in after.part("outgoing").entries] == names[50:]
    assert ": 53 people, 53 reasons" in after.words
    assert "More people" not in after.links
    assert after.links["From the beginning"] == "/portfolio/nudges#next"


def test_what_a_change_of_rules_would_reach_is_counted_and_the_first_of_it_are_named(world, browse, refs):
    people = [makers.a_person(world.ours.id, Role.OBSERVER, name=f"Ann {n:02}") for n in range(53)]
    for person in people:
        ask(world.ours, refs[0], person.id)
    with clock.at(ASKED_ON):
        lead = browse(world.ours.lead)
        page = Page(lead.post("/portfolio/nudges/rules", {"lead_asks__on": "off", "act": "look"}, status=200).text)
    assert "53 reasons fewer on " in page.words
    [*told, last] = page.under("preview").items
    assert (len(told), last) == (50, "And 3 more reasons.")


def test_in_a_council_of_100_000_ideas_all_that_is_planned_is_asked_about_at_once(world, refs):
    ask(world.ours, refs[0], world.ours.observer.id)
    with world.ours.door():
        [planned] = nudge.plan(day=ASKED_ON)
        about = planned.reason.subject
        others = (planned.reason._replace(subject=about._replace(idea_id=new_id())) for _ in range(70_000))
        ours = [planned, *(replace(planned, reason=other) for other in others)]
        reader = world.ours.lead.reader
        assert len(nudge.seen_of(ours, reader=reader)) == len(ours)
        assert list(nudge.ideas_of(ours, reader=reader)) == [planned.reason.idea_id]
