"""Sharing on real rows: only what was chosen leaves, it can be taken back, what others make of it flows home."""

from __future__ import annotations

import threading
from contextlib import suppress

import pytest
from sqlalchemy import select

from tests import makers
from tests.letters import text_of
from tests.makers import World, a_side
from tests.tracker.test_gates import a_draft, an_active_idea, decide
from tracker import clock, collaborative, gate, idea, lesson, post, risk, value
from tracker.collaborative import AdaptationStatus, CardField, Choice, Fit, Level, NoticeKind, Statement, WhyNot
from tracker.gate import Gate, Word
from tracker.history import StoredEvent
from tracker.idea import NotFoundError, Refused, Stage, State
from tracker.tenancy import as_collaborative, as_council, directory, session

FULL = Choice(level=Level.FULL, chosen=frozenset(CardField), parts=("A stock", "A scan"))


@pytest.fixture
def together(world: World):
    """A collaborative of both councils of the world. Returns its code."""
    with directory():
        made = collaborative.found(code=f"home-{world.ours.code}", name="Home in a Day", convenor_id=world.ours.id)
        collaborative.join(collaborative_id=made.id, council_id=world.theirs.id)
    return made.code


def published(side, code, choice=FULL, *, ref=None, health=None):
    ref = ref or an_active_idea(side)
    with side.door():
        collaborative.publish(
            idea=makers.idea_of(ref),
            collaborative=collaborative.get(code),
            choice=choice,
            by=side.lead.id,
            health=health,
        )
    return ref


def adapted(side, code, *, number=1, fit=None):
    fit = fit or Fit(fits_because="The same winters.", kept="One visit", dropped="The van")
    with side.door():
        ours = collaborative.get(code)
        taken = collaborative.adapt(
            card=collaborative.card(ours, number), collaborative=ours, fit=fit, by=side.owner.id
        )
        return taken.ref


def seen_by(side, code):
    with side.door():
        return list(collaborative.cards(collaborative.get(code)))


def fill(side, ref):
    """Record something in every field that could stand on a card."""
    with side.door():
        found = makers.idea_of(ref)
        made = value.claim(idea=found, by=side.owner.id, indicator="secret-claim", baseline="2.9", target="0.5")
        value.add_evidence(idea=found, by=side.owner.id, claim_id=made.id, note="secret-evidence")
        risk.raise_risk(
            idea=found, by=side.owner.id, description="secret-risk", likelihood=2, impact=2, mitigation="Watch it"
        )
        lesson.write_lesson(idea=found, by=side.owner.id, lesson="secret-lesson")
        lesson.write_lesson(idea=found, by=side.owner.id, lesson="kept-at-home", may_be_shared=False)
        idea.comment(idea=found, by=side.lead.id, words="secret-comment")


def test_a_member_sees_what_was_chosen_and_nothing_else(world: World, together: str):
    ref = an_active_idea(world.ours)
    fill(world.ours, ref)
    published(world.ours, together, Choice(level=Level.FULL, chosen=frozenset({CardField.RISKS})), ref=ref)
    (card,) = seen_by(world.theirs, together)
    assert "secret-risk" in str(card.shown)
    everything = str({name: getattr(card, name) for name in ("shown", "health", "parts", "title")})
    for secret in ("secret-claim", "secret-evidence", "secret-lesson", "secret-comment", "kept-at-home", "Tom Baker"):
        assert secret not in everything
    with world.theirs.door(), pytest.raises(NotFoundError):
        makers.idea_of(ref)


def test_a_lesson_kept_at_home_is_on_no_card(world: World, together: str):
    ref = an_active_idea(world.ours)
    fill(world.ours, ref)
    published(world.ours, together, ref=ref)
    (card,) = seen_by(world.theirs, together)
    assert [one["lesson"] for one in card.shown["lessons"]] == ["secret-lesson"]
    assert card.shown["contact"] == "Tom Baker"


