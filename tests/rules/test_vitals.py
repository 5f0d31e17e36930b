"""What follows from the facts of an installation: nothing where all is well, otherwise what, where and what to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tracker.council import LONGEST_RUN, JobRunEntry
from tracker.later import RECURRING, Job
from tracker.vitals import KINDS, Facts, LetterFacts, RowsAside, findings
from tracker.vitals.rules import CouncilFacts

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
PLACES = [CouncilFacts("Knowsley", NOW - 400 * DAY), CouncilFacts("Northmoor", NOW - 400 * DAY)]
LETTERS = LetterFacts(waiting=1, oldest=NOW - 10 * MINUTE, sent_last_hour=4, given_up=0)


def run(job: Job, council: str | None, **changed: object) -> JobRunEntry:
    return JobRunEntry(str(job), council, NOW, NOW, None, None, 0, None)._replace(**changed)


RUNS = [
    run(about.job, place)
    for about in RECURRING
    for place in (["Knowsley", "Northmoor"] if about.in_each_council else [None])
]
WELL = Facts(NOW, timedelta(), broker_answers=True, runs=RUNS, places=PLACES, letters=LETTERS)


def with_run(job: Job, council: str | None, **changed: object) -> Facts:
    """All is well, but for one run."""
    others = [one for one in RUNS if (one.job, one.council) != (str(job), council)]
    return replace(WELL, runs=[*others, run(job, council, **changed)])


def with_letters(**changed: object) -> Facts:
    return replace(WELL, letters=LETTERS._replace(**changed))


def told(facts: Facts) -> list[tuple[str, str]]:
    return [(finding.kind, finding.part) for finding in findings(facts)]


def test_where_everything_is_kept_there_is_nothing_to_say():
    assert findings(WELL) == []


HEALTH, HEART = Job.COMPUTE_HEALTH, Job.BEAT_HEART
LATE = {about.job: about.late_after for about in RECURRING}
SOONEST = min(about.late_after for about in RECURRING if about.in_each_council)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (replace(WELL, broker_answers=False), ("broker", "broker")),
        (replace(WELL, database_ahead=MINUTE + SECOND), ("clock", "clock")),
        (replace(WELL, database_ahead=-MINUTE - SECOND), ("clock", "clock")),
        (with_run(HEART, None, finished_at=NOW - LATE[HEART] - SECOND), ("silent", "worker")),
        (with_run(HEART, None, finished_at=None), ("silent", "worker")),
        (with_run(HEALTH, "Knowsley", detail="ZeroDivisionError"), ("failed", "jobs")),
        (with_run(HEALTH, "Knowsley", deaths=2, detail="its process died"), ("failed", "jobs")),
        (with_run(HEALTH, "Knowsley", deaths=3, detail="its process died"), ("deadly", "jobs")),
        (with_run(HEALTH, "Knowsley", finished_at=NOW - LATE[HEALTH] - SECOND), ("late", "jobs")),
        (with_run(HEALTH, "Knowsley", finished_at=None), ("never", "jobs")),
        (
            replace(WELL, runs=[one for one in RUNS if one.job != HEALTH or one.council != "Knowsley"]),
            ("never", "jobs"),
        ),
        (replace(WELL, runs=[one for one in RUNS if one.job != Job.DELIVER_LETTERS]), ("never", "jobs")),
        (with_run(HEALTH, "Knowsley", running_since=NOW - LONGEST_RUN - SECOND), ("stuck", "jobs")),
        (with_run(HEALTH, "Knowsley", finished_at=NOW + MINUTE + SECOND), ("clock", "jobs")),
        (with_run(HEALTH, "Knowsley", started_at=NOW + 400 * DAY), ("clock", "jobs")),
        (with_letters(oldest=NOW - 10 * MINUTE - SECOND), ("waiting", "letters")),
        (with_letters(given_up=1), ("given_up", "letters")),
        (with_letters(in_doubt=2), ("in_doubt", "letters")),
        (with_letters(far=1, furthest=NOW + 2 * DAY), ("far", "letters")),
        (replace(WELL, aside=[RowsAside("idea", 2, "KNW-3, KNW-7", NOW - DAY)]), ("aside", "rows")),
    ],
)
def test_each_thing_that_is_wrong_is_said_once_with_what_to_do(facts, expected):
    assert told(facts) == [expected]
    [finding] = findings(facts)
    assert finding.kind in KINDS
    assert finding.title
    assert finding.found.endswith(".")
    assert finding.mend.endswith(".")


def test_what_is_just_in_time_and_a_council_that_just_came_are_well():
    assert not told(with_run(HEALTH, "Knowsley", finished_at=NOW - LATE[HEALTH]))
    assert not told(with_run(HEALTH, "Knowsley", finished_at=NOW + MINUTE))
    assert not told(with_run(HEALTH, "Knowsley", running_since=NOW - LONGEST_RUN))
    assert not told(with_run(Job.BEAT_HEART, None, finished_at=NOW - LATE[HEART]))
    assert not told(replace(WELL, database_ahead=MINUTE))
    young = CouncilFacts("Young", NOW - SOONEST)
    assert not told(replace(WELL, places=[*PLACES, young]))
    assert ("never", "jobs") in told(replace(WELL, places=[*PLACES, young._replace(since=NOW - LATE[HEALTH] - SECOND)]))


def test_while_the_worker_is_silent_it_is_not_said_of_each_job_that_it_is_late_but_what_failed_is():
    runs = [one._replace(finished_at=NOW - 30 * DAY) for one in RUNS]
    assert told(replace(WELL, runs=runs)) == [("silent", "worker")]
    runs[-1] = runs[-1]._replace(detail="ValueError")
    assert told(replace(WELL, runs=runs)) == [("silent", "worker"), ("failed", "jobs")]


def test_a_finding_names_where_and_how_many_more():
    runs = [one._replace(detail="ValueError") if one.job == HEALTH else one for one in RUNS]
    [finding] = findings(replace(WELL, runs=runs))
    assert finding.found == "It failed in Knowsley and 1 more place: ValueError."
    assert finding.title == "“Health of ideas and portfolios” failed"


def test_every_kind_is_reached_by_some_facts():
    wrong = replace(with_letters(oldest=NOW - DAY, given_up=2, far=1), broker_answers=False, database_ahead=DAY)
    assert {kind for kind, _ in told(wrong)} == {"broker", "clock", "waiting", "given_up", "far"}
