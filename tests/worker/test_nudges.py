"""Who has gone quiet is found, told once, and answered with one press."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests import makers
from tracker import clock, council, idea, nudge, post, tenancy

MONDAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def alone(outbox):
    """No letters but this test's."""


def submitted(side, *, on, title="Key safes fitted at weekends"):
    """An idea that its author sent in on a day."""
    with clock.at(on), side.door():
        made = idea.log_draft(by=side.contributor.id, title=title, problem="Nobody comes.", proposal="Ask them.")
        tenancy.session().flush()
        idea.submit(idea=made, by=side.contributor.id)
        return made.id


def tried(side, *, on, title="Meals and medicines on one round"):
    """An idea that has been in mobilise since a day, with an owner and a sponsor."""
    made = submitted(side, on=on, title=title)
    with clock.at(on), side.door():
        found = idea.by_id(idea_id=made)
        idea.send_to_design_gate(idea=found, owner_id=side.owner.id, because="Worth a try.", by=side.lead.id)
        idea.move(idea=found, to=idea.Stage.DESIGN, decision=idea.Move.ADVANCE, rationale="Yes.", by=side.lead.id)
        idea.move(idea=found, to=idea.Stage.MOBILISE, decision=idea.Move.ADVANCE, rationale="Yes.", by=side.lead.id)
        idea.name_sponsor(idea=found, by=side.lead.id, person_id=side.sponsor.id)
    return made


def sweep(side, on):
    """What the worker does for a council on a day: the number of letters."""
    with clock.at(on), side.door():
        nudge.find_due()
        return nudge.send_due()


def told(side, person):
    """What a person was asked: (rule, state), in order."""
    with side.door():
        return [(one.code, str(one.state)) for one in nudge.for_person(reader=person.reader)]


def link_in(mail, person):
    """The secret of the link in the last letter to a person."""
    letter = mail.to(person.email)[-1]
    return re.search(r"/n/([\w-]+)", letter.get_body(("plain",)).get_content())[1]


def only(side, person, rule):
    """The one open nudge of a rule to a person."""
    with side.door():
        [found] = [one for one in nudge.for_person(reader=person.reader) if one.code == rule and one.open]
    return found


def test_an_unanswered_idea_is_told_to_the_lead_when_the_promise_is_past(world, mail):
    submitted(world.ours, on=MONDAY)
    friday, monday, tuesday = (MONDAY + timedelta(days=n) for n in (4, 7, 8))

    assert sweep(world.ours, friday) == 0
    assert sweep(world.ours, monday) == 0, "five working days are promised, and this is the fifth"
    assert sweep(world.ours, tuesday) == 1
    assert told(world.ours, world.ours.lead) == [("reply_overdue", "sent")]
    assert told(world.theirs, world.theirs.lead) == []


def test_it_goes_once_however_often_it_is_looked_for(world, mail):
    submitted(world.ours, on=MONDAY)
    day = MONDAY + timedelta(days=8)

    assert [sweep(world.ours, day) for _ in range(4)] == [1, 0, 0, 0]
    assert len(told(world.ours, world.ours.lead)) == 1


def test_it_is_withdrawn_as_soon_as_its_reason_is_gone(world, mail):
    made = submitted(world.ours, on=MONDAY)
    sweep(world.ours, MONDAY + timedelta(days=8))
    with clock.at(MONDAY + timedelta(days=8)), world.ours.door():
        idea.reply(idea=idea.by_id(idea_id=made), words="Thank you. I ring you.", by=world.ours.lead.id)
    sweep(world.ours, MONDAY + timedelta(days=9))

    assert told(world.ours, world.ours.lead) == [("reply_overdue", "withdrawn")]


def test_nothing_goes_at_a_weekend_or_on_a_bank_holiday(world, mail):
    submitted(world.ours, on=date(2026, 12, 14))

    assert sweep(world.ours, date(2026, 12, 25)) == 0
    assert sweep(world.ours, date(2026, 12, 26)) == 0
    assert sweep(world.ours, date(2026, 12, 28)) == 0, "Boxing Day's substitute"
    assert sweep(world.ours, date(2026, 12, 29)) == 1


