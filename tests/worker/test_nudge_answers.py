"""An answer to a nudge acts no further than whoever gives it may act on that idea now."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import makers
from tests.worker.test_nudges import MONDAY, only, submitted, sweep, tried
from tracker import clock, council, idea, nudge, risk
from tracker.council import Role
from tracker.nudge import Reply

DAY = MONDAY + timedelta(days=63)


@pytest.fixture(autouse=True)
def alone(outbox):
    """No letters but this test's."""


@pytest.fixture
def asked_sponsor(world):
    """An idea whose sponsor was not in touch, and the nudge that asks them."""
    made = tried(world.ours, on=MONDAY)
    sweep(world.ours, DAY)
    return made, only(world.ours, world.ours.sponsor, "sponsor_silent").id


def answer(side, nudge_id, by, reply: Reply, **said) -> None:
    with clock.at(DAY), side.door():
        nudge.answer(nudge_id=nudge_id, by=by.id, reply=reply, **said)


def name_sponsor(side, made, person) -> None:
    """Another sponsor stands on the idea, and nobody has looked at its nudges since."""
    with clock.at(DAY), side.door():
        idea.by_id(idea_id=made).sponsor_id = person.id


def kept(side, made) -> idea.Idea:
    with side.door():
        return idea.by_id(idea_id=made)


def contacts(outbox, made) -> int:
    return outbox("SELECT count(*) FROM sponsor_contact WHERE idea_id = %s", made).fetchone()[0]


def told(outbox, side) -> list[tuple]:
    """Who was passed something on: by name and subject."""
    return outbox(
        "SELECT to_name, subject FROM letter WHERE council_id = %s AND key LIKE 'nudge-answer:%%' ORDER BY to_name",
        side.id,
    ).fetchall()


# --- still going ------------------------------------------------------------------------------------------------------
def test_still_going_by_the_sponsor_is_contact_and_by_who_was_sponsor_once_is_none(world, asked_sponsor, outbox):
    made, nudge_id = asked_sponsor
    name_sponsor(world.ours, made, makers.a_person(world.ours.id, Role.SPONSOR, name="Nia Rees"))
    answer(world.ours, nudge_id, world.ours.sponsor, Reply.STILL_GOING)
    assert contacts(outbox, made) == 0
    with world.ours.door():
        [mine] = [one for one in nudge.for_person(reader=world.ours.sponsor.reader) if one.id == nudge_id]
    assert not mine.open


def test_nobody_answers_what_another_was_asked(world, asked_sponsor, outbox):
    made, nudge_id = asked_sponsor
    for person in (world.ours.lead, world.ours.owner, world.theirs.sponsor):
        with pytest.raises(idea.Refused):
            answer(world.ours, nudge_id, person, Reply.STILL_GOING)
    assert contacts(outbox, made) == 0


def test_still_going_by_the_sponsor_themselves_is_a_contact_with_the_team(world, asked_sponsor, outbox):
    made, nudge_id = asked_sponsor
    answer(world.ours, nudge_id, world.ours.sponsor, Reply.STILL_GOING)
    assert contacts(outbox, made) == 1


@pytest.mark.parametrize("who", ["owner", "lead"])
def test_still_going_by_somebody_else_is_no_contact_of_the_sponsor(world, outbox, who):
    made = tried(world.ours, on=MONDAY)
    with world.ours.door():
        found = idea.by_id(idea_id=made)
        found.sponsor_id, found.sponsor_name = None, "The director of housing"
        if who == "lead":
            found.owner_id = None
    sweep(world.ours, DAY)
    asked = only(world.ours, world.ours.people[who], "sponsor_silent")
    answer(world.ours, asked.id, world.ours.people[who], Reply.STILL_GOING)
    assert contacts(outbox, made) == 0


