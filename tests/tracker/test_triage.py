"""Triage: every outcome reaches the author in plain words, and counts as the reply that was promised."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, text

from tests import makers
from tests.letters import text_of
from tests.tracker.test_ideas import a_sent_idea, an_active_idea, letters_to
from tracker import clock, idea, post
from tracker.council import Role
from tracker.idea import MessageKind, Outcome, Refused, Stage, State
from tracker.idea.queries.lookup import people_on
from tracker.tenancy import session

WEDNESDAY = date(2026, 11, 18)
LATER = {"until": date(2027, 3, 31)}


def last_letter(person):
    return max(letters_to(person), key=lambda letter: letter.id)


@pytest.mark.parametrize(
    ("act", "more", "state", "outcome", "said"),
    [
        (idea.improve_instead, {}, State.CLOSED, Outcome.IMPROVED, "put right straight away"),
        (idea.resource_instead, {}, State.CLOSED, Outcome.RESOURCED, "it needs the means"),
        (idea.decline, {}, State.CLOSED, Outcome.DECLINED, "not going ahead"),
        (idea.refer, {"to_whom": "Highways"}, State.CLOSED, Outcome.REFERRED, "passed to Highways"),
        (idea.park, LATER, State.PARKED, Outcome.PARKED, "waits until 31 March 2027"),
    ],
)
def test_each_outcome_thanks_the_author_and_says_what_happens_next_and_why(world, act, more, state, outcome, said):
    ours = world.ours
    with clock.at(WEDNESDAY), ours.door():
        made = a_sent_idea(ours)
        act(idea=made, because="Two wards already do it.", by=ours.lead.id, **more)
        session().flush()
        assert (made.state, made.outcome) == (state, outcome)
        assert made.first_reply_on == WEDNESDAY
        letter = last_letter(ours.contributor)
        assert letter.kind is post.LetterKind.REPLY
        for words in ("Thank you", said, "Two wards already do it.", "Priya Nair", f"/ideas/{made.ref}"):
            assert words in text_of(letter), text_of(letter)
        assert idea.story(ref=made.ref, reader=ours.lead.reader).messages[-1].kind is MessageKind.OUTCOME


def test_no_outcome_without_a_reason(world):
    ours = world.ours
    with ours.door():
        made = a_sent_idea(ours)
        with pytest.raises(Refused) as refused:
            idea.decline(idea=made, because="  ", by=ours.lead.id)
        assert refused.value.field == "words"
        with pytest.raises(Refused) as refused:
            idea.park(idea=made, until=clock.today(), because="Later", by=ours.lead.id)
        assert refused.value.field == "until"
        assert made.state is State.TRIAGE


def test_going_to_the_design_gate_makes_it_active_latent_and_owned(world):
    ours = world.ours
    with clock.at(WEDNESDAY), ours.door():
        made = an_active_idea(ours)
        assert (made.state, made.stage, made.owner_id) == (State.ACTIVE, Stage.LATENT, ours.owner.id)
        assert made.decided_to_act_on == WEDNESDAY
        assert "design gate" in text_of(last_letter(ours.contributor))
        assert made.title in last_letter(ours.owner).subject
        with pytest.raises(Refused):
            idea.send_to_design_gate(idea=a_sent_idea(ours), owner_id=None, because="Yes", by=ours.lead.id)


OUTCOMES = {
    "design gate": lambda side, found: idea.send_to_design_gate(
        idea=found, owner_id=side.owner.id, because="Yes", by=side.lead.id
    ),
    "improve": lambda side, found: idea.improve_instead(idea=found, because="Yes", by=side.lead.id),
    "resource": lambda side, found: idea.resource_instead(idea=found, because="Yes", by=side.lead.id),
    "decline": lambda side, found: idea.decline(idea=found, because="Yes", by=side.lead.id),
    "refer": lambda side, found: idea.refer(idea=found, to_whom="Highways", because="Yes", by=side.lead.id),
    "merge": lambda side, found: idea.merge(idea=found, into=an_active_idea(side), because="Yes", by=side.lead.id),
}


def parked(side, found) -> idea.Idea:
    idea.park(idea=found, until=clock.today() + timedelta(days=9), because="Later", by=side.lead.id)
    return found


def awake(side, found) -> idea.Idea:
    idea.wake(idea=parked(side, found), by=side.lead.id)
    return found


def tried(side) -> idea.Idea:
    found = an_active_idea(side)
    idea.move(idea=found, to=Stage.MOBILISE, decision=idea.Move.ADVANCE, rationale="Yes.", by=side.lead.id)
    return found


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_outcomes_are_for_latent_ideas_in_triage_alone_and_whatever_went_on_is_decided_at_a_gate(world, outcome):
    ours = world.ours
    with ours.door():
        for found in (an_active_idea(ours), tried(ours), parked(ours, tried(ours)), parked(ours, a_sent_idea(ours))):
            before = (found.state, found.stage, found.owner_id)
            with pytest.raises(Refused, match="decided at a gate"):
                OUTCOMES[outcome](ours, found)
            assert (found.state, found.stage, found.owner_id) == before
        for found in (a_sent_idea(ours), awake(ours, a_sent_idea(ours)), awake(ours, an_active_idea(ours))):
            OUTCOMES[outcome](ours, found)
            assert found.state is (State.ACTIVE if outcome == "design gate" else State.CLOSED)


def test_what_is_being_worked_on_may_rest_at_any_stage(world):
    with world.ours.door():
        assert parked(world.ours, tried(world.ours)).state is State.PARKED


def test_the_words_of_an_outcome_are_kept_without_the_spaces_around_them(world):
    ours = world.ours
    with ours.door():
        made = a_sent_idea(ours)
        act = {"idea": made, "owner_id": ours.owner.id, "because": "  It matters. ", "by": ours.lead.id}
        idea.send_to_design_gate(**act)
        session().flush()
        kept = session().scalars(select(idea.IdeaState.because).where(idea.IdeaState.idea_id == made.id)).all()
        assert "It matters." in kept
        assert "  It matters. " not in text_of(last_letter(ours.owner))


def test_a_question_is_a_first_reply_and_waits_for_its_answer(world):
    ours = world.ours
    with ours.door():
        with clock.at(WEDNESDAY):
            made = a_sent_idea(ours)
            idea.ask_author(idea=made, question="Which wards?", by=ours.lead.id)
        assert made.first_reply_on == WEDNESDAY
        assert made.state is State.TRIAGE
        assert "Which wards?" in text_of(last_letter(ours.contributor))
        assert idea.story(ref=made.ref, reader=ours.lead.reader).open_question.text == "Which wards?"
        with clock.at(WEDNESDAY + timedelta(days=1)):
            idea.answer_question(idea=made, answer="Ward 6", by=ours.contributor.id)
        assert "Ward 6" in text_of(last_letter(ours.lead))
        assert idea.story(ref=made.ref, reader=ours.lead.reader).open_question is None
        with pytest.raises(Refused):
            idea.answer_question(idea=made, answer="Ward 8", by=ours.contributor.id)


def test_a_lead_who_answers_an_idea_of_their_own_has_given_no_first_reply(world):
    ours, other = world.ours, makers.a_person(world.ours.id, Role.LEAD, name="Ola Reed")
    with ours.door():
        made = idea.log_draft(by=ours.lead.id, title="Mine", problem="It is slow", proposal="Make it quick")
        idea.submit(idea=made, by=ours.lead.id)
        idea.reply(idea=made, words="Thank you, me", by=ours.lead.id)
        assert made.first_reply_on is None
        idea.reply(idea=made, words="Thank you", by=other.id)
        assert made.first_reply_on == clock.today()


def test_a_comment_ends_no_promise_and_neither_does_the_reply_of_who_may_not_give_one(world):
    ours = world.ours
    with ours.door():
        made = a_sent_idea(ours)
        for person in (ours.lead, ours.owner, ours.observer, ours.contributor):
            idea.comment(idea=made, words="We see this too.", by=person.id)
        idea.reply(idea=made, words="I saw it.", by=ours.owner.id)  # it is not theirs
        assert made.first_reply_on is None
        idea.assign_owner(idea=made, owner_id=ours.owner.id, by=ours.lead.id)
        idea.reply(idea=made, words="I look after it now.", by=ours.owner.id)
        assert made.first_reply_on == clock.today()
        assert "I look after it now." in text_of(last_letter(ours.contributor))


def test_only_the_first_reply_is_the_first(world):
    ours = world.ours
    with ours.door():
        with clock.at(WEDNESDAY):
            made = a_sent_idea(ours)
            idea.reply(idea=made, words="Read it, thank you", by=ours.lead.id)
        with clock.at(WEDNESDAY + timedelta(days=5)):
            idea.decline(idea=made, because="No", by=ours.lead.id)
        assert made.first_reply_on == WEDNESDAY


def test_a_merge_keeps_authors_followers_and_credit_and_can_be_undone(world):
    ours = world.ours
    with ours.door():
        made, into = a_sent_idea(ours), an_active_idea(ours, title="The older one")
        idea.follow(idea=made, person_id=ours.observer.id)
        idea.unfollow(idea=into, person_id=ours.contributor.id)
        idea.merge(idea=made, into=into, because="The same need.", by=ours.lead.id)
        session().flush()
        assert (made.state, made.outcome) == (State.CLOSED, Outcome.MERGED)
        assert {ours.observer.id, ours.contributor.id} <= set(people_on(idea=into))
        told = idea.story(ref=into.ref, reader=ours.lead.reader)
        assert told.also_said_by == [{"ref": made.ref, "title": made.title, "author": "Sam Okafor", "said": 0}]
        assert "The older one" in text_of(last_letter(ours.contributor))

        idea.undo_merge(idea=made, by=ours.lead.id)
        session().flush()
        assert (made.state, made.outcome, made.merged_into_id) == (State.TRIAGE, None, None)
        assert ours.observer.id not in people_on(idea=into)
        assert ours.owner.id in people_on(idea=into)
        assert idea.story(ref=into.ref, reader=ours.lead.reader).also_said_by == []
        with pytest.raises(Refused):
            idea.undo_merge(idea=made, by=ours.lead.id)


def test_a_follower_who_came_along_with_two_ideas_stays_until_both_are_taken_apart(world):
    ours = world.ours
    with ours.door():
        into = an_active_idea(ours, title="The older one")
        first, second = a_sent_idea(ours), a_sent_idea(ours)
        idea.unfollow(idea=into, person_id=ours.contributor.id)
        idea.follow(idea=second, person_id=ours.observer.id)
        idea.follow(idea=first, person_id=ours.sponsor.id)
        for made in (first, second):
            idea.merge(idea=made, into=into, because="The same need.", by=ours.lead.id)
        everybody = {ours.contributor.id, ours.observer.id, ours.sponsor.id}
        for made, stay in ((first, {ours.contributor.id, ours.observer.id}), (second, set())):
            idea.undo_merge(idea=made, by=ours.lead.id)
            session().flush()
            assert everybody & followers(into) == stay


def followers(found: idea.Idea) -> set[UUID]:
    return set(session().scalars(select(idea.Follower.person_id).where(idea.Follower.idea_id == found.id)))


def test_a_merge_is_undone_by_rows_whatever_the_history_tells(world):
    ours = world.ours
    with ours.door() as door:
        made, into = a_sent_idea(ours), an_active_idea(ours, title="The older one")
        idea.follow(idea=made, person_id=ours.observer.id)
        idea.merge(idea=made, into=into, because="The same need.", by=ours.lead.id)
        door.flush()
        door.execute(text("UPDATE event SET particulars = '{}' WHERE what = 'merged'"))
        assert ours.observer.id in people_on(idea=into)
        idea.undo_merge(idea=made, by=ours.lead.id)
        assert ours.observer.id not in people_on(idea=into)


def test_an_idea_is_not_merged_into_itself_a_draft_what_is_closed_or_a_case_from_a_report(world):
    ours = world.ours
    with ours.door():
        made = a_sent_idea(ours)
        case = idea.Idea(ref="NOR-900", title="A case", source="001.txt:1", state=State.ACTIVE)
        session().add(case)
        session().flush()
        gone = a_sent_idea(ours)
        idea.decline(idea=gone, because="No", by=ours.lead.id)
        for into in (made, case, gone, idea.log_draft(by=ours.contributor.id)):
            with pytest.raises(Refused):
                idea.merge(idea=made, into=into, because="Same", by=ours.lead.id)


def test_a_parked_idea_wakes_in_triage_where_it_is_latent_and_else_at_its_stage(world):
    ours = world.ours
    with ours.door():
        unread, owned, going = a_sent_idea(ours), an_active_idea(ours), tried(ours)
        for made in (unread, owned, going):
            awake(ours, made)
        assert (unread.state, owned.state, going.state) == (State.TRIAGE, State.TRIAGE, State.ACTIVE)
        assert (going.parked_until, going.outcome, going.woken_on) == (None, None, None)
        with pytest.raises(Refused):
            idea.wake(idea=going, by=ours.lead.id)


def test_what_is_closed_stays_as_it_was_decided(world):
    ours = world.ours
    with ours.door():
        made = a_sent_idea(ours)
        idea.decline(idea=made, because="No", by=ours.lead.id)
        with pytest.raises(Refused):
            idea.improve_instead(idea=made, because="Yes", by=ours.lead.id)


def test_the_desk_puts_the_oldest_promise_without_a_reply_first(world):
    ours = world.ours
    with ours.door():
        for days in (3, 9, 1):
            with clock.at(WEDNESDAY - timedelta(days=days)):
                made = a_sent_idea(ours, title=f"Sent {days} days ago")
        with clock.at(WEDNESDAY):
            idea.ask_author(idea=made, question="Who?", by=ours.lead.id)
            session().flush()
            rows = idea.waiting_in_triage(reader=world.ours.lead.reader)
            first = idea.triage_query(reader=world.ours.lead.reader, shown=1).answer().replies[0]
        assert [row.title for row in rows] == ["Sent 9 days ago", "Sent 3 days ago", "Sent 1 days ago"]
        assert [row.last_turn for row in rows] == [None, None, "question"]
        assert (first.title, first.author) == ("Sent 9 days ago", "Sam Okafor")


def test_the_median_first_reply_counts_working_days_and_halves_between_two(world):
    ours = world.ours
    with ours.door():
        assert idea.median_first_reply(nation="england", days=180) is None
        for days in (0, 1, 4):
            with clock.at(WEDNESDAY):
                made = a_sent_idea(ours)
            with clock.at(WEDNESDAY + timedelta(days=days)):
                idea.reply(idea=made, words="Thank you", by=ours.lead.id)
                session().flush()
        with clock.at(WEDNESDAY + timedelta(days=4)):
            assert idea.median_first_reply(nation="england", days=180) == 1.0


def test_an_author_who_left_gets_no_letter_and_the_outcome_stands(world):
    ours = world.ours
    with ours.door():
        made = a_sent_idea(ours)
        from tracker import council

        council.end_membership(person_id=ours.contributor.id, by=ours.admin.id)
        before = len(letters_to(ours.contributor))
        idea.decline(idea=made, because="No", by=ours.lead.id)
        assert len(letters_to(ours.contributor)) == before
        assert idea.story(ref=made.ref, reader=ours.lead.reader).author == "a former colleague"
        assert session().scalar(select(idea.Idea.state).where(idea.Idea.id == made.id)) is State.CLOSED