def test_a_sponsor_who_was_not_in_touch_for_sixty_days_is_asked_and_contact_begins_the_count_again(world, mail):
    made = tried(world.ours, on=MONDAY)
    sweep(world.ours, MONDAY + timedelta(days=59))
    assert ("sponsor_silent", "sent") not in told(world.ours, world.ours.sponsor)
    sweep(world.ours, MONDAY + timedelta(days=63))
    assert ("sponsor_silent", "sent") in told(world.ours, world.ours.sponsor)

    with clock.at(MONDAY + timedelta(days=64)), world.ours.door():
        idea.record_contact(
            idea=idea.by_id(idea_id=made), on=MONDAY + timedelta(days=64), by=world.ours.sponsor.id, how="a visit"
        )
    sweep(world.ours, MONDAY + timedelta(days=65))
    assert ("sponsor_silent", "withdrawn") in told(world.ours, world.ours.sponsor)
    sweep(world.ours, MONDAY + timedelta(days=64 + 62))
    assert ("sponsor_silent", "sent") in told(world.ours, world.ours.sponsor)


def test_an_idea_in_design_without_a_sponsor_is_the_leads(world, mail):
    made = tried(world.ours, on=MONDAY)
    with clock.at(MONDAY), world.ours.door() as door:
        found = idea.by_id(idea_id=made)
        found.stage, found.sponsor_id = idea.Stage.DESIGN, None
        door.flush()
    sweep(world.ours, MONDAY + timedelta(days=20))
    assert "no_sponsor" not in dict(told(world.ours, world.ours.lead))
    sweep(world.ours, MONDAY + timedelta(days=21))
    assert ("no_sponsor", "sent") in told(world.ours, world.ours.lead)


@pytest.mark.parametrize(
    "change",
    [
        {"source": "a report of 2007"},
        {"shielded_until": date(2027, 6, 1)},
        {"state": "closed", "outcome": "merged"},
        {"state": "parked", "parked_until": date(2027, 6, 1)},
    ],
    ids=["historical", "shielded", "closed", "parked"],
)
def test_nobody_is_asked_about_an_idea_that_rests(world, mail, change):
    made = tried(world.ours, on=MONDAY)
    with world.ours.door():
        found = idea.by_id(idea_id=made)
        for name, value in change.items():
            setattr(found, name, value)

    assert sweep(world.ours, MONDAY + timedelta(days=65)) == 0


def test_a_person_has_one_mail_a_day_that_tells_all_that_waits(world, mail):
    for n in range(3):
        submitted(world.ours, on=MONDAY, title=f"Idea number {n}")

    assert sweep(world.ours, MONDAY + timedelta(days=8)) == 1
    post.deliver()

    [letter] = mail.to(world.ours.lead.email)
    words = letter.get_body(("plain",)).get_content()
    assert all(f"Idea number {n}" in words for n in range(3))
    assert len(set(re.findall(r"/n/([\w-]+)", words))) == 3, "each has a link of its own"


def test_across_two_councils_it_is_still_one_mail_and_the_other_waits_for_the_next_day(world, mail):
    both = makers.a_person(world.theirs.id, council.Role.LEAD, name="Priya Nair", email=world.ours.lead.email)
    with tenancy.directory():
        council.set_digest(person_id=both.id, digest=council.Digest.DAILY)
    with world.theirs.door():
        council.end_membership(person_id=world.theirs.lead.id, by=world.theirs.admin.id)
    submitted(world.ours, on=MONDAY)
    submitted(world.theirs, on=MONDAY)
    tuesday = MONDAY + timedelta(days=8)

    assert (sweep(world.ours, tuesday), sweep(world.theirs, tuesday)) == (1, 0)
    assert told(world.theirs, both) == [("reply_overdue", "waiting")]
    assert sweep(world.theirs, tuesday + timedelta(days=1)) == 1


@pytest.mark.parametrize(("digest", "told_first"), [("daily", 3), ("weekly", 1), ("never", 1)])
def test_what_else_waits_is_told_by_each_persons_choice(world, mail, digest, told_first):
    with tenancy.directory():
        council.set_digest(person_id=world.ours.lead.id, digest=council.Digest(digest))
    for n in range(3):
        submitted(world.ours, on=MONDAY, title=f"Idea number {n}")
    tuesday = MONDAY + timedelta(days=8)

    assert sweep(world.ours, tuesday) == 1, "one mail a day, whatever was chosen"
    states = [state for _, state in told(world.ours, world.ours.lead)]
    assert states.count("sent") == told_first
    for n in (1, 2, 3, 6):
        assert sweep(world.ours, tuesday + timedelta(days=n)) <= 1
    with world.ours.door():
        heard = {one.ref for one in nudge.for_person(reader=world.ours.lead.reader) if one.sent_on}
    assert len(heard) == 3, "nothing waits for ever"


