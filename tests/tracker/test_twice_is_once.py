"""What is done twice, by a second press or by two people, is recorded once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from tests import makers
from tests.makers import Side
from tracker import clock, council, gate, idea, risk
from tracker.council import Role
from tracker.council.models import Membership
from tracker.history import StoredEvent
from tracker.tenancy import session

A_YEAR_ON = clock.now() + timedelta(days=365)


def close_a_risk(side: Side, found: idea.Idea) -> Callable[[], Any]:
    noted = risk.raise_risk(idea=found, by=side.owner.id, description="x", likelihood=1, impact=1, mitigation="y")
    return lambda: risk.close_risk(idea=found, risk=noted, by=side.owner.id)


def redact(side: Side, found: idea.Idea) -> Callable[[], Any]:
    said = idea.comment(idea=found, words="Ask Jean Hollis", by=side.owner.id)
    return lambda: idea.redact(message=said, idea=found, by=side.lead.id)


def move_to_the_newest_policy(side: Side, found: idea.Idea) -> Callable[[], Any]:
    gate.set_policy(rules={"sponsor_decides": True}, by=side.lead.id)
    return lambda: gate.move_to_newest_policy(idea=found, by=side.lead.id)


def end_a_membership(side: Side, _: idea.Idea) -> Callable[[], Any]:
    return lambda: council.end_membership(person_id=side.observer.id, by=side.admin.id)


def set_roles(side: Side, _: idea.Idea) -> Callable[[], Any]:
    roles = [Role.SPONSOR, Role.OBSERVER]
    return lambda: council.set_roles(person_id=side.observer.id, roles=roles, by=side.admin.id)


def set_the_promise(side: Side, _: idea.Idea) -> Callable[[], Any]:
    return lambda: council.set_promise(days=9, by=side.admin.id)


def set_own_words(side: Side, _: idea.Idea) -> Callable[[], Any]:
    return lambda: council.set_own_words(words={"role.owner": "project lead"}, by=side.admin.id)


ACTS = (
    close_a_risk,
    redact,
    move_to_the_newest_policy,
    end_a_membership,
    set_roles,
    set_the_promise,
    set_own_words,
)


@pytest.mark.parametrize("prepare", ACTS, ids=lambda act: act.__name__)
def test_what_is_done_twice_is_recorded_once_and_stays_as_it_was_done(world, prepare):
    ours = world.ours
    ref = makers.an_idea(ours)
    with ours.door():
        act = prepare(ours, makers.idea_of(ref))
        before = recorded()
        act()
        assert recorded() == before + 1
    with clock.at(A_YEAR_ON), ours.door():
        act()
        assert recorded() == before + 1


def recorded() -> int:
    session().flush()
    return session().scalar(select(func.count()).select_from(StoredEvent)) or 0


def test_the_day_on_which_somebody_left_stays_that_day(world):
    ours = world.ours
    with ours.door():
        council.end_membership(person_id=ours.observer.id, by=ours.admin.id)
    with clock.at(A_YEAR_ON), ours.door():
        council.end_membership(person_id=ours.observer.id, by=ours.admin.id)
        ended = session().scalar(select(Membership.ended_at).where(Membership.person_id == ours.observer.id))
    assert ended < A_YEAR_ON