def test_the_preview_is_exactly_what_members_see(world: World, together: str):
    ref = an_active_idea(world.ours)
    fill(world.ours, ref)
    with world.ours.door():
        shown = collaborative.preview(idea=makers.idea_of(ref), choice=FULL, by=world.ours.lead.id)
    published(world.ours, together, ref=ref)
    assert seen_by(world.theirs, together)[0].shown == shown


def test_a_third_council_sees_neither_card_nor_collaborative(world: World, together: str):
    published(world.ours, together)
    third = a_side()
    with third.door():
        assert collaborative.mine() == []
        with pytest.raises(NotFoundError):
            collaborative.get(together)
        assert session().scalars(select(collaborative.Publication)).all() == []


def test_a_withdrawn_card_is_gone_in_the_next_request_and_its_adapter_is_told(world: World, together: str):
    ref = published(world.ours, together)
    taken = adapted(world.theirs, together)
    with world.ours.door():
        found = makers.idea_of(ref)
        (one,) = collaborative.publications_of(found)
        with pytest.raises(Refused):
            collaborative.withdraw(
                card=one.publication, collaborative=one.collaborative, by=world.ours.lead.id, because=" "
            )
        collaborative.withdraw(
            card=one.publication, collaborative=one.collaborative, by=world.ours.lead.id, because="It named a firm."
        )
    assert seen_by(world.theirs, together) == seen_by(world.ours, together) == []
    with world.theirs.door():
        with pytest.raises(NotFoundError):
            collaborative.card(collaborative.get(together), 1)
        (told,) = collaborative.unseen_notices(reader=world.theirs.lead.reader)
        assert (told.what, told.ref) == (NoticeKind.WITHDRAWN, taken)
        assert told.particulars["because"] == "It named a firm."
        step = collaborative.origin_of(makers.idea_of(taken))
        assert (step.origin, step.title, step.number) == (world.ours.name, None, None)


def test_the_number_of_a_withdrawn_card_is_not_given_again(world: World, together: str):
    ref = published(world.ours, together)
    with world.ours.door():
        (one,) = collaborative.publications_of(makers.idea_of(ref))
        collaborative.withdraw(
            card=one.publication, collaborative=one.collaborative, by=world.ours.lead.id, because="x"
        )
    published(world.theirs, together)
    assert [card.number for card in seen_by(world.ours, together)] == [2]


def test_a_council_that_leaves_takes_its_cards_along_and_what_was_adapted_stays(world: World, together: str):
    published(world.ours, together)
    ref, number = published(world.theirs, together), 2
    taken = makers.an_adaptation(world.ours, together, number)
    with world.theirs.door():
        member = collaborative.get(together).id
        collaborative.leave(collaborative=collaborative.get(together), by=world.theirs.lead.id)
    with world.theirs.door():
        with pytest.raises(NotFoundError):
            collaborative.get(together)
        assert collaborative.publications_of(makers.idea_of(ref)) == []
        told = session().scalars(select(StoredEvent.what).where(StoredEvent.idea_id == makers.idea_of(ref).id)).all()
        assert told.count("card_withdrawn") == 1
    assert [card.number for card in seen_by(world.ours, together)] == [1]
    with world.ours.door():
        assert makers.idea_of(taken).state is State.ACTIVE
        newest = collaborative.notices(reader=world.ours.lead.reader)
        assert {each.what for each in newest[:2]} == {NoticeKind.WITHDRAWN, NoticeKind.LEFT}
    with directory():
        collaborative.join(collaborative_id=member, council_id=world.theirs.id)
    assert [card.number for card in seen_by(world.ours, together)] == [1], "what was taken back is published anew"


def test_a_council_adapts_one_card_once_at_a_time_and_again_once_it_said_how_it_went(world: World, together: str):
    published(world.ours, together)
    first = makers.an_adaptation(world.theirs, together, 1)
    with pytest.raises(Refused, match=f"trying this already, as {first}"):
        makers.an_adaptation(world.theirs, together, 1)
    with world.theirs.door():
        found = makers.idea_of(first)
        collaborative.report_result(
            idea=found, status=AdaptationStatus.WORKED, result="Half the visits.", by=world.theirs.lead.id
        )
    assert makers.an_adaptation(world.theirs, together, 1) != first


