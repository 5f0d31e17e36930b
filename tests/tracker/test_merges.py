"""Joining ideas and taking them apart again: by rows, in any order, with whatever happened in between."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests import makers
from tracker import clock, idea
from tracker.idea import Follower, Idea, Message, MessageKind, Refused, State
from tracker.idea.models import IdeaMerge
from tracker.tenancy import session

PEOPLE = ("contributor", "owner", "observer", "sponsor")
WHICH = st.integers(0, 3)
ACTS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["merge", "merge", "apart"]), WHICH, WHICH),
        st.tuples(st.sampled_from(["follow", "unfollow", "comment", "correct"]), WHICH, st.sampled_from(PEOPLE)),
    ),
    min_size=4,
    max_size=16,
)
STANDS = ("state", "outcome", "parked_until", "woken_on", "merged_into_id", "stage", "author_id", "submitted_on", "ref")


class Trial:
    """Four ideas in triage, two of which had come back by themselves; and what each has by itself, told plainly."""

    def __init__(self, side: makers.Side) -> None:
        self.side = side
        authors = (side.contributor, side.owner, side.contributor, side.observer)
        self.ideas = [_sent(side, by=author) for author in authors]
        for found in self.ideas[:2]:
            idea.park(idea=found, until=clock.today() + timedelta(days=1), because="Later.", by=side.lead.id)
            idea.wake(idea=found, by=None)
        session().flush()
        self.own = [{author.id} for author in authors]
        self.said: list[list[str]] = [[] for _ in authors]
        self.titles = ["One visit for damp"] * len(authors)
        self.before = [self.stands(found) for found in self.ideas]

    def stands(self, found: Idea) -> dict[str, Any]:
        return {name: getattr(found, name) for name in STANDS}

    def do(self, act: str, which: int, more: Any) -> None:
        getattr(self, act)(self.ideas[which], which, more)
        session().flush()
        for row in session().scalars(select(Follower).where(Follower.from_idea_id.is_not(None))):
            came = next(found for found in self.ideas if found.id == row.from_idea_id)
            assert came.merged_into_id == row.idea_id

    def merge(self, found: Idea, _which: int, into: int) -> None:
        with contextlib.suppress(Refused):
            idea.merge(idea=found, into=self.ideas[into], because="Same.", by=self.side.lead.id)

    def apart(self, found: Idea, _which: int, _more: object) -> None:
        with contextlib.suppress(Refused):
            idea.undo_merge(idea=found, by=self.side.lead.id)

    def follow(self, found: Idea, which: int, who: str) -> None:
        idea.follow(idea=found, person_id=self.person(who))
        self.own[which].add(self.person(who))

    def unfollow(self, found: Idea, which: int, who: str) -> None:
        idea.unfollow(idea=found, person_id=self.person(who))
        self.own[which].discard(self.person(who))

    def comment(self, found: Idea, which: int, who: str) -> None:
        self.said[which].append(f"Word {len(self.said[which])} of {who}.")
        idea.comment(idea=found, words=self.said[which][-1], by=self.person(who))

    def correct(self, found: Idea, which: int, who: str) -> None:
        self.titles[which] = f"Put right by {who}, {len(self.said[which])}"
        texts = {"title": self.titles[which], "problem": found.problem or "", "proposal": found.proposal or ""}
        idea.correct(idea=found, by=self.person(who), version=found.version, **texts)

    def person(self, who: str) -> UUID:
        return self.side.people[who].id


def _sent(side: makers.Side, *, by: makers.Someone) -> Idea:
    begun = idea.log_draft(by=by.id, title="One visit for damp", problem="Two call.", proposal="One visit.")
    idea.submit(idea=begun, by=by.id)
    return begun


@pytest.fixture(scope="module")
def side(database) -> makers.Side:
    return makers.a_side()


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS, order=st.permutations(range(4)))
def test_taken_apart_again_each_idea_has_what_is_its_own_whatever_happened_between(side, acts, order):
    with side.door():
        trial = Trial(side)
        for act, which, more in acts:
            trial.do(act, which, more)
        for which in (*order, *order):
            trial.do("apart", which, None)
        for which, found in enumerate(trial.ideas):
            rows = session().execute(
                select(Follower.person_id, Follower.from_idea_id).where(Follower.idea_id == found.id)
            )
            assert {*rows} == {(person, None) for person in trial.own[which]}
            said = select(Message.text).where(Message.idea_id == found.id, Message.kind == MessageKind.COMMENT)
            assert list(session().scalars(said.order_by(Message.at, Message.id))) == trial.said[which]
            assert (trial.stands(found), found.title) == (trial.before[which], trial.titles[which])
            told = idea.story(ref=found.ref, reader=side.lead.reader)
            assert (told.also_said_by, told.merged_into) == ([], None)
        assert session().scalars(select(IdeaMerge).where(IdeaMerge.undone_at.is_(None))).all() == []


def test_in_a_chain_followers_come_and_leave_by_the_idea_with_which_they_came(side):
    """A into B into C: who came with A alone leaves both when A is taken out of the middle; who said B stays on C."""
    with side.door():
        first, middle, last = (_sent(side, by=who) for who in (side.contributor, side.sponsor, side.observer))
        idea.follow(idea=first, person_id=side.owner.id)
        idea.follow(idea=first, person_id=side.sponsor.id)
        idea.unfollow(idea=middle, person_id=side.sponsor.id)
        for found, into in ((first, middle), (middle, last)):
            idea.merge(idea=found, into=into, because="Same.", by=side.lead.id)
        everybody = {side.contributor.id, side.owner.id, side.sponsor.id, side.observer.id}
        assert (followers(middle), followers(last)) == (everybody - {side.observer.id}, everybody)
        idea.follow(idea=last, person_id=side.owner.id)  # by themselves from now on
        idea.undo_merge(idea=first, by=side.lead.id)
        assert (followers(middle), followers(last)) == (set(), everybody - {side.contributor.id})
        idea.undo_merge(idea=middle, by=side.lead.id)
        assert followers(last) == {side.owner.id, side.observer.id}
        assert first.state is State.TRIAGE


def followers(found: Idea) -> set[UUID]:
    session().flush()
    return set(session().scalars(select(Follower.person_id).where(Follower.idea_id == found.id)))


def test_comments_of_a_joined_idea_are_reached_from_the_other_and_stay_its_own(side, browse):
    with side.door():
        found, into = (_sent(side, by=side.contributor) for _ in range(2))
        idea.comment(idea=found, words="We see this in the north too.", by=side.observer.id)
        idea.note(idea=found, words="Ring him first.", by=side.lead.id)
        idea.merge(idea=found, into=into, because="Same.", by=side.lead.id)
        ref, other = found.ref, into.ref
    page = browse(side.observer).get(f"/ideas/{other}").text
    assert f'href="/ideas/{ref}#conversation"' in page
    assert "1 comment" in page.replace("\xa0", " ")
    told = browse(side.lead)
    done = told.follow(told.post(f"/ideas/{ref}/merge/undo")).text
    assert "What was said or done on either meanwhile stays where it was done." in done
    assert "We see this in the north too." in done
