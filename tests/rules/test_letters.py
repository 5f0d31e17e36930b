"""What follows from an attempt to carry a letter, without a mail server."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.post.letters import LetterKind
from tracker.post.rules import (
    REFUSALS,
    DeliveryAttempt,
    Fate,
    LetterReturn,
    NextStep,
    fate_of_all,
    fate_of_report,
    next_step,
    step_after_return,
    wait_after,
)

NOW, LEASE = datetime(2026, 11, 28, 12, tzinfo=UTC), timedelta(minutes=15)
numbers = st.integers(1, 10_000)


def step(fate: Fate, *, kind=LetterKind.NOTICE, number=1, refusals=0, since: timedelta | None = None) -> NextStep:
    tried_since = None if since is None else NOW - since
    return next_step(fate, DeliveryAttempt(kind, number, refusals, tried_since), at=NOW, lease=LEASE)


@given(numbers, numbers)
def test_waits_grow_and_none_is_longer_than_four_hours(one, other):
    assert timedelta(seconds=30) <= wait_after(one) <= timedelta(hours=4)
    assert (wait_after(one) <= wait_after(other)) or one > other
    assert wait_after(1) == timedelta(seconds=30)
    assert wait_after(2) == timedelta(minutes=1)


@pytest.mark.parametrize("kind", LetterKind)
def test_what_is_refused_for_good_is_given_up_after_its_kinds_few_tries(kind):
    assert set(REFUSALS) == set(LetterKind)
    for fate in (Fate.REFUSED, Fate.UNFIT):
        given_up = [step(fate, kind=kind, refusals=before).gives_up for before in range(4)]
        assert given_up == [before + 1 >= REFUSALS[kind] for before in range(4)]
        assert given_up[2:] == [True, True], "three tries at most"
    assert REFUSALS[LetterKind.NUDGE] == 1, "another nudge comes anyway"


@given(kind=st.sampled_from(LetterKind), number=numbers, refusals=st.integers(0, 9), minutes=st.integers(0, 20_000))
def test_what_is_refused_for_now_is_tried_for_five_days_however_often_it_was(kind, number, refusals, minutes):
    made = step(Fate.DEFERRED, kind=kind, number=number, refusals=refusals, since=timedelta(minutes=minutes))
    assert made.gives_up == (minutes >= 5 * 24 * 60)
    assert made.wait == wait_after(number)


def test_a_first_refusal_for_now_never_gives_up():
    assert not step(Fate.DEFERRED).gives_up


@given(kind=st.sampled_from(LetterKind), number=numbers, refusals=st.integers(0, 9), minutes=st.integers(0, 20_000))
def test_nobody_there_costs_nothing_and_what_is_in_doubt_rests_for_a_lease(kind, number, refusals, minutes):
    given_ = {"kind": kind, "number": number, "refusals": refusals, "since": timedelta(minutes=minutes)}
    assert step(Fate.UNREACHED, **given_) == NextStep(gives_up=False, wait=timedelta(seconds=10))
    assert step(Fate.PERHAPS, **given_) == NextStep(gives_up=False, wait=LEASE)
    assert step(Fate.ACCEPTED, **given_) == NextStep()


def test_a_kind_that_a_later_version_writes_is_given_up_after_two_refusals():
    assert [step(Fate.REFUSED, kind="digest", refusals=before).gives_up for before in range(2)] == [False, True]


@given(
    fate=st.sampled_from([Fate.REFUSED, Fate.DEFERRED]),
    kind=st.sampled_from(LetterKind),
    refusals=st.integers(0, 9),
    minutes=st.integers(0, 20_000),
)
def test_what_came_back_is_tried_as_if_it_had_been_refused_at_once_where_it_can_go_again(fate, kind, refusals, minutes):
    attempt = DeliveryAttempt(kind, 1, refusals, NOW - timedelta(minutes=minutes))
    followed = step_after_return(LetterReturn(fate), attempt, at=NOW)
    assert followed == step(fate, kind=kind, refusals=refusals, since=timedelta(minutes=minutes))
    for cannot in (LetterReturn(fate, has_words=False), LetterReturn(fate, is_ours=False)):
        assert step_after_return(cannot, attempt, at=NOW) == NextStep(gives_up=True)


@pytest.mark.parametrize(
    ("action", "status", "fate"),
    [
        ("failed", "5.1.1", Fate.REFUSED),
        ("failed", "4.4.7", Fate.DEFERRED),
        ("failed", "2.0.0", None),
        ("failed", "", None),
        ("delayed", "4.4.1", None),
        ("delayed", "5.0.0", None),
        ("delivered", "2.0.0", None),
        ("relayed", "2.0.0", None),
        ("expanded", "2.0.0", None),
    ],
)
def test_only_failed_is_a_failure_and_its_class_says_whether_for_good(action, status, fate):
    assert fate_of_report(action, status) is fate


def test_a_letter_failed_where_it_did_at_each_address():
    assert fate_of_all([]) is None
    assert fate_of_all([Fate.REFUSED, None]) is None
    assert fate_of_all([Fate.REFUSED, Fate.REFUSED]) is Fate.REFUSED
    assert fate_of_all([Fate.REFUSED, Fate.DEFERRED]) is Fate.DEFERRED
