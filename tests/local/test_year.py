"""A year, here of some weeks: nothing is lost or comes twice, one mail a day, and no idea lies silent unasked."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from uuid import uuid4

from local.year.habits import Habit
from local.year.run import halves
from local.year.tally import Mailbag, Tally
from tests.terminal import seedbed
from tracker.post.outbox import OutboxLetter


def test_weeks_of_two_councils_lose_and_repeat_nothing_and_without_nudges_ideas_fall_silent():
    done = seedbed("simulate", "--councils", 2, "--ideas", 30, "--days", 60, "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    without = found.pop("without")
    assert found["due"] > 20
    assert found == {
        "due": found["due"],
        "delivered": found["due"],
        "repeated": 0,
        "lost": 0,
        "max_mails_per_person_per_day": 1,
        "silent_over_90_days": 0,
    }
    assert without == dict.fromkeys(found, 0) | {"silent_over_90_days": without["silent_over_90_days"]}
    assert without["silent_over_90_days"] > 0


def test_councils_are_shared_out_whole_and_tallies_add_up_but_for_the_most():
    assert [halves(councils) for councils in (1, 2, 5)] == [[(0, 1)], [(0, 1), (1, 1)], [(0, 3), (3, 2)]]
    sum_of_both = Tally(1, 1, 0, 0, 2, 3)
    sum_of_both.add(Tally(2, 1, 1, 1, 1, 4))
    assert sum_of_both == Tally(3, 2, 1, 1, 2, 7)


def test_a_mailbag_keeps_every_letter_that_is_handed_in_also_a_second_time():
    bag, day = Mailbag(), date(2026, 3, 2)
    letter = OutboxLetter(uuid4(), None, "Sam", "sam@example.org", "S", None, None, "/n/x", None, None, 1, "nudge")
    for n in range(2):
        bag.day = day + timedelta(days=n)
        bag.carry(letter, lambda: True)
    assert [one.day for one in bag.take()] == [day, day + timedelta(days=1)]
    assert bag.take() == []
    assert len(bag.taken) == 2


def test_who_is_silent_never_answers_and_who_is_prompt_mostly_does():
    draw = random.Random(1)  # noqa: S311 - the same for each run
    answers = {habit: sum(habit.answers(draw) for _ in range(200)) for habit in Habit}
    assert answers[Habit.SILENT] == 0 < answers[Habit.SLOW] < answers[Habit.PROMPT]