def test_what_two_in_a_row_left_unanswered_goes_to_the_lead_and_no_higher(world, mail):
    tried(world.ours, on=MONDAY)
    seen = []
    for day in range(60, 220):
        sweep(world.ours, MONDAY + timedelta(days=day))
    with world.ours.door():
        seen = [one.code for one in nudge.for_person(reader=world.ours.sponsor.reader) if one.code == "sponsor_silent"]
        with_lead = [one for one in nudge.waits_for_lead(reader=world.ours.lead.reader) if one.code == "sponsor_silent"]
    assert len(seen) == 2
    assert with_lead
    assert {one.person_id for one in with_lead} == {world.ours.lead.id}


def test_the_link_finds_its_nudge_and_runs_out_after_sixty_days(world, mail):
    submitted(world.ours, on=MONDAY)
    tuesday = MONDAY + timedelta(days=8)
    sweep(world.ours, tuesday)
    post.deliver()
    token = link_in(mail, world.ours.lead)

    with clock.at(tuesday + timedelta(days=60)), tenancy.directory():
        found = nudge.by_token(token)
        assert found
        assert (found.council_id, found.person_id, found.good) == (world.ours.id, world.ours.lead.id, True)
        assert nudge.by_token(token + "x") is None
    with clock.at(tuesday + timedelta(days=61)), tenancy.directory():
        assert nudge.by_token(token).good is False


def test_still_going_from_a_sponsor_is_a_contact_with_the_team(world, mail):
    made = tried(world.ours, on=MONDAY)
    day = MONDAY + timedelta(days=63)
    sweep(world.ours, day)
    row = only(world.ours, world.ours.sponsor, "sponsor_silent")
    with clock.at(day), world.ours.door():
        nudge.answer(nudge_id=row.id, by=world.ours.sponsor.id, reply=nudge.Reply.STILL_GOING)
    with world.ours.door() as door:
        contacts = door.scalars(select(idea.SponsorContact.on).where(idea.SponsorContact.idea_id == made)).all()
    assert contacts == [day]
    assert ("sponsor_silent", "answered") in told(world.ours, world.ours.sponsor)


def test_it_is_answered_once_and_by_the_person_asked(world, mail):
    submitted(world.ours, on=MONDAY)
    day = MONDAY + timedelta(days=8)
    sweep(world.ours, day)
    row = only(world.ours, world.ours.lead, "reply_overdue")
    with clock.at(day), world.ours.door():
        with pytest.raises(idea.Refused):
            nudge.answer(nudge_id=row.id, by=world.ours.owner.id, reply=nudge.Reply.STILL_GOING)
        nudge.answer(nudge_id=row.id, by=world.ours.lead.id, reply=nudge.Reply.STILL_GOING)
        with pytest.raises(idea.Refused):
            nudge.answer(nudge_id=row.id, by=world.ours.lead.id, reply=nudge.Reply.PARK_IT)


def test_asking_for_help_tells_the_lead(world, mail):
    made = tried(world.ours, on=MONDAY)
    day = MONDAY + timedelta(days=63)
    sweep(world.ours, day)
    row = only(world.ours, world.ours.sponsor, "sponsor_silent")
    with clock.at(day), world.ours.door():
        nudge.answer(
            nudge_id=row.id, by=world.ours.sponsor.id, reply=nudge.Reply.NEED_HELP, note="I do not know the team."
        )
        assert [one.id for one in nudge.waits_for_lead(reader=world.ours.lead.reader) if one.reply] == [row.id]
        ref = idea.by_id(idea_id=made).ref
    post.deliver()
    letter = mail.to(world.ours.lead.email)[-1]
    assert "I do not know the team." in letter.get_body(("plain",)).get_content()
    assert ref in letter.get_body(("plain",)).get_content()


def test_parking_and_handing_over_are_done_in_the_persons_name(world, mail):
    first, second = tried(world.ours, on=MONDAY), tried(world.ours, on=MONDAY, title="Another")
    day = MONDAY + timedelta(days=63)
    sweep(world.ours, day)
    with clock.at(day), world.ours.door():
        mine = {
            one.idea_id: one.id
            for one in nudge.for_person(reader=world.ours.sponsor.reader)
            if one.code == "sponsor_silent"
        }
        nudge.answer(
            nudge_id=mine[first], by=world.ours.sponsor.id, reply=nudge.Reply.PARK_IT, until=day + timedelta(days=60)
        )
        nudge.answer(
            nudge_id=mine[second], by=world.ours.sponsor.id, reply=nudge.Reply.HAND_OVER, to=world.ours.lead.id
        )
    with world.ours.door():
        assert idea.by_id(idea_id=first).state is idea.State.PARKED
        assert idea.by_id(idea_id=second).sponsor_id == world.ours.lead.id


