"""What a person missed: what others did lately with the ideas that are theirs in some way, and nothing else."""

from __future__ import annotations

import re

import pytest

from tests import makers
from tracker import clock, idea, nudge


def commented(side, ref, *, by) -> None:
    with side.door():
        idea.comment(idea=makers.idea_of(ref), words="We see this too.", by=by.id)


def news(browse, person) -> str:
    page = browse(person).get("/inbox").text
    return page.partition("What happened to your ideas")[2].partition("</section>")[0]


@pytest.mark.parametrize("place", ["author", "owner", "sponsor", "follower"])
def test_whoever_has_a_place_on_an_idea_hears_what_others_did_with_it(world, browse, place):
    side = world.ours
    someone, ref = makers.a_person(side.id), makers.an_idea(side, title="Damp flats")
    assert news(browse, someone) == ""
    with side.door():
        found = makers.idea_of(ref)
        if place == "follower":
            idea.follow(idea=found, person_id=someone.id)
        else:
            setattr(found, f"{place}_id", someone.id)
    commented(side, ref, by=side.lead)

    told = " ".join(re.sub(r"<[^>]*>", "", news(browse, someone)).split())
    assert "Damp flats: A comment was written." in told
    assert f'href="/ideas/{ref}"' in news(browse, someone)
    assert side.lead.name in news(browse, someone)


def test_nobody_is_told_what_they_did_themselves(world, browse):
    side, someone = world.ours, makers.a_person(world.ours.id)
    ref = makers.a_sent_idea(side, by=someone)
    commented(side, ref, by=someone)
    assert news(browse, someone) == ""


def test_what_happened_more_than_ninety_days_ago_is_no_news(world, browse):
    side, someone = world.ours, makers.a_person(world.ours.id)
    ref = makers.a_sent_idea(side, by=someone)
    with clock.at(makers.days_ago(91)):
        commented(side, ref, by=side.lead)
    assert news(browse, someone) == ""
    with clock.at(makers.days_ago(89)):
        commented(side, ref, by=side.lead)
    assert "A comment was written." in news(browse, someone)


def test_the_newest_comes_first(world, browse):
    side, someone = world.ours, makers.a_person(world.ours.id)
    first, second = (makers.a_sent_idea(side, by=someone, title=title) for title in ("The first", "The second"))
    for ref, days in ((first, 5), (second, 3)):
        with clock.at(makers.days_ago(days)):
            commented(side, ref, by=side.lead)
    page = news(browse, someone)
    assert 0 < page.index("The second") < page.index("The first")


def test_that_somebody_was_reminded_is_no_news(world, browse):
    side, someone = world.ours, makers.a_person(world.ours.id)
    monday = clock.add_working_days(clock.today(), 1, "england")
    with clock.at(makers.days_ago(60)):
        makers.a_sent_idea(side, by=someone)
    with clock.at(monday), side.door():
        nudge.find_due()
        assert nudge.send_due() == 1
    with clock.at(monday):
        assert news(browse, someone) == ""