def test_two_who_adapt_one_card_at_one_moment_make_one_idea_of_it(world: World, together: str):
    published(world.ours, together)
    made: list[str] = []

    def take_in() -> None:
        with suppress(Refused):
            made.append(makers.an_adaptation(world.theirs, together, 1))

    threads = [threading.Thread(target=take_in) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1


def test_a_card_follows_a_change_in_its_transaction_but_its_health_stays_frozen(world: World, together: str):
    ref = published(world.ours, together, health={"score": "61.3"})
    decide(world.ours, ref, a_draft(Word.GO))
    (card,) = seen_by(world.theirs, together)
    assert card.shown["stage"] == Stage.DESIGN
    assert card.health == {"score": "61.3", "as_of": clock.today().isoformat()}


def test_a_change_that_was_not_chosen_does_not_touch_the_card(world: World, together: str):
    ref = published(world.ours, together, Choice())
    before = seen_by(world.theirs, together)[0].refreshed_at
    fill(world.ours, ref)
    (card,) = seen_by(world.theirs, together)
    assert (card.refreshed_at, "secret" in str(card.shown)) == (before, False)


def test_a_change_to_an_idea_that_is_not_published_nor_asked_about_costs_two_statements(world: World, statements):
    ref = an_active_idea(world.ours)
    with statements() as seen, world.ours.door():
        idea.touch(makers.idea_of(ref))
        session().flush()
        before = len(seen)
    assert len(seen) - before == 2, "whether there is a card, whether a nudge is open"


def test_publishing_again_replaces_the_card(world: World, together: str):
    ref = published(world.ours, together)
    published(world.ours, together, Choice(), ref=ref)
    (card,) = seen_by(world.theirs, together)
    assert (card.number, card.level, card.parts, "proposal" in card.shown) == (1, Level.SUMMARY, [], False)


def test_proven_below_level_three_needs_a_waiver_that_stands_on_the_card(world: World, together: str):
    ref = an_active_idea(world.ours)
    with pytest.raises(Refused):
        published(world.ours, together, Choice(saying=Statement(proven=True)), ref=ref)
    published(world.ours, together, Choice(saying=Statement(proven=True, waiver="An audit found so.")), ref=ref)
    saying = seen_by(world.theirs, together)[0].shown["saying"]
    assert (saying["waiver"], saying["by"], saying["on"]) == (
        "An audit found so.",
        "Priya Nair",
        clock.today().isoformat(),
    )


def test_an_idea_in_triage_is_not_published(world: World, together: str):
    with world.ours.door():
        begun = idea.log_draft(by=world.ours.contributor.id, title="A", problem="B", proposal="C")
        idea.submit(idea=begun, by=world.ours.contributor.id)
    with pytest.raises(Refused):
        published(world.ours, together, ref=begun.ref)


def test_an_adaptation_is_an_idea_of_the_adopter_at_its_design_gate(world: World, together: str):
    ref = published(world.ours, together)
    taken = adapted(world.theirs, together)
    with world.theirs.door():
        found = makers.idea_of(taken)
        assert (found.stage, found.state, found.owner_id) == (Stage.LATENT, State.ACTIVE, world.theirs.owner.id)
        assert (found.there_from, found.submitted_on) == (clock.today(), None)
        assert taken not in {row.ref for row in idea.waiting_in_triage(reader=world.theirs.lead.reader)}
    decide(world.theirs, taken, a_draft(Word.GO))
    with world.ours.door():
        (step,) = collaborative.lineage(makers.idea_of(ref)).went
        assert (step.adopter, step.adaptation.kept, step.adaptation.dropped) == (
            world.theirs.name,
            "One visit",
            "The van",
        )
        (told,) = collaborative.notices(reader=world.ours.lead.reader, idea=makers.idea_of(ref))
        assert (told.what, told.ref) == (NoticeKind.ADAPTED, ref)


def test_what_is_tried_here_begins_with_the_proposal_of_the_card_and_says_what_is_done_with_it(
    world: World, together: str
):
    ref = published(world.ours, together, FULL)
    with world.ours.door():
        proposal = makers.idea_of(ref).proposal
    taken = adapted(world.theirs, together)
    with world.theirs.door():
        assert makers.idea_of(taken).proposal == f"{proposal}\n\nKept: One visit\n\nDropped: The van"


def test_nobody_adapts_their_own_card(world: World, together: str):
    published(world.ours, together)
    with pytest.raises(Refused):
        adapted(world.ours, together)


def test_the_result_flows_back_to_the_origin(world: World, together: str):
    ref = published(world.ours, together)
    taken = adapted(world.theirs, together)
    with world.theirs.door():
        collaborative.report_result(
            idea=makers.idea_of(taken),
            status=AdaptationStatus.DID_NOT,
            why_not=WhyNot.APPROVALS,
            result="The Trust would not.",
            by=world.theirs.owner.id,
        )
    with world.ours.door():
        (step,) = collaborative.lineage(makers.idea_of(ref)).went
        assert (step.adaptation.status, step.adaptation.settled_on) == (AdaptationStatus.DID_NOT, clock.today())
        assert {one.what for one in collaborative.unseen_notices(reader=world.ours.lead.reader)} == {
            NoticeKind.ADAPTED,
            NoticeKind.RESULT,
        }


@pytest.mark.parametrize(("word", "what"), [(Word.RETURN, NoticeKind.RETURNED), (Word.STOP, NoticeKind.STOPPED)])
def test_adapters_are_told_when_the_origin_returns_it_stops_it_or_takes_it_up_again(
    world: World, together: str, word: Word, what: NoticeKind
):
    ref = published(world.ours, together, ref=an_active_idea(world.ours, stage=Stage.DESIGN))
    taken = adapted(world.theirs, together)
    decide(world.ours, ref, a_draft(word), Gate.MOBILISE)
    with world.theirs.door():
        (told,) = collaborative.unseen_notices(reader=world.theirs.lead.reader)
        assert (told.what, told.ref) == (what, taken)
        assert "It was weighed" not in str(told.particulars), "reasons stay at home"
    if word is Word.STOP:
        with world.ours.door():
            gate.reopen(idea=makers.idea_of(ref), because="It is missed.", by=world.ours.lead.id)
        with world.theirs.door():
            told = [one.what for one in collaborative.unseen_notices(reader=world.theirs.lead.reader)]
            assert sorted(told) == [NoticeKind.REOPENED, NoticeKind.STOPPED]


def test_each_notice_is_told_by_letter_once(world: World, together: str):
    published(world.ours, together)
    adapted(world.theirs, together)
    for wanted in (1, 0):
        with world.ours.door():
            assert collaborative.tell_of_notices() == wanted
    with world.ours.door():
        asked = select(post.Letter).where(
            post.Letter.kind == post.LetterKind.NOTICE, post.Letter.key.startswith("notice:")
        )
        (letter,) = session().scalars(asked).all()
        assert letter.to_email == world.ours.owner.email
        assert "The same winters." in text_of(letter)


def test_a_notice_seen_is_not_shown_again(world: World, together: str):
    published(world.ours, together)
    adapted(world.theirs, together)
    with world.ours.door():
        collaborative.mark_seen([one.id for one in collaborative.unseen_notices(reader=world.ours.lead.reader)])
    with world.ours.door():
        assert collaborative.unseen_notices(reader=world.ours.lead.reader) == []


def test_a_card_shows_where_its_idea_came_from(world: World, together: str):
    published(world.ours, together)
    taken = adapted(world.theirs, together)
    published(world.theirs, together, Choice(), ref=taken)
    (newest, _) = seen_by(world.ours, together)
    assert newest.shown["came_from"] == world.ours.name


def test_a_guests_door_shows_the_cards_and_no_idea(world: World, together: str):
    published(world.ours, together)
    with as_council(world.ours.id):
        wanted = collaborative.get(together).id
    with as_collaborative(wanted) as door:
        assert len(door.scalars(select(collaborative.Publication)).all()) == 1
