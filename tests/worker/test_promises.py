"""The table of recurring promises, line by line: what is promised, by which job, how often, and when it is late."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest

from tests import makers
from tracker import clock, council
from tracker.later import LATE_AFTER, RECURRING, Job
from tracker.tenancy import directory
from worker.schedule import PROMISES

EVERY_DAY, WEEKDAYS = set(range(7)), {1, 2, 3, 4, 5}
EVERY_HOUR, EACH_COUNCIL = set(range(24)), True

# The job; seconds, or the hours, minutes and days of the week; once, or for each council; the words.
TABLE = {
    "letters": (
        Job.DELIVER_LETTERS,
        20,
        False,
        "Letters go out within 20 seconds, also where the hint to send them was lost.",
    ),
    "returns": (
        Job.LOOK_FOR_RETURNS,
        (EVERY_HOUR, {7, 17, 27, 37, 47, 57}, EVERY_DAY),
        False,
        "Every 10 minutes GOV.UK Notify is asked which letters did not arrive after all.",
    ),
    "heartbeat": (
        Job.BEAT_HEART,
        60,
        False,
        "The worker says each minute that it is alive.",
    ),
    "changes": (
        Job.LOOK_AT_CHANGES,
        20,
        False,
        "Within a minute of a change of an idea its triangle is worked out again.",
    ),
    "joint": (
        Job.LOOK_AT_JOINT,
        (EVERY_HOUR, {4, 19, 34, 49}, EVERY_DAY),
        False,
        "Every 15 minutes a collaborative's figures are worked out over its cards, also where the hint was lost.",
    ),
    "parked": (
        Job.WAKE_IDEAS,
        (EVERY_HOUR, {10}, EVERY_DAY),
        EACH_COUNCIL,
        "A parked idea comes back on its day: each hour those whose day it is are woken, from ten past midnight.",
    ),
    "contacts": (
        Job.FORGET_CONTACTS,
        (EVERY_HOUR, {40}, EVERY_DAY),
        EACH_COUNCIL,
        "Each hour people without an account are let go of whose days are over, and what was never confirmed.",
    ),
    "meanings": (
        Job.READ_IDEAS,
        (EVERY_HOUR, {40}, EVERY_DAY),
        EACH_COUNCIL,
        "Each hour what ideas mean is read anew where their words changed, also where the hint to do so was lost.",
    ),
    "nudges-morning": (
        Job.FIND_NUDGES,
        ({7}, {30}, WEEKDAYS),
        EACH_COUNCIL,
        "On each working day at 07:30 every council's nudges are found and sent.",
    ),
    "nudges-hourly": (
        Job.FIND_NUDGES,
        (set(range(8, 18)), {5}, WEEKDAYS),
        EACH_COUNCIL,
        "Between 08:00 and 18:00 they are looked at each hour again: what fell due, what lost its reason.",
    ),
    "health-night": (
        Job.COMPUTE_HEALTH,
        ({2}, {30}, EVERY_DAY),
        EACH_COUNCIL,
        "Each night at 02:30 every council's profile and triangles are computed.",
    ),
    "health-day": (
        Job.COMPUTE_HEALTH,
        (EVERY_HOUR, {0, 15, 30, 45}, EVERY_DAY),
        EACH_COUNCIL,
        "Every 15 minutes they are computed again; what did not change is not rewritten.",
    ),
    "notices": (
        Job.TELL_OF_NOTICES,
        (EVERY_HOUR, {3, 13, 23, 33, 43, 53}, EVERY_DAY),
        EACH_COUNCIL,
        "Every 10 minutes councils are told by letter what others did with what they share.",
    ),
    "looks": (
        Job.CARRY_LOOKS,
        (EVERY_HOUR, {9, 19, 29, 39, 49, 59}, EVERY_DAY),
        EACH_COUNCIL,
        "Every 10 minutes what councils ask of each other blinded is carried on, also where the hint was lost.",
    ),
    "network": (
        Job.COMPUTE_NETWORK,
        (EVERY_HOUR, {25}, EVERY_DAY),
        EACH_COUNCIL,
        "Each hour who works with whom is worked out anew where its traces changed, also where the hint was lost.",
    ),
    "files": (
        Job.CLEAR_FILES,
        ({3}, {40}, EVERY_DAY),
        EACH_COUNCIL,
        "Each night at 03:40 the bytes of files that were removed, or that no idea has, are cleared away.",
    ),
    "asked": (
        Job.COUNT_ASKED,
        (EVERY_HOUR, {8, 23, 38, 53}, EVERY_DAY),
        EACH_COUNCIL,
        "Every 15 minutes what is asked of each person is counted again, also where the hint to do so was lost.",
    ),
    "registers": (
        Job.BRING_ROWS,
        (EVERY_HOUR, set(range(2, 60, 5)), EVERY_DAY),
        EACH_COUNCIL,
        "Every 5 minutes spreadsheets that are coming in go on, also after a kill; files past their days are let go.",
    ),
    "news": (
        Job.TELL_NEWS,
        (EVERY_HOUR, {6, 16, 26, 36, 46, 56}, EVERY_DAY),
        EACH_COUNCIL,
        "Every 10 minutes people are told what they follow and asked for, also where the hint to do so was lost.",
    ),
    "exports": (
        Job.WRITE_EXPORTS,
        (EVERY_HOUR, {12, 27, 42, 57}, EVERY_DAY),
        EACH_COUNCIL,
        "Every 15 minutes what people take out is written, if the hint was lost, and what is a day old forgotten.",
    ),
}
LATE = {  # as its operator reads it: the job in words, and the age at which it is late
    Job.DELIVER_LETTERS: ("Send letters", "every 20 seconds", timedelta(minutes=2)),
    Job.LOOK_FOR_RETURNS: ("Ask which letters came back", "every 10 minutes", timedelta(minutes=40)),
    Job.BEAT_HEART: ("Be alive", "every minute", timedelta(minutes=3)),
    Job.LOOK_AT_CHANGES: ("Health of what changed", "every 20 seconds", timedelta(minutes=2)),
    Job.LOOK_AT_JOINT: ("Figures of collaboratives", "every 15 minutes", timedelta(minutes=40)),
    Job.WAKE_IDEAS: ("Wake parked ideas", "every hour", timedelta(hours=3)),
    Job.FORGET_CONTACTS: ("Let go of people without an account", "every hour", timedelta(hours=3)),
    Job.READ_IDEAS: ("Read what ideas mean", "every hour", timedelta(hours=3)),
    Job.FIND_NUDGES: ("Look for nudges", "hourly on working days", timedelta(days=4)),
    Job.COMPUTE_HEALTH: ("Health of ideas and portfolios", "every 15 minutes", timedelta(minutes=40)),
    Job.TELL_OF_NOTICES: ("Tell what other councils did", "every 10 minutes", timedelta(minutes=40)),
    Job.CARRY_LOOKS: ("Carry blinded looks between councils", "every 10 minutes", timedelta(minutes=40)),
    Job.COMPUTE_NETWORK: ("Who works with whom", "every hour", timedelta(hours=3)),
    Job.CLEAR_FILES: ("Clear removed files away", "daily", timedelta(days=2)),
    Job.BRING_ROWS: ("Bring spreadsheets in, and let their files go", "every 5 minutes", timedelta(minutes=20)),
    Job.COUNT_ASKED: ("Count what is asked of each person", "every 15 minutes", timedelta(minutes=40)),
    Job.TELL_NEWS: ("Tell what people follow and asked to be told", "every 10 minutes", timedelta(minutes=40)),
    Job.WRITE_EXPORTS: ("Write what people take out", "every 15 minutes", timedelta(minutes=40)),
}

IN_EACH = {about.job: about.in_each_council for about in RECURRING}


def test_nothing_is_promised_but_what_stands_in_the_table():
    assert set(PROMISES) == set(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_a_promise_is_kept_by_its_job_as_often_as_it_says(name):
    job, often, each, words = TABLE[name]
    made = PROMISES[name]
    assert (made.job, made.for_each_council, made.words) == (job, each, words)
    if isinstance(often, int):
        assert made.when.run_every == timedelta(seconds=often)
    else:
        assert (made.when.hour, made.when.minute, made.when.day_of_week) == often
        assert (len(made.when.day_of_month), len(made.when.month_of_year)) == (31, 12)


@pytest.mark.parametrize("name", TABLE)
def test_the_clock_asks_for_exactly_that_and_lets_go_of_what_nobody_took(database, name):
    from worker.app import app

    job, _, each, _ = TABLE[name]
    entry = app.conf.beat_schedule[name]
    assert entry["task"] == (Job.SWEEP_COUNCILS if each else job)
    assert entry["kwargs"] == ({"job": job} if each else {})
    assert entry["schedule"] is PROMISES[name].when
    assert entry["options"] == {"expires": 300}
    assert len(app.conf.beat_schedule) == len(TABLE)


def test_every_job_that_recurs_is_told_to_its_operator_and_has_an_age_at_which_it_is_late():
    assert {one.job: (one.words, one.promised, one.late_after) for one in RECURRING} == LATE
    assert {promise.job for promise in PROMISES.values()} == set(LATE_AFTER)
    assert {promise.job: promise.for_each_council for promise in PROMISES.values()} == IN_EACH
    for promise in PROMISES.values():
        if isinstance(often := getattr(promise.when, "run_every", None), timedelta):
            assert LATE_AFTER[promise.job] >= 3 * often


@pytest.mark.parametrize("job", LATE)
def test_its_operator_reads_that_a_job_is_late_from_that_age_on_and_no_sooner(database, browse, job):
    words, promised, late_after = LATE[job]
    operator = browse(makers.an_operator(database))
    began = clock.now()
    with psycopg.connect(database.admin_url, autocommit=True) as server:
        server.execute("DELETE FROM job_run WHERE job = %s", [job])
        server.execute("UPDATE council SET created_at = %s", [began - timedelta(days=30)])
        assert "Has not run yet" in line_of(operator.get("/ops").text, words)
        with clock.at(began), directory():
            for place in council.councils_to_sweep() if IN_EACH[job] else [None]:
                council.ran(job, council_id=place)
        for age, late in ((late_after, False), (late_after + timedelta(seconds=1), True)):
            with clock.at(began + age):
                server.execute("UPDATE sign_in SET started_at = %s, seen_at = %s", [clock.now(), clock.now()])
                line = line_of(operator.get("/ops").text, words)
            assert promised in line
            assert ("Late somewhere" in line, "On time" in line) == (late, not late)


def line_of(page: str, words: str) -> str:
    """The line of the table of jobs that begins with some words."""
    return next(row for row in page.split("<tr") if f'<th scope="row">{words}</th>' in row)
