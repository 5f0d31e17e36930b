"""Runs of recurring jobs: one that began, and one whose process died of it. Both are asked in the directory."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from tracker.clock import now
from tracker.council.models import JobRun
from tracker.council.rules import LONGEST_RUN, is_set_aside
from tracker.db import new_id
from tracker.tenancy import session


def begin_run(job: str, *, council_id: UUID | None = None) -> bool:
    """Note that a job begins, and say whether it may: not where it is set aside, for its process died of it so often.

    Where the run before neither ended nor can still be at work, its process died with it.
    """
    found = session().scalar(
        select(JobRun).where(JobRun.job == job, JobRun.council_id.is_not_distinct_from(council_id)).with_for_update()
    )
    if found is None:
        _add(job, council_id, running_since=now())
        return True
    if found.running_since and _is_over(now() - found.running_since):
        _die(found)
    if is_set_aside(deaths=found.deaths, died_at=found.died_at, now=now()):
        return False
    found.running_since = now()
    return True


def note_death(job: str, *, council_id: UUID | None = None) -> None:
    """Note that a job ended the process that it ran in: killed for its memory, crashed, gone."""
    found = session().scalar(
        select(JobRun).where(JobRun.job == job, JobRun.council_id.is_not_distinct_from(council_id)).with_for_update()
    )
    if found is None:
        _add(job, council_id, deaths=1, died_at=now(), detail=DIED)
    else:
        _die(found)


DIED = "its process died"


def _die(found: JobRun) -> None:
    found.deaths, found.died_at, found.running_since, found.detail = found.deaths + 1, now(), None, DIED


def _is_over(age: timedelta) -> bool:
    return age > LONGEST_RUN or age < -LONGEST_RUN  # a clock that was put back


def _add(job: str, council_id: UUID | None, **values: object) -> None:
    """Add the row of a job's runs; where another process just did, what it noted stands."""
    session().execute(
        insert(JobRun)
        .values(id=new_id(), job=job, council_id=council_id, started_at=now(), **values)
        .on_conflict_do_nothing(index_elements=["job", "council_id"])
    )
