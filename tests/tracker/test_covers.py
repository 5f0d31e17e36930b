"""While somebody is away, what is asked of them is asked of their cover, who may do what a cover may, until a day."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests import makers
from tracker import clock, council, gate, idea, inbox, nudge, post
from tracker.council import Role
from tracker.gate import Gate, Word
from tracker.idea import Audience, Stage

LONG_AGO = timedelta(days=100)


@pytest.fixture
def side(world):
    return world.ours


@pytest.fixture
def ref(side):
    """An idea tried for long: Tom Baker keeps it, Helen Marsh sponsors it, and neither has been heard of."""
    with clock.at(clock.now() - LONG_AGO):
        made = makers.an_idea(side, stage=Stage.MOBILISE)
        with side.door():
            idea.name_sponsor(idea=makers.idea_of(made), by=side.lead.id, person_id=side.sponsor.id)
    return made


@pytest.fixture
def deborah(side):
    return makers.a_person(side.id, Role.OWNER, name="Deborah Okoro")


def away(browse, person, cover, *, days=5, **said):
    until = clock.today() + timedelta(days=days)
    return browse(person).post("/account/cover", {"cover_id": str(cover.id), "until": f"{until:%d/%m/%Y}", **said})


def asked_of(side, person):
    with side.door():
        nudge.find_due()
        waiting = nudge.for_person_query(reader=person.reader, settled=0)
        return {one.code: one.fact for one in waiting.answer()}


def letters_to(side, person):
    with side.door() as door:
        return list(door.scalars(select(post.Letter.subject).where(post.Letter.person_id == person.id)))


def test_what_is_asked_of_an_owner_is_asked_of_their_cover_until_the_day(side, ref, deborah, browse):
    assert "no_evidence" in asked_of(side, side.owner)
    browse(deborah).get(f"/ideas/{ref}/current", status=403)
    answer = away(browse, side.owner, deborah, note="The figures come on Friday.")
    until = clock.today() + timedelta(days=5)

    page = browse(side.owner).follow(answer).text
    assert "Deborah Okoro is asked until" in page
    assert "You are away until" in browse(side.owner).get("/").text
    assert letters_to(side, deborah) == ["You are asked while Tom Baker is away"]

    facts = asked_of(side, deborah)
    assert "Asked in place of Tom Baker, who is away." in facts["no_evidence"]
    assert "no_evidence" not in asked_of(side, side.owner)
    home = browse(deborah).get("/").text
    assert "For Tom Baker, who is away" in home
    assert home.count("Keep it current") == 1, "once, under his name, and not by a reminder besides"
    assert "One visit for damp" in browse(deborah).get("/inbox").text
    here = browse(deborah).get(f"/ideas/{ref}").text
    assert "Keep it current" in here
    assert "Hand over" not in here
    browse(deborah).get(f"/ideas/{ref}/current")
    browse(deborah).get(f"/ideas/{ref}/gates/mainstream/ask")
    browse(deborah).get(f"/ideas/{ref}/owner", status=403)

    with clock.at(until + timedelta(days=1)):
        browse(deborah).get(f"/ideas/{ref}/current", status=403)
        assert "Tom Baker, who is away" not in browse(deborah).get("/").text
        assert "no_evidence" in asked_of(side, side.owner)
        assert "no_evidence" not in asked_of(side, deborah)


def test_a_sponsor_who_covers_the_owner_is_asked_to_keep_the_same_idea_current(side, ref, browse):
    both = makers.a_person(side.id, Role.OWNER, Role.SPONSOR, name="Zoe Adams")
    with side.door():
        idea.name_sponsor(idea=makers.idea_of(ref), by=side.lead.id, person_id=both.id)
        idea.record_contact(idea=makers.idea_of(ref), on=clock.today(), by=both.id)
    away(browse, side.owner, both)
    with side.door():
        desk = inbox.desk(reader=both.reader)
    assert [one.ref for one in desk.covered[0].needs] == [ref]
    assert [one.ref for one in desk.in_touch] == [ref]
    assert "For Tom Baker, who is away" in browse(both).get("/").text


def test_a_sponsors_cover_keeps_in_touch_and_neither_decides_nor_speaks_as_the_sponsor(side, ref, deborah, browse):
    away(browse, side.sponsor, deborah)
    assert "Helen Marsh" in asked_of(side, deborah)["sponsor_silent"]
    assert "For Helen Marsh, who is away" in browse(deborah).get("/").text
    with side.door():
        found, reader = makers.idea_of(ref), deborah.reader
        assert idea.in_touch(found, reader)
        assert not idea.keeps(found, reader)
        assert not gate.decides(found, reader)
        assert not idea.sponsors(found, reader)
        entry = next(e for e in nudge.for_person_query(reader=reader, settled=0).answer() if e.code == "sponsor_silent")
    browse(deborah).get(f"/ideas/{ref}/contact")
    browse(deborah).post(f"/nudges/{entry.id}", {"reply": "still_going"})
    with side.door():
        assert makers.idea_of(ref).last_contact is None, "only the sponsor says that they were in touch"


def test_a_condition_is_met_by_the_cover_of_its_owner(side, deborah, browse):
    ref = makers.an_idea(side)
    term = gate.Term("Ask the tenants", side.owner.id, clock.today() + timedelta(days=3))
    makers.a_decision(side, ref, Word.CONDITIONAL, at=Gate.DESIGN, terms=[term])
    away(browse, side.owner, deborah)
    assert "Ask the tenants" in asked_of(side, deborah)["condition_due"]
    with side.door():
        condition = gate.conditions_on(makers.idea_of(ref).id)[0]
    browse(deborah).post(f"/ideas/{ref}/conditions/{condition.id}", {"note": "They said yes.", "met": "y"})


def test_a_cover_hands_over_nothing_and_sees_nothing_confidential(side, ref, deborah, browse):
    away(browse, side.owner, deborah)

    def seen_by(audience):
        with side.door():
            idea.set_audience(idea=makers.idea_of(ref), audience=audience, people=[], by=side.lead.id)

    seen_by(Audience.CONFIDENTIAL)
    browse(deborah).get(f"/ideas/{ref}", status=404)
    assert "For Tom Baker" not in browse(deborah).get("/").text
    assert "no_evidence" in asked_of(side, side.owner)
    assert "no_evidence" not in asked_of(side, deborah)
    seen_by(Audience.EVERYBODY)
    assert "no_evidence" in asked_of(side, deborah)
    with side.door():
        entry = next(e for e in nudge.for_person(reader=deborah.reader) if e.code == "no_evidence")
    browse(deborah).post(f"/nudges/{entry.id}", {"reply": "hand_over", "to": str(side.lead.id)})
    with side.door():
        assert makers.idea_of(ref).owner_id == side.owner.id


def test_a_cover_makes_nobody_a_deputy_and_opens_no_confidence(side, ref, deborah, browse):
    away(browse, side.owner, deborah)
    stands_in, part = browse(deborah), f"/ideas/{ref}/current/handover"
    said = {"handover-plan": "Sam learns it.", "handover-deputy_id": str(deborah.id)}
    assert "a deputy is for them or a lead to choose" in stands_in.post(part, said, status=200).text
    stands_in.post(part, {**said, "handover-deputy_id": ""}, status=303)
    with side.door():
        assert makers.idea_of(ref).deputy_id is None
        named = {"audience": Audience.CONFIDENTIAL, "people": [deborah.id], "by": side.lead.id}
        idea.set_audience(idea=makers.idea_of(ref), **named)
    stands_in.get(f"/ideas/{ref}/confidence", status=403)
    assert f"/ideas/{ref}/confidence" not in stands_in.get(f"/ideas/{ref}").text
    browse(side.owner).post(part, said, status=303)
    assert f"/ideas/{ref}/confidence" in stands_in.get(f"/ideas/{ref}").text, "a deputy does"


def test_where_somebody_is_to_be_asked_their_name_says_that_they_are_away(side, ref, deborah, browse):
    away(browse, side.owner, deborah)
    said = "Tom Baker, away until"
    keeper = browse(side.lead)
    for page in ("", "/owner", "/current?part=handover", "/current?part=risk", "/comment"):
        shown = keeper.get(f"/ideas/{ref}{page}").text.replace("\N{NO-BREAK SPACE}", " ")
        expected = said if page != "/current?part=handover" else "Deborah Okoro"
        assert expected in shown, page
    assert ": Deborah Okoro is asked" in keeper.get(f"/ideas/{ref}").text


def test_a_lead_says_it_for_somebody_and_the_cover_says_that_they_cannot(side, ref, deborah, browse):
    until = clock.today() + timedelta(days=2)
    send = {"cover_id": str(deborah.id), "until": f"{until:%d/%m/%Y}"}
    for nobody in (side.contributor, side.sponsor, deborah):
        browse(nobody).get(f"/council/cover/{side.owner.id}", status=403)
        browse(nobody).post(f"/council/cover/{side.owner.id}", send, status=403)
    lead = browse(side.lead)
    page = lead.follow(lead.post(f"/council/cover/{side.owner.id}", send)).text
    assert "Tom Baker" in page
    assert "Deborah Okoro" in page
    assert "Deborah Okoro is asked while you are away" in letters_to(side, side.owner)
    browse(side.contributor).post(f"/council/cover/{side.owner.id}/end", status=403)
    assert f"/council/cover/{side.owner.id}/end" in browse(deborah).get("/account/cover").text
    browse(deborah).post(f"/council/cover/{side.owner.id}/end")
    assert "Deborah Okoro is no longer asked in your place" in letters_to(side, side.owner)
    browse(deborah).get(f"/ideas/{ref}/current", status=403)
    browse(deborah).post(f"/council/cover/{side.owner.id}/end", status=404)


def test_what_is_wrong_stands_beside_the_field_and_what_was_typed_stays(side, deborah, browse):
    tom = browse(side.owner)
    page = tom.post("/account/cover", {"note": "Ask Sam."}, status=200).text
    assert "Choose somebody" in page
    assert "Give the last day away" in page
    assert "Ask Sam." in page
    yesterday = clock.today() - timedelta(days=1)
    wrong = {"cover_id": str(deborah.id), "until": f"{yesterday:%d/%m/%Y}"}
    assert "Give a last day that is not past" in tom.post("/account/cover", wrong, status=200).text
    assert str(side.contributor.id) not in tom.get("/account/cover").text, "who may not keep ideas covers no owner"
    away(browse, side.owner, deborah)
    round_about = {
        "cover_id": str(side.owner.id),
        "until": f"{clock.today() + timedelta(days=9):%d/%m/%Y}",
    }
    browse(deborah).post("/account/cover", round_about)
    with side.door():
        for one in (side.owner, deborah):
            assert not one.reader.covers, "in a circle nobody is asked"


def test_who_stood_in_long_ago_is_not_told_that_it_is_over_when_somebody_else_does(side, deborah, browse):
    other = makers.a_person(side.id, Role.OWNER, name="Zoe Adams")
    with clock.at(clock.now() - LONG_AGO):
        away(browse, side.owner, deborah)
    away(browse, side.owner, other)
    assert letters_to(side, deborah) == ["You are asked while Tom Baker is away"]
    away(browse, side.owner, deborah, days=6)
    assert "You are no longer asked in place of Tom Baker" in letters_to(side, other)


def test_a_cover_who_leaves_or_may_no_longer_do_it_is_one_no_more(side, ref, deborah, browse):
    away(browse, side.owner, deborah)
    with side.door():
        council.set_roles(person_id=deborah.id, roles=[Role.OBSERVER], by=side.admin.id)
        assert not deborah.reader.covers
        assert council.cover_of(side.owner.id) is None
        council.set_roles(person_id=deborah.id, roles=[Role.OWNER], by=side.admin.id)
    away(browse, side.owner, deborah)
    with side.door():
        council.end_membership(person_id=deborah.id, by=side.admin.id)
        assert council.cover_of(side.owner.id) is None
        inbox.count_all()
    assert "no_evidence" in asked_of(side, side.owner)


def test_a_lead_who_is_away_is_asked_after_the_others(side, browse):
    other = makers.a_person(side.id, Role.LEAD, name="Zoe Adams")
    makers.a_late_reply(side)
    assert "reply_overdue" in asked_of(side, side.lead)
    away(browse, side.lead, other)
    assert "reply_overdue" in asked_of(side, other)
    assert "reply_overdue" not in asked_of(side, side.lead)


def test_a_cover_may_no_more_than_who_is_away_may_now(side, ref, deborah, browse):
    away(browse, side.owner, deborah)
    lent = makers.a_person(side.id, Role.OWNER, name="Ola Berg")
    away(browse, side.sponsor, lent)
    browse(deborah).get(f"/ideas/{ref}/current")
    browse(lent).get(f"/ideas/{ref}/contact")
    with side.door():
        for one in (side.owner, side.sponsor):
            council.set_roles(person_id=one.id, roles=[Role.CONTRIBUTOR], by=side.admin.id)
    browse(deborah).get(f"/ideas/{ref}/current", status=403)
    browse(lent).get(f"/ideas/{ref}/contact", status=403)
    assert "Keep it current" not in browse(deborah).get("/").text
    assert "One visit for damp" not in browse(lent).get("/").text
    with side.door():
        council.set_roles(person_id=side.owner.id, roles=[Role.OWNER], by=side.admin.id)
    browse(deborah).get(f"/ideas/{ref}/current")


def test_who_covers_a_cover_is_told_for_whom_they_are_asked_by_it(side, deborah, browse):
    away(browse, side.owner, deborah)
    third = makers.a_person(side.id, Role.OWNER, name="Ola Berg")
    away(browse, deborah, third)
    told = ["You are asked while Deborah Okoro is away", "You are asked while Tom Baker is away"]
    assert sorted(letters_to(side, third)) == told
    until = f"{clock.today() + timedelta(days=3):%d/%m/%Y}"
    sent = {"cover_id": str(deborah.id), "until": until}
    refused = browse(side.lead).post(f"/council/cover/{third.id}", sent, status=200).text
    assert "Deborah Okoro is away then, and Ola Berg would be asked in their place" in refused
