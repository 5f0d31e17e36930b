"""Who is asked for whom when: covers that are away themselves, and circles."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.council import Can, may_cover
from tracker.council.rules import Stint, cover_faults, stints

ANA, BEN, CAT = (UUID(int=number) for number in (1, 2, 3))
DAY = date(2026, 12, 1)
PEOPLE = [UUID(int=number) for number in range(1, 6)]


def _away(who: UUID, cover: UUID, first: int, last: int) -> Stint:
    until = DAY + timedelta(days=last)
    return Stint(who, cover, DAY + timedelta(days=first), until, until)


def test_a_cover_who_is_away_is_covered_in_turn():
    found = stints([_away(ANA, BEN, 0, 9), _away(BEN, CAT, 4, 6)])
    of_ana = [(each.cover_id, (each.since - DAY).days, (each.until - DAY).days) for each in found if each[0] == ANA]
    assert of_ana == [(BEN, 0, 3), (CAT, 4, 6), (BEN, 7, 9)]
    assert {each.back for each in found if each.person_id == ANA} == {DAY + timedelta(days=9)}


def test_nobody_is_asked_on_days_on_which_covers_go_round_in_a_circle():
    found = stints([_away(ANA, BEN, 0, 5), _away(BEN, ANA, 3, 8)])
    assert [(each.person_id, (each.since - DAY).days, (each.until - DAY).days) for each in found] == [
        (ANA, 0, 2),
        (BEN, 6, 8),
    ]


@st.composite
def _covers(draw):
    away = draw(st.lists(st.sampled_from(PEOPLE), unique=True, max_size=5))
    chosen = []
    for who in away:
        cover = draw(st.sampled_from([one for one in PEOPLE if one != who]))
        first = draw(st.integers(0, 8))
        chosen.append(_away(who, cover, first, first + draw(st.integers(0, 5))))
    return chosen


@settings(max_examples=60)
@given(_covers())
def test_each_day_is_as_following_covers_day_by_day_says(covers):
    by_person = {each.person_id: each for each in covers}
    found = stints(covers)
    for day in (DAY + timedelta(days=number) for number in range(15)):
        told = {each.person_id: each.cover_id for each in found if each.holds(day)}
        expected = {}
        for who in by_person:
            trail = [who]
            while trail[-1] in by_person and by_person[trail[-1]].holds(day) and len(trail) <= len(PEOPLE) + 1:
                trail.append(by_person[trail[-1]].cover_id)
            if trail[-1] != who and len(trail) == len(set(trail)):
                expected[who] = trail[-1]
        assert told == expected


def test_a_cover_may_do_what_is_asked_and_its_days_are_in_order():
    keeps, sponsors, reads = {Can.KEEP_CURRENT}, {Can.RECORD_CONTACT}, {Can.SEE_IDEAS}
    assert may_cover(keeps, of=keeps)
    assert may_cover(keeps, of=sponsors)
    assert may_cover(reads, of=reads)
    assert not may_cover(sponsors, of=keeps)
    assert not may_cover(reads, of=sponsors)
    yesterday, tomorrow = DAY - timedelta(days=1), DAY + timedelta(days=1)
    assert not list(cover_faults(since=None, until=DAY, today=DAY))
    for since, until in ((None, None), (None, yesterday), (tomorrow, DAY)):
        assert [field for field, _ in cover_faults(since=since, until=until, today=DAY)] == ["until"]
