"""When recurring jobs ran last. Asked in the directory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select, text

from tracker.clock import now
from tracker.council.models import Council
from tracker.council.rules import LONGEST_RUN
from tracker.later import SHORT_RUNS
from tracker.tenancy import Query, rows, session


def last_run(job: str) -> object:
    """When a recurring job last finished, over all councils; None if never. Asked in the directory."""
    return session().scalar(text("SELECT max(finished_at) FROM job_run WHERE job = :job"), {"job": job})


class JobRunEntry(NamedTuple):
    """A recurring job in one council, or in none: when it began last, last succeeded, what went wrong, its deaths."""

    job: str
    council: str | None
    started_at: datetime
    finished_at: datetime | None
    detail: str | None
    running_since: datetime | None
    deaths: int
    died_at: datetime | None


_RUNS = """
    SELECT j.job, c.name AS council, j.started_at, j.finished_at, j.detail, j.running_since, j.deaths, j.died_at
      FROM job_run j LEFT JOIN council c ON c.id = j.council_id ORDER BY j.job, c.name, j.id"""


def runs() -> list[JobRunEntry]:
    """Each recurring job with the council it ran for. Asked in the directory."""
    return runs_query().answer()


def runs_query() -> Query[list[JobRunEntry]]:
    """The same, to be asked together with others."""
    return Query(JobRunEntry, _RUNS, {}, list)


class CutOffRun(NamedTuple):
    """A job that began in a council and did not end: whatever it ran in was killed, or is at work still."""

    job: str
    council_id: UUID


_CUT_OFF = """
    SELECT j.job, j.council_id FROM job_run j
      LEFT JOIN unnest(CAST(:short AS text[]), CAST(:before AS timestamptz[])) AS s (job, before) USING (job)
     WHERE j.council_id IS NOT NULL
       AND (CAST(:started AS boolean) AND j.running_since IS NOT NULL
            OR j.running_since < coalesce(s.before, CAST(:over AS timestamptz)))
     ORDER BY j.running_since, j.id"""


def cut_off_runs(*, started: bool = False) -> list[CutOffRun]:
    """Runs in a council that a kill cut off. Asked in the directory.

    They are told by being at work for longer than they may; where a worker has just started, whoever was before it may
    have been killed, so all count that did not end: jobs bear being done twice.
    """
    short = {job.value: now() - longest for job, longest in SHORT_RUNS.items()}
    over = {"short": list(short), "before": list(short.values()), "over": now() - LONGEST_RUN}
    return rows(CutOffRun, _CUT_OFF, **over, started=started)


def councils_to_sweep() -> Sequence[UUID]:
    """Councils where somebody works or something is recorded, for the worker's sweeps. Asked in the directory."""
    return session().scalars(select(Council.id).order_by(Council.code)).all()