def test_still_going_is_no_review_of_a_risk(world, outbox):
    made = tried(world.ours, on=MONDAY)
    told = {"description": "Nobody comes", "likelihood": 2, "impact": 3, "mitigation": "Ask", "review_on": DAY}
    with clock.at(MONDAY), world.ours.door():
        raised = risk.raise_risk(idea=idea.by_id(idea_id=made), by=world.ours.owner.id, **told).id
    sweep(world.ours, DAY)
    asked = only(world.ours, world.ours.owner, "review_risk")
    answer(world.ours, asked.id, world.ours.owner, Reply.STILL_GOING)
    with world.ours.door():
        [found] = risk.risks_on(idea=idea.by_id(idea_id=made))
        assert (found.id, found.review_on, found.likelihood, found.impact) == (raised, DAY, 2, 3)
    reviews = "SELECT count(*) FROM event WHERE idea_id = %s AND what = 'risk_reviewed'"
    assert outbox(reviews, made).fetchone() == (0,)


# --- park it ----------------------------------------------------------------------------------------------------------
def test_the_sponsor_lets_an_idea_rest_and_who_was_sponsor_once_does_not(world, asked_sponsor):
    made, nudge_id = asked_sponsor
    name_sponsor(world.ours, made, makers.a_person(world.ours.id, Role.SPONSOR, name="Nia Rees"))
    until = DAY + timedelta(days=30)
    with pytest.raises(idea.Refused, match="looks after"):
        answer(world.ours, nudge_id, world.ours.sponsor, Reply.PARK_IT, until=until)
    assert kept(world.ours, made).state is idea.State.ACTIVE
    name_sponsor(world.ours, made, world.ours.sponsor)
    answer(world.ours, nudge_id, world.ours.sponsor, Reply.PARK_IT, until=until)
    assert (kept(world.ours, made).state, kept(world.ours, made).parked_until) == (idea.State.PARKED, until)


def test_a_lead_lets_an_idea_rest_whoever_looks_after_it(world):
    made = submitted(world.ours, on=MONDAY)
    sweep(world.ours, DAY)
    row = only(world.ours, world.ours.lead, "reply_overdue")
    answer(world.ours, row.id, world.ours.lead, Reply.PARK_IT, until=DAY + timedelta(days=30), note="After the budget.")
    assert kept(world.ours, made).state is idea.State.PARKED


# --- hand it over -----------------------------------------------------------------------------------------------------
def test_the_sponsor_hands_on_the_sponsoring_and_the_owner_stays(world, asked_sponsor, outbox):
    made, nudge_id = asked_sponsor
    next_one = makers.a_person(world.ours.id, Role.SPONSOR, name="Nia Rees")
    answer(world.ours, nudge_id, world.ours.sponsor, Reply.HAND_OVER, to=next_one.id)
    found = kept(world.ours, made)
    assert (found.sponsor_id, found.owner_id) == (next_one.id, world.ours.owner.id)
    assert told(outbox, world.ours) == [("Nia Rees", f"You are asked to sponsor: {found.title}")]


def test_who_was_sponsor_once_gives_neither_the_sponsoring_nor_the_idea_away(world, asked_sponsor, outbox):
    made, nudge_id = asked_sponsor
    now = makers.a_person(world.ours.id, Role.SPONSOR, name="Nia Rees")
    other = makers.a_person(world.ours.id, Role.OWNER, name="Kit Moss")
    name_sponsor(world.ours, made, now)
    answer(world.ours, nudge_id, world.ours.sponsor, Reply.HAND_OVER, to=other.id)
    found = kept(world.ours, made)
    assert (found.sponsor_id, found.owner_id) == (now.id, world.ours.owner.id)
    assert told(outbox, world.ours) == [("Kit Moss", f"You are asked to take this on: {found.title}")]


def test_what_a_lead_was_asked_is_passed_on_and_makes_nobody_the_owner(world, outbox):
    made = submitted(world.ours, on=MONDAY)
    sweep(world.ours, DAY)
    row = only(world.ours, world.ours.lead, "reply_overdue")
    answer(world.ours, row.id, world.ours.lead, Reply.HAND_OVER, to=world.ours.owner.id)
    assert kept(world.ours, made).owner_id is None
    assert [name for name, _ in told(outbox, world.ours)] == [world.ours.owner.name]


