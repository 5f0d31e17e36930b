"""When recurring jobs ran last. Asked in the directory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select, text

from tracker.council.models import Council
from tracker.tenancy import rows, session


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
    return rows(JobRunEntry, _RUNS)


def councils_to_sweep() -> Sequence[UUID]:
    """Councils where somebody works or something is recorded, for the worker's sweeps. Asked in the directory."""
    return session().scalars(select(Council.id).order_by(Council.code)).all()
