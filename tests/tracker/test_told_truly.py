"""What posters, desks and pages say of people without an account, of assessors and of services is so."""

from __future__ import annotations

import re

from tests import makers
from tests.tracker.test_voices import OPEN, poster, said  # noqa: F401 - a fixture and makers
from tracker import idea
from tracker.idea import Audience


def words(text: str) -> str:
    """What a page says, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_a_poster_says_whom_to_ask_in_a_sentence_and_is_printed_by_a_button(world, browse, poster):  # noqa: F811
    lead, (made, _) = browse(world.ours.lead), poster
    lead.post("/council/doors", {**OPEN, "ask_whom": "the innovation team on 01632 960471"})
    page = lead.get(f"/council/posters/{made.number}").text
    assert "reads every one. You can also ask: the innovation team on 01632 960471." in words(page)
    assert re.search(r"<button[^>]*data-print", page)


def test_an_idea_joined_into_another_is_credited_to_the_team_that_said_it(world, browse, poster):  # noqa: F811
    side = world.ours
    ref, _ = said(side, poster[0])
    into = makers.a_sent_idea(side, title="A second key board")
    with side.door():
        idea.merge(idea=makers.idea_of(ref), into=makers.idea_of(into), because="The same.", by=side.lead.id)
    shown = words(browse(side.lead).get(f"/ideas/{into}").text)
    assert "Also said by Somebody in Eastgate depot" in shown
    assert "by somebody:" not in shown


def test_an_answered_idea_of_nobody_with_an_account_says_so_at_the_desk(world, browse, poster):  # noqa: F811
    side = world.ours
    ref, _ = said(side, poster[0])
    with side.door():
        idea.reply(idea=makers.idea_of(ref), words="We look into it.", by=side.lead.id)
    shown = words(browse(side.lead).get("/inbox").text)
    assert "Without an account, first answered on" in shown


def test_what_is_confidential_says_so_where_it_would_be_told_outside(world, browse, poster):  # noqa: F811
    side, lead = world.ours, browse(world.ours.lead)
    ref, _ = said(side, poster[0])
    assert "confidential" not in words(lead.get(f"/ideas/{ref}/outside").text)
    with side.door():
        idea.set_audience(idea=makers.idea_of(ref), audience=Audience.CONFIDENTIAL, people=(), by=side.lead.id)
    assert "This idea is confidential: nothing of it is told outside" in words(lead.get(f"/ideas/{ref}/outside").text)


def test_asking_nobody_what_they_think_is_no_asking(world, browse):
    side, lead = world.ours, browse(world.ours.lead)
    address = f"/ideas/{makers.a_sent_idea(side)}/assessors"
    assert "Choose whom to ask" in lead.post(address, {}, status=200).text
    asked = {"people": [str(side.owner.id)]}
    told = [lead.follow(lead.post(address, form)).text for form in (asked, asked, {})]
    assert "Who is newly asked has a letter" in told[0]
    assert "Nobody is newly asked." in told[1]
    assert "Nobody is asked any longer." in told[2]