def test_the_owner_hands_the_idea_over(world):
    made = tried(world.ours, on=MONDAY)
    sweep(world.ours, DAY)
    with world.ours.door():
        mine = next(one for one in nudge.for_person(reader=world.ours.owner.reader) if one.open)
    next_one = makers.a_person(world.ours.id, Role.OWNER, name="Nia Rees")
    answer(world.ours, mine.id, world.ours.owner, Reply.HAND_OVER, to=next_one.id)
    assert kept(world.ours, made).owner_id == next_one.id


def test_a_confidential_idea_is_handed_to_nobody_who_does_not_see_it(world, asked_sponsor, outbox):
    made, nudge_id = asked_sponsor
    next_one = makers.a_person(world.ours.id, Role.SPONSOR, name="Nia Rees")
    with clock.at(DAY), world.ours.door():
        kept_back = idea.by_id(idea_id=made)
        named = [world.ours.sponsor.id]
        idea.set_audience(idea=kept_back, audience=idea.Audience.CONFIDENTIAL, people=named, by=world.ours.lead.id)
    with pytest.raises(idea.Refused, match="confidential"):
        answer(world.ours, nudge_id, world.ours.sponsor, Reply.HAND_OVER, to=next_one.id)
    assert kept(world.ours, made).sponsor_id == world.ours.sponsor.id
    assert told(outbox, world.ours) == []


@pytest.mark.parametrize("whom", ["neighbour", "left"])
def test_nothing_is_handed_to_somebody_who_does_not_work_here(world, asked_sponsor, whom):
    made, nudge_id = asked_sponsor
    to = world.theirs.sponsor if whom == "neighbour" else makers.a_person(world.ours.id, Role.SPONSOR)
    if whom == "left":
        with world.ours.door():
            council.end_membership(person_id=to.id, by=world.ours.admin.id)
    with pytest.raises(idea.Refused, match="works here"):
        answer(world.ours, nudge_id, world.ours.sponsor, Reply.HAND_OVER, to=to.id)
    assert kept(world.ours, made).sponsor_id == world.ours.sponsor.id


def test_a_lead_passes_on_what_they_were_asked_to_nobody_elsewhere_and_it_stays_open(world, outbox):
    submitted(world.ours, on=MONDAY)
    sweep(world.ours, DAY)
    row = only(world.ours, world.ours.lead, "reply_overdue")
    with pytest.raises(idea.Refused, match="works here"):
        answer(world.ours, row.id, world.ours.lead, Reply.HAND_OVER, to=world.theirs.lead.id)
    assert only(world.ours, world.ours.lead, "reply_overdue").id == row.id
    assert told(outbox, world.ours) == []


def test_the_new_owner_is_told_answers_for_it_from_then_on_and_the_old_one_is_asked_no_more(world, outbox):
    made = tried(world.ours, on=MONDAY)
    sweep(world.ours, DAY)
    next_one = makers.a_person(world.ours.id, Role.OWNER, name="Nia Rees")
    with clock.at(DAY), world.ours.door():
        idea.assign_owner(idea=idea.by_id(idea_id=made), owner_id=next_one.id, by=world.ours.lead.id)
    with clock.at(DAY), world.ours.door():
        assert [one.code for one in nudge.for_person(reader=world.ours.owner.reader) if one.open] == []
    told = "SELECT particulars ->> 'back_until' FROM letter WHERE template = 'owner_assigned' AND person_id = %s"
    assert outbox(told, next_one.id).fetchall() == [("10 August",)]
    sweep(world.ours, DAY + timedelta(days=1))
    with clock.at(DAY + timedelta(days=1)), world.ours.door():
        asked = {one.code: one for one in nudge.for_person(reader=next_one.reader) if one.open}
    assert "no_evidence" in asked


def test_what_two_owners_let_pass_once_each_is_not_yet_for_the_lead(world, outbox):
    made = tried(world.ours, on=MONDAY)
    sweep(world.ours, DAY)
    next_one = makers.a_person(world.ours.id, Role.OWNER, name="Nia Rees")
    with clock.at(DAY), world.ours.door():
        idea.assign_owner(idea=idea.by_id(idea_id=made), owner_id=next_one.id, by=world.ours.lead.id)
    for days in (1, 42):
        sweep(world.ours, DAY + timedelta(days=days))
        with clock.at(DAY + timedelta(days=days)), world.ours.door():
            assert "no_evidence" in {one.code for one in nudge.for_person(reader=next_one.reader) if one.open}
            assert nudge.waits_for_lead(reader=world.ours.lead.reader) == []
    sweep(world.ours, DAY + timedelta(days=84))
    with clock.at(DAY + timedelta(days=84)), world.ours.door():
        assert "no_evidence" in {one.code for one in nudge.waits_for_lead(reader=world.ours.lead.reader)}


