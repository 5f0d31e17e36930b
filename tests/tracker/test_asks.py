"""What a lead asks somebody; which reminders somebody has by letter; elections, and what is asked about no idea."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests import makers, reading
from tests.makers import Side
from tests.reading import Page
from tracker import clock, idea, nudge, post, setting
from tracker.gate import Gate, Word
from tracker.idea import Refused, Stage
from tracker.nudge.models import Nudge, NudgeAsk
from tracker.tenancy import session

FRIDAY = date(2026, 11, 20)
MONDAY = FRIDAY + timedelta(days=3)


@pytest.fixture
def side(world) -> Iterator[Side]:
    """A council on a Friday."""
    with clock.at(FRIDAY):
        yield world.ours


def letters(*, to, kind: str) -> list[dict]:
    found = select(post.Letter).where(post.Letter.person_id == to.id, post.Letter.kind == kind)
    return [one.particulars | {"subject": one.subject} for one in session().scalars(found.order_by(post.Letter.id))]


def words(answer) -> str:
    return reading.words(Page(answer.text).root.find("body"))


def go_out() -> int:
    nudge.find_due()
    return nudge.send_due()


def rules_asking(day: date) -> set[str]:
    return {one.reason.rule.code for one in nudge.plan(day=day)}


def test_a_lead_asks_one_person_who_answers_in_one_press_and_the_lead_hears(side, browse):
    ref = makers.an_idea(side, stage=Stage.DESIGN)
    lead, where = browse(side.lead), f"/ideas/{ref}/ask"
    question = {"person": str(side.contributor.id), "words": "Does the van still run on Fridays?"}
    lead.post(where, question)
    again = lead.post(where, question, status=200)
    assert "They have been asked about it and have not answered yet" in again.text
    with side.door():
        go_out()
        assert not letters(to=side.contributor, kind="nudge")  # on the next working day, not on this one
    with clock.at(MONDAY), side.door():
        go_out()
        (told,) = letters(to=side.contributor, kind="nudge")
        assert told["first"]["fact"] == f"{side.lead.name} asks: “Does the van still run on Fridays?”"
        assert go_out() == 0
    with clock.at(MONDAY):
        browse(None).post(f"/n/{told['first']['token']}", {"reply": "still_going", "note": "Every week."})
    with clock.at(MONDAY + timedelta(days=30)), side.door():
        assert [(one["subject"], one["note"]) for one in letters(to=side.lead, kind="notice")] == [
            (f"{side.contributor.name} answers about One visit for damp", "Every week.")
        ]
        assert session().scalar(select(NudgeAsk.ended_by_id)) == side.contributor.id
        assert "lead_asks" not in rules_asking(clock.today())
    assert "Asked, and not answered yet" not in lead.get(where).text


def test_what_a_lead_takes_back_is_asked_no_more(side, browse):
    ref = makers.an_idea(side, stage=Stage.DESIGN)
    lead, where = browse(side.lead), f"/ideas/{ref}/ask"
    lead.post(where, {"person": str(side.owner.id), "words": "Is it still needed?"})
    with clock.at(MONDAY), side.door():
        nudge.find_due()
        ask = session().scalars(select(NudgeAsk)).one()
    lead.post(where, {"back": str(ask.id)})
    with clock.at(MONDAY), side.door():
        nudge.find_due()
        assert session().scalars(select(Nudge.state).where(Nudge.rule == "lead_asks")).all() == ["withdrawn"]
    assert "This was answered or taken back already" in lead.post(where, {"back": str(ask.id)}, status=200).text


def test_what_somebody_does_not_want_by_letter_stands_in_their_inbox_alone(side, browse):
    ref = makers.an_idea(side, stage=Stage.DESIGN)
    owner = browse(side.owner)
    assert "Say which reminders you have by email" in owner.get("/account").text
    owner.post("/account/reminders", {"by_letter": ["sponsor", "money"]})
    with side.door():
        subject = makers.idea_of(ref)
        nudge.ask_person(idea=subject, person_id=side.owner.id, words="Is it still needed?", by=side.lead.id)
    with clock.at(MONDAY), side.door():
        go_out()
        assert not letters(to=side.owner, kind="nudge")
        row = session().scalars(select(Nudge).where(Nudge.rule == "lead_asks")).one()
        assert (str(row.state), row.sent_on, row.letter_id) == ("sent", MONDAY, None)
    with clock.at(MONDAY):
        assert f"{side.lead.name} asks: “Is it still needed?”" in words(browse(side.owner).get("/inbox"))


def test_a_sponsor_who_is_elected_confirms_anew_after_the_election(side, browse):
    ref = makers.an_idea(side, stage=Stage.DESIGN)
    with side.door():
        subject = makers.idea_of(ref)
        idea.name_sponsor(idea=subject, by=side.lead.id, person_id=side.sponsor.id)
        idea.record_contact(idea=subject, on=FRIDAY, by=side.sponsor.id)
    browse(side.admin).post(f"/council/people/{side.sponsor.id}/elected", {"elected": "y"})
    election = FRIDAY + timedelta(days=30)
    browse(side.lead).post("/portfolio/settings", {"election": f"{election:%d/%m/%Y}", "because": "The county votes."})
    made = makers.a_decision(side, ref, Word.HOLD, at=Gate.MOBILISE, until=FRIDAY + timedelta(days=60))
    told = words(browse(side.observer).get(f"/ideas/{ref}/decisions/{made.number}"))
    assert "It was made in the six weeks before the election of 20 December" in told
    for after, asked in ((6, False), (10, True)):
        with clock.at(election + timedelta(days=after)), side.door():
            found = {(one.reason.rule.code, one.person_id) for one in nudge.plan(day=clock.today())}
            assert (("sponsor_elected", side.sponsor.id) in found) is asked
    with clock.at(election + timedelta(days=15)), side.door():
        nudge.find_due()
        row = session().scalars(select(Nudge).where(Nudge.rule == "sponsor_elected")).one()
        nudge.answer(nudge_id=row.id, by=side.sponsor.id, reply=nudge.Reply.STILL_GOING)
    with clock.at(election + timedelta(days=58)), side.door():
        assert "sponsor_elected" not in rules_asking(clock.today())


def test_a_lead_is_asked_for_the_next_election_day_which_is_about_no_idea(side, world, browse):
    election = FRIDAY - timedelta(days=80)
    with clock.at(election - timedelta(days=1)), side.door():
        wanted = setting.election_named(election, today=clock.today())
        setting.change(wanted=wanted, because="The county votes.", by=side.lead.id)
    with side.door():
        assert go_out() == 1
        (told,) = letters(to=side.lead, kind="nudge")
        assert (told["first"]["ref"], told["first"]["title"]) == ("", side.name)
    with world.theirs.door():
        assert not [one for one in nudge.plan(day=FRIDAY) if one.reason.idea_id is None]
    link, nobody = f"/n/{told['first']['token']}", browse(None)
    page = Page(nobody.get(link).text)
    assert page.heading == "Name the next election day"
    assert "I have seen it" in words(nobody.get(link))
    assert page.part("about").links["Name it"] == "/portfolio/settings#election"
    nobody.post(link, {"reply": "need_help"}, status=200)
    lead = browse(side.lead)
    assert "The election day that was named, 1 September, is over" in words(lead.get("/inbox"))
    assert side.name in words(lead.get("/portfolio/nudges"))
    lead.post("/portfolio/settings", {"election": "6 May 2027", "because": "As the county says."})
    with side.door():
        nudge.find_due()
        assert session().scalars(select(Nudge.state).where(Nudge.rule == "election_next")).all() == ["withdrawn"]
        assert setting.last_election(FRIDAY) == election
        assert setting.next_election(FRIDAY) == date(2027, 5, 6)


def test_nobody_is_asked_who_is_not_here(side, world):
    ref = makers.an_idea(side, stage=Stage.DESIGN)
    with side.door(), pytest.raises(Refused, match="works here and may see it"):
        subject = makers.idea_of(ref)
        nudge.ask_person(idea=subject, person_id=world.theirs.owner.id, words="Is it so?", by=side.lead.id)
