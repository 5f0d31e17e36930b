"""A link in a nudge acts for one person, on one nudge, and no further than that person may act now."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from tests import makers
from tests.tracker.test_nudge_pages import asked, last_working_day
from tracker import clock, council, gate, idea, nudge, post
from tracker.gate import DecisionDraft, Word
from tracker.gate.rules.draft import Term
from tracker.idea import Stage, State


def token_of(side, person) -> str:
    """The secret of the link in the newest nudge to a person."""
    with side.door() as door:
        wanted = select(post.Letter).where(
            post.Letter.person_id == person.id, post.Letter.kind == post.LetterKind.NUDGE
        )
        return door.scalars(wanted).one().particulars["first"]["token"]


def sent(side) -> None:
    with clock.at(last_working_day()), side.door():
        nudge.find_due()
        nudge.send_due()


def kept(side, ref) -> tuple[UUID | None, State]:
    with side.door():
        found = makers.idea_of(ref)
        return found.owner_id, found.state


@pytest.fixture
def for_owner(world) -> tuple[str, str]:
    """An idea that went quiet, and the secret of the link that its owner got."""
    with clock.at(clock.today() - timedelta(days=200)):
        ref = makers.an_idea(world.ours, stage=Stage.DESIGN)
    sent(world.ours)
    return ref, token_of(world.ours, world.ours.owner)


@pytest.fixture
def for_keeper(world) -> tuple[str, str]:
    """A condition that is due, kept by the contributor, who does not look after the idea."""
    with clock.at(clock.today() - timedelta(days=40)):
        ref = makers.an_idea(world.ours)
        term = Term(
            text="Ask the tenants", owner_id=world.ours.contributor.id, due_on=clock.today() + timedelta(days=9)
        )
        with world.ours.door():
            draft = DecisionDraft(word=Word.CONDITIONAL, because="Small.", waiver_because="Small.", terms=[term])
            gate.decide(idea=makers.idea_of(ref), gate=gate.Gate.DESIGN, draft=draft, by=world.ours.lead.id)
    sent(world.ours)
    return ref, token_of(world.ours, world.ours.contributor)


def test_a_link_signs_nobody_in(world, browse, for_owner):
    somebody = browse(None)
    somebody.get(f"/n/{for_owner[1]}")
    somebody.post(f"/n/{for_owner[1]}", {"reply": "still_going"})
    for path in ("/", "/account", "/ideas", f"/ideas/{for_owner[0]}", "/inbox"):
        assert "/sign-in" in somebody.get(path, status=303).headers["Location"]


def test_a_link_opens_its_own_nudge_whoever_is_signed_in(world, browse):
    ref, token = asked(world.ours)
    for person in (world.theirs.lead, world.ours.contributor):
        assert "Key safes" in browse(person).get(f"/n/{token}").text
        browse(person).get(f"/ideas/{ref}", status=404 if person is world.theirs.lead else 200)


def test_a_nudge_of_somebody_else_is_not_there(world, browse):
    asked(world.ours)
    with world.ours.door():
        [one] = nudge.for_person(reader=world.ours.lead.reader)
    for person in (world.ours.owner, world.ours.admin, world.theirs.lead):
        browse(person).get(f"/nudges/{one.id}", status=404)
        browse(person).post(f"/nudges/{one.id}", {"reply": "still_going"}, status=404)
        browse(person).post(f"/nudges/{one.id}/later", {"day": "1 January 2090", "because": "x"}, status=404)


def test_the_owner_hands_over_by_the_link(world, browse, for_owner):
    ref, token = for_owner
    browse(None).post(f"/n/{token}", {"reply": "hand_over", "to": str(world.ours.lead.id)})
    assert kept(world.ours, ref)[0] == world.ours.lead.id


def test_who_no_longer_looks_after_an_idea_neither_parks_it_nor_gives_it_away(world, browse, for_owner):
    """The letter is older than the handing over, and the sweep that withdraws the nudge has not come by yet."""
    ref, token = for_owner
    new = makers.a_person(world.ours.id, council.Role.OWNER, name="Nia Rees")
    with world.ours.door():
        idea.assign_owner(idea=makers.idea_of(ref), owner_id=new.id, by=world.ours.lead.id)
    browse(None).post(f"/n/{token}", {"reply": "park_it", "until": "1 January 2090"}, status=200)
    assert kept(world.ours, ref) == (new.id, State.ACTIVE)
    browse(None).post(f"/n/{token}", {"reply": "hand_over", "to": str(world.ours.contributor.id)}, status=200)
    assert kept(world.ours, ref) == (new.id, State.ACTIVE)


def test_who_keeps_a_condition_does_not_park_or_give_away_the_idea(world, browse, for_keeper):
    ref, token = for_keeper
    browse(None).post(f"/n/{token}", {"reply": "park_it", "until": "1 January 2090"}, status=200)
    browse(None).post(f"/n/{token}", {"reply": "hand_over", "to": str(world.ours.sponsor.id)}, status=422)
    assert kept(world.ours, ref) == (world.ours.owner.id, State.ACTIVE)


def test_nothing_is_handed_to_somebody_of_another_council(world, browse, for_owner):
    ref, token = for_owner
    browse(None).post(f"/n/{token}", {"reply": "hand_over", "to": str(world.theirs.lead.id)}, status=422)
    assert kept(world.ours, ref)[0] == world.ours.owner.id


def test_the_link_of_somebody_who_left_opens_nothing(world, browse, for_owner):
    browse(world.ours.admin).post(f"/council/people/{world.ours.owner.id}/end")
    browse(None).get(f"/n/{for_owner[1]}", status=404)
    browse(None).post(f"/n/{for_owner[1]}", {"reply": "still_going"}, status=404)


def test_a_link_runs_out(world, browse, for_owner):
    with clock.at(clock.now() + timedelta(days=400)):
        browse(None).get(f"/n/{for_owner[1]}", status=410)
        browse(None).post(f"/n/{for_owner[1]}", {"reply": "still_going"}, status=410)
        browse(None).post(f"/n/{for_owner[1]}/later", {"day": "1 January 2090"}, status=410)