# --- hand it back -----------------------------------------------------------------------------------------------------
def handed_back(outbox, side) -> list[str]:
    """Who was told that an idea was handed back."""
    told = "SELECT to_name FROM letter WHERE template = 'idea_handed_back' AND council_id = %s"
    return [name for (name,) in outbox(told, side.id).fetchall()]


LAST_DAY = clock.add_working_days(DAY, 5, "england")


@pytest.mark.parametrize(("on", "may"), [(LAST_DAY, True), (LAST_DAY + timedelta(days=1), False)])
def test_who_was_given_an_idea_hands_it_back_within_five_working_days(world, outbox, on, may):
    made = tried(world.ours, on=MONDAY)
    next_one = makers.a_person(world.ours.id, Role.OWNER, name="Nia Rees")
    with clock.at(DAY), world.ours.door():
        idea.assign_owner(idea=idea.by_id(idea_id=made), owner_id=next_one.id, by=world.ours.lead.id)
    with clock.at(on), world.ours.door():
        if may:
            idea.hand_back(idea=idea.by_id(idea_id=made), because="I am on leave.", by=next_one.id)
        else:
            with pytest.raises(idea.Refused, match="over"):
                idea.hand_back(idea=idea.by_id(idea_id=made), because="", by=next_one.id)
    assert kept(world.ours, made).owner_id == (world.ours.owner.id if may else next_one.id)
    assert handed_back(outbox, world.ours) == ([world.ours.owner.name] if may else [])


def test_what_nobody_had_or_who_had_it_may_keep_no_more_is_handed_back_to_nobody_and_the_leads_are_told(world, outbox):
    made = tried(world.ours, on=MONDAY)
    next_one = makers.a_person(world.ours.id, Role.OWNER, name="Nia Rees")
    with clock.at(DAY), world.ours.door():
        found = idea.by_id(idea_id=made)
        idea.assign_owner(idea=found, owner_id=next_one.id, by=world.ours.lead.id)
        council.end_membership(person_id=world.ours.owner.id, by=world.ours.admin.id)
    with clock.at(DAY), world.ours.door():
        idea.hand_back(idea=idea.by_id(idea_id=made), because="", by=next_one.id)
    assert kept(world.ours, made).owner_id is None
    assert handed_back(outbox, world.ours) == [world.ours.lead.name]


def test_nobody_hands_back_what_they_took_themselves_or_what_is_not_theirs(world):
    made = tried(world.ours, on=MONDAY)
    with clock.at(DAY), world.ours.door():
        found = idea.by_id(idea_id=made)
        idea.assign_owner(idea=found, owner_id=world.ours.lead.id, by=world.ours.lead.id)
        for person in (world.ours.lead, world.ours.owner):
            with pytest.raises(idea.Refused):
                idea.hand_back(idea=found, because="", by=person.id)


# --- help -------------------------------------------------------------------------------------------------------------
def test_a_call_for_help_is_due_in_two_working_days_watched_and_gone_once_a_lead_answers(world, asked_sponsor, outbox):
    _, nudge_id = asked_sponsor
    answer(world.ours, nudge_id, world.ours.sponsor, Reply.NEED_HELP, note="Whom do I ring?")
    due = clock.add_working_days(DAY, 2, "england")

    def desk() -> list[tuple]:
        return [(one.id, one.help_due_on) for one in nudge.help_wanted(reader=world.ours.lead.reader)]

    with world.ours.door():
        assert desk() == [(nudge_id, due)]
        assert not [one for one in nudge.plan(day=due) if one.reason.rule.code == "help_due"]
        late = clock.add_working_days(due, 1, "england")
        [watched] = [one for one in nudge.plan(day=late) if one.reason.rule.code == "help_due"]
        assert (watched.person_id, watched.reason.subject_id) == (world.ours.lead.id, nudge_id)
    with clock.at(DAY), world.ours.door():
        nudge.answer_call(nudge_id=nudge_id, words="Ring Joan in Finance.", by=world.ours.lead.id)
        with pytest.raises(idea.Refused, match="answered"):
            nudge.answer_call(nudge_id=nudge_id, words="Ring me.", by=world.ours.lead.id)
        assert desk() == []
        assert not [one for one in nudge.plan(day=late) if one.reason.rule.code == "help_due"]
    answered = "SELECT to_name, particulars ->> 'words' FROM letter WHERE template = 'help_given' AND council_id = %s"
    [(name, told)] = outbox(answered, world.ours.id).fetchall()
    assert (name, told) == (world.ours.sponsor.name, "Ring Joan in Finance.")


