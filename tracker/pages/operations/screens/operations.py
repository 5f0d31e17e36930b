"""Operations: is the worker alive, is anything late or lost, and what to do. Sees no idea and no letter's words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import jsonify
from sqlalchemy.exc import SQLAlchemyError

from config import broker
from config.settings import settings
from tracker import clock, council, post, tenancy, vitals
from tracker.council import Can
from tracker.later import Job
from tracker.web import ANYONE, Screens, render, say, see_other
from tracker.web.filters import plural

screens = Screens("operations", __name__)

DOWN = 503
HERE = "at `/ops`"  # said to who reads a finding elsewhere


@screens.screen("/ops", needs=Can.OPERATE, door=False)
def show() -> Any:
    """The platform in words: what needs somebody first."""
    answers, queues = broker.answers(settings().broker_url), broker.depths(settings().broker_url)
    with tenancy.directory():
        found, troubled = vitals.facts(broker_answers=answers, queues=queues), post.troubled()
        councils = {one.id: one.name for one in council.all_councils()}
    jobs = vitals.standings(found)
    return render(
        "operations/show.html",
        findings=[replace(one, mend=one.mend.replace(HERE, "below")) for one in vitals.findings(found)],
        jobs=jobs,
        alive=not next(job for job in jobs if job.about.job is Job.BEAT_HEART).is_late,
        outbox=found.letters,
        queues=queues,
        by_council=vitals.by_council(found),
        troubled=troubled,
        councils=councils,
        now=clock.now(),
    )


@screens.screen("/ops/letters/<uuid:letter_id>/again", needs=Can.OPERATE, methods=("POST",), door=False)
def again(letter_id: UUID) -> Any:
    """Try a letter once more that was given up, or is perhaps delivered."""
    with tenancy.directory():
        post.try_again(letter_id)
    say("It is tried again within 20 seconds.")
    return see_other(".show")


@screens.screen("/ops/letters/again", needs=Can.OPERATE, methods=("POST",), door=False)
def all_again() -> Any:
    """Try all letters once more that were given up."""
    with tenancy.directory():
        begun = post.try_all_again()
    say(f"{plural(begun, 'letter')} will be tried again, the first within 20 seconds.")
    return see_other(".show")


@screens.screen("/ops/letters/<uuid:letter_id>/leave", needs=Can.OPERATE, methods=("POST",), door=False)
def leave(letter_id: UUID) -> Any:
    """Take a letter as done that is perhaps delivered, or that came back."""
    with tenancy.directory():
        post.leave(letter_id)
    say("It is left as it is, and asks for nobody any more.")
    return see_other(".show")


@screens.screen("/healthz", needs=ANYONE)
def healthz() -> Any:
    """Say that the process answers."""
    return jsonify(status="up")


@screens.screen("/readyz", needs=ANYONE)
def readyz() -> Any:
    """Say whether pages can be served: the database answers. The broker is told; no page needs it."""
    told = {"database": "up" if _database_answers() else "down"}
    told["broker"] = "up" if broker.answers(settings().broker_url) else "down"
    return (jsonify(told), 200) if told["database"] == "up" else (jsonify(told), DOWN, {"Retry-After": "30"})


def _database_answers() -> bool:
    try:
        with tenancy.directory():
            council.last_run(Job.BEAT_HEART)
    except SQLAlchemyError:
        return False
    return True
