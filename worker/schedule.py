"""Every recurring promise, in one table: what is promised, the job that keeps it, and how often that is asked for.

A promise may be kept twice without harm: what it writes is named by its day or its key. So two clocks at once, a tick
that comes late and a sweep beside a hint do nothing twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from celery.schedules import BaseSchedule, crontab, schedule

from tracker.later import Job


@dataclass(frozen=True)
class Promise:
    """One recurring promise; `for_each_council` has its job done in every council, one task each, spread over time.

    When its job is late stands in tracker/later.py.
    """

    words: str
    job: Job
    when: BaseSchedule
    for_each_council: bool = False


def _every(seconds: int) -> BaseSchedule:
    return schedule(timedelta(seconds=seconds))


WEEKDAYS = "mon-fri"

PROMISES: dict[str, Promise] = {
    "letters": Promise(
        "Letters go out within 20 seconds, also where the hint to send them was lost.",
        Job.DELIVER_LETTERS,
        _every(20),
    ),
    "returns": Promise(
        "Every 10 minutes GOV.UK Notify is asked which letters did not arrive after all.",
        Job.LOOK_FOR_RETURNS,
        crontab(minute="7-59/10"),
    ),
    "heartbeat": Promise(
        "The worker says each minute that it is alive.",
        Job.BEAT_HEART,
        _every(60),
    ),
    "changes": Promise(
        "Within a minute of a change of an idea its triangle is worked out again.",
        Job.LOOK_AT_CHANGES,
        _every(20),
    ),
    "joint": Promise(
        "Every 15 minutes a collaborative's figures are worked out over its cards, also where the hint was lost.",
        Job.LOOK_AT_JOINT,
        crontab(minute="4-59/15"),
    ),
    "parked": Promise(
        "A parked idea comes back on its day: each hour those whose day it is are woken, from ten past midnight.",
        Job.WAKE_IDEAS,
        crontab(minute=10),
        for_each_council=True,
    ),
    "contacts": Promise(
        "Each hour people without an account are let go of whose days are over, and what was never confirmed.",
        Job.FORGET_CONTACTS,
        crontab(minute=40),
        for_each_council=True,
    ),
    "meanings": Promise(
        "Each hour what ideas mean is read anew where their words changed, also where the hint to do so was lost.",
        Job.READ_IDEAS,
        crontab(minute=40),
        for_each_council=True,
    ),
    "nudges-morning": Promise(
        "On each working day at 07:30 every council's nudges are found and sent.",
        Job.FIND_NUDGES,
        crontab(hour=7, minute=30, day_of_week=WEEKDAYS),
        for_each_council=True,
    ),
    "nudges-hourly": Promise(
        "Between 08:00 and 18:00 they are looked at each hour again: what fell due, what lost its reason.",
        Job.FIND_NUDGES,
        crontab(hour="8-17", minute=5, day_of_week=WEEKDAYS),
        for_each_council=True,
    ),
    "health-night": Promise(
        "Each night at 02:30 every council's profile and triangles are computed.",
        Job.COMPUTE_HEALTH,
        crontab(hour=2, minute=30),
        for_each_council=True,
    ),
    "health-day": Promise(
        "Every 15 minutes they are computed again; what did not change is not rewritten.",
        Job.COMPUTE_HEALTH,
        crontab(minute="*/15"),
        for_each_council=True,
    ),
    "notices": Promise(
        "Every 10 minutes councils are told by letter what others did with what they share.",
        Job.TELL_OF_NOTICES,
        crontab(minute="3-59/10"),
        for_each_council=True,
    ),
    "looks": Promise(
        "Every 10 minutes what councils ask of each other blinded is carried on, also where the hint was lost.",
        Job.CARRY_LOOKS,
        crontab(minute="9-59/10"),
        for_each_council=True,
    ),
    "network": Promise(
        "Each hour who works with whom is worked out anew where its traces changed, also where the hint was lost.",
        Job.COMPUTE_NETWORK,
        crontab(minute=25),
        for_each_council=True,
    ),
    "files": Promise(
        "Each night at 03:40 the bytes of files that were removed, or that no idea has, are cleared away.",
        Job.CLEAR_FILES,
        crontab(hour=3, minute=40),
        for_each_council=True,
    ),
    "asked": Promise(
        "Every 15 minutes what is asked of each person is counted again, also where the hint to do so was lost.",
        Job.COUNT_ASKED,
        crontab(minute="8-59/15"),
        for_each_council=True,
    ),
    "exports": Promise(
        "Every 15 minutes what people take out is written, if the hint was lost, and what is a day old forgotten.",
        Job.WRITE_EXPORTS,
        crontab(minute="12-59/15"),
        for_each_council=True,
    ),
    "news": Promise(
        "Every 10 minutes people are told what they follow and asked for, also where the hint to do so was lost.",
        Job.TELL_NEWS,
        crontab(minute="6-59/10"),
        for_each_council=True,
    ),
    "registers": Promise(
        "Every 5 minutes spreadsheets that are coming in go on, also after a kill; files past their days are let go.",
        Job.BRING_ROWS,
        crontab(minute="2-59/5"),
        for_each_council=True,
    ),
}