def test_a_call_for_somebody_to_take_over_is_answered_by_choosing_somebody(world, outbox):
    made = tried(world.ours, on=MONDAY)
    sweep(world.ours, DAY)
    with world.ours.door():
        mine = next(one for one in nudge.for_person(reader=world.ours.owner.reader) if one.open)
    answer(world.ours, mine.id, world.ours.owner, Reply.HAND_OVER)
    next_one = makers.a_person(world.ours.id, Role.OWNER, name="Nia Rees")
    with clock.at(DAY), world.ours.door():
        assert [one.id for one in nudge.help_wanted(reader=world.ours.lead.reader)] == [mine.id]
        idea.assign_owner(idea=idea.by_id(idea_id=made), owner_id=next_one.id, by=world.ours.lead.id)
    with world.ours.door():
        assert nudge.help_wanted(reader=world.ours.lead.reader) == []


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.OBSERVER])
def test_an_idea_is_handed_over_to_those_alone_who_may_keep_it(world, role):
    made = tried(world.ours, on=MONDAY)
    sweep(world.ours, DAY)
    other = makers.a_person(world.ours.id, role, name="Nia Rees")
    with world.ours.door():
        mine = next(one for one in nudge.for_person(reader=world.ours.owner.reader) if one.open)
        heirs = {person.id for person in nudge.ways_of(mine, people=council.people()).heirs}
        assert other.id not in heirs
        assert {world.ours.lead.id, world.ours.owner.id} <= heirs
    with pytest.raises(idea.Refused, match="may not keep"):
        answer(world.ours, mine.id, world.ours.owner, Reply.HAND_OVER, to=other.id)
    assert kept(world.ours, made).owner_id == world.ours.owner.id


# --- who helps --------------------------------------------------------------------------------------------------------
def test_help_is_asked_of_the_leads_and_of_the_admins_where_there_is_no_other_lead(world, asked_sponsor, outbox):
    made, nudge_id = asked_sponsor
    answer(world.ours, nudge_id, world.ours.sponsor, Reply.NEED_HELP, note="Whom do I ring?")
    title = kept(world.ours, made).title
    assert told(outbox, world.ours) == [(world.ours.lead.name, f"Help is asked for: {title}")]


def test_a_lead_who_asks_for_help_asks_the_other_leads_and_alone_the_admins(world, outbox):
    with world.ours.door():
        assert [one.id for one in nudge.helpers(but=world.ours.lead.id)] == [world.ours.admin.id]
        assert [one.id for one in nudge.helpers(but=world.ours.owner.id)] == [world.ours.lead.id]
    second = makers.a_person(world.ours.id, Role.LEAD, name="Nia Rees")
    with world.ours.door():
        assert [one.id for one in nudge.helpers(but=world.ours.lead.id)] == [second.id]


def test_where_nobody_is_chosen_those_who_help_are_asked_to_find_somebody(world, asked_sponsor, outbox):
    made, nudge_id = asked_sponsor
    answer(world.ours, nudge_id, world.ours.sponsor, Reply.HAND_OVER)
    found = kept(world.ours, made)
    assert (found.sponsor_id, found.owner_id) == (world.ours.sponsor.id, world.ours.owner.id)
    assert told(outbox, world.ours) == [(world.ours.lead.name, f"Somebody is needed for: {found.title}")]