def test_the_lead_withholds_one_before_it_goes_and_it_rests_for_its_interval(world, mail):
    made = submitted(world.ours, on=MONDAY)
    monday, tuesday = MONDAY + timedelta(days=7), MONDAY + timedelta(days=8)
    with clock.at(monday), world.ours.door():
        assert [one.reason.rule.code for one in nudge.plan(day=tuesday)] == ["reply_overdue"]
        with pytest.raises(idea.Refused):
            nudge.withhold(rule="reply_overdue", subject_id=made, day=tuesday, because=" ", by=world.ours.lead.id)
        nudge.withhold(
            rule="reply_overdue", subject_id=made, day=tuesday, because="I ring her today.", by=world.ours.lead.id
        )
    assert sweep(world.ours, tuesday) == 0
    assert sweep(world.ours, tuesday + timedelta(days=1)) == 0
    assert sweep(world.ours, tuesday + timedelta(days=2)) == 1, "its two days after"


def test_a_snoozed_one_comes_back_on_its_day(world, mail):
    submitted(world.ours, on=MONDAY)
    tuesday = MONDAY + timedelta(days=8)
    sweep(world.ours, tuesday)
    row = only(world.ours, world.ours.lead, "reply_overdue")
    with clock.at(tuesday), world.ours.door():
        nudge.snooze(nudge_id=row.id, until=tuesday + timedelta(days=3), because="She is away.", by=world.ours.lead.id)
    assert [sweep(world.ours, tuesday + timedelta(days=n)) for n in (1, 2, 3)] == [0, 0, 1]


def test_sweeps_at_once_record_once_and_write_one_letter(world, mail):
    for n in range(5):
        submitted(world.ours, on=MONDAY, title=f"Idea number {n}")
    tuesday = MONDAY + timedelta(days=8)

    with ThreadPoolExecutor(3) as workers:
        letters = list(workers.map(lambda _: sweep(world.ours, tuesday), range(3)))

    assert sum(letters) == 1
    assert told(world.ours, world.ours.lead) == [("reply_overdue", "sent")] * 5


def test_two_councils_that_write_to_the_same_people_at_once_never_block_each_other(world, mail):
    everybody = [makers.a_person(world.ours.id, council.Role.OWNER, name=f"Owner {n}") for n in range(6)]
    for side in (world.ours, world.theirs):
        for one in everybody:
            if side is world.theirs:
                makers.a_person(side.id, council.Role.OWNER, name=one.name, email=one.email)
            made = tried(side, on=MONDAY, title=f"Of {one.name}")
            with clock.at(MONDAY), side.door():
                idea.assign_owner(idea=idea.by_id(idea_id=made), owner_id=one.id, by=side.lead.id)
    day = MONDAY + timedelta(days=63)

    with ThreadPoolExecutor(2) as workers:
        list(workers.map(lambda side: sweep(side, day), (world.ours, world.theirs)))

    with tenancy.directory():
        assert all(post.has_nudge_on(person_id=one.id, day=day) for one in everybody)
    post.deliver()
    nudges = [
        one.email for one in everybody for letter in mail.to(one.email) if "/n/" in str(letter.get_body(("plain",)))
    ]
    assert sorted(nudges) == sorted(one.email for one in everybody), "one each"


def test_what_one_lead_was_asked_stays_with_them_while_another_has_the_first_turn(world):
    submitted(world.ours, on=MONDAY)
    late = MONDAY + timedelta(days=21)
    sweep(world.ours, late)
    asked = told(world.ours, world.ours.lead)
    assert ("reply_overdue", "sent") in asked
    makers.a_person(world.ours.id, council.Role.LEAD, name="Aa First")
    sweep(world.ours, late + timedelta(days=1))
    assert told(world.ours, world.ours.lead) == asked


def test_what_one_rule_asks_is_withheld_and_what_others_ask_about_the_same_idea_goes(world):
    made, day = tried(world.ours, on=MONDAY), MONDAY + timedelta(days=182)

    def asked() -> list[str]:
        with world.ours.door():
            return [one.reason.rule.code for one in nudge.plan(day=day) if one.reason.subject_id == made]

    with clock.at(day):
        before = asked()
        assert len(before) > 2
        for rule in (before[-1], "no such rule"):
            with world.ours.door(), suppress(idea.Refused):
                nudge.withhold(rule=rule, subject_id=made, day=day, because="Spoke today.", by=world.ours.lead.id)
        assert asked() == before[:-1]
