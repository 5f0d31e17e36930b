"""Operations: is the worker alive, is anything late or lost, and what to do. Sees no idea and no letter's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import jsonify
from sqlalchemy.exc import SQLAlchemyError

from config import broker
from config.settings import settings
from tracker import clock, council, post, tenancy
from tracker.council import Can
from tracker.later import RECURRING, Job, RecurringJob
from tracker.web import ANYONE, Screens, render, say, see_other

screens = Screens("operations", __name__)

DOWN = 503
OUTBOX_LATE = timedelta(minutes=10)


@dataclass(frozen=True)
class JobStanding:
    """How a recurring job is kept: its newest and oldest success over the councils, and where it failed last."""

    about: RecurringJob
    councils: int
    newest: datetime | None
    oldest: datetime | None
    failing: list[str]

    @property
    def late(self) -> bool:
        """Whether somewhere its last success is too long ago, or it never had one."""
        return self.oldest is None or clock.now() - self.oldest > self.about.late_after


@screens.screen("/ops", needs=Can.OPERATE, door=False)
def show() -> Any:
    """The platform in words: what needs somebody first."""
    with tenancy.directory():
        jobs, outbox, troubled = _jobs(), post.outbox(), post.troubled()
        councils = {one.id: one.name for one in council.all_councils()}
    stuck = outbox.oldest is not None and clock.now() - outbox.oldest > OUTBOX_LATE
    return render(
        "operations/show.html",
        jobs=jobs,
        heartbeat=next(job for job in jobs if job.about.job is Job.BEAT_HEART),
        outbox=outbox,
        stuck=stuck,
        troubled=troubled,
        councils=councils,
        broker=broker.answers(settings().broker_url),
        now=clock.now(),
    )


def _jobs() -> list[JobStanding]:
    """How each recurring job is kept."""
    runs = council.runs()
    found = []
    for about in RECURRING:
        mine = [run for run in runs if run.job == about.job]
        ends = [run.finished_at for run in mine if run.finished_at]
        failing = [f"{run.council or 'everywhere'} ({run.detail})" for run in mine if run.detail]
        found.append(JobStanding(about, len(mine), max(ends, default=None), min(ends, default=None), failing))
    return found


@screens.screen("/ops/letters/<uuid:letter_id>/again", needs=Can.OPERATE, methods=("POST",), door=False)
def again(letter_id: UUID) -> Any:
    """Try a letter once more that was given up."""
    with tenancy.directory():
        post.try_again(letter_id)
    say("It is tried again within 20 seconds.")
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
