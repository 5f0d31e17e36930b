"""A task that kills its process is set aside after three times; the others go on."""

from __future__ import annotations

import sys
from datetime import timedelta

import psycopg
import pytest

from config.broker import PREFIX, jobs_by_broker
from config.settings import settings
from tests.worker.test_worker import broker, running, until  # noqa: F401 - a fixture
from tracker import clock, council
from tracker.council.rules import LONGEST_RUN, SET_ASIDE_FOR
from tracker.later import Job
from tracker.tenancy import directory

DEADLY = [
    sys.executable,
    "-m",
    "celery",
    "--app",
    "tests.worker.deadly",
    "worker",
    "--without-mingle",
    "--concurrency=1",
]
HEALTH = str(Job.COMPUTE_HEALTH)


@pytest.fixture
def runs_of(database):
    """The run of a council's health as it stands: `runs_of(council_id)`, by column."""
    with psycopg.connect(database.admin_url, autocommit=True, row_factory=psycopg.rows.dict_row) as admin:
        asked = "SELECT * FROM job_run WHERE job = %s AND council_id = %s"
        yield lambda council_id: admin.execute(asked, [HEALTH, council_id]).fetchone() or {}


def begin(council_id) -> bool:
    with directory():
        return council.begin_run(HEALTH, council_id=council_id)


def die(council_id) -> None:
    with directory():
        council.note_death(HEALTH, council_id=council_id)


def test_a_real_worker_sets_it_aside_after_three_deaths_and_goes_on_with_the_others(world, broker, runs_of):  # noqa: F811
    send = jobs_by_broker(settings())
    with running(DEADLY, DEADLY_FOR=str(world.ours.id)):
        send(Job.COMPUTE_HEALTH, world.ours.id, {})
        send(Job.COMPUTE_HEALTH, world.theirs.id, {})
        assert until(lambda: runs_of(world.ours.id).get("deaths") == 3, seconds=240)
        assert until(lambda: runs_of(world.theirs.id).get("finished_at"), seconds=120)
        assert until(lambda: not broker.llen(f"{PREFIX}default") and not broker.hlen(f"{PREFIX}unacked"), seconds=60)
    found = runs_of(world.ours.id)
    assert (found["deaths"], found["detail"], found["finished_at"]) == (3, "its process died", None)


def test_three_deaths_in_a_row_are_enough_and_a_success_between_them_starts_afresh(world, runs_of):
    for _ in range(2):
        assert begin(world.ours.id)
        die(world.ours.id)
    assert begin(world.ours.id)
    with directory():
        council.ran(HEALTH, council_id=world.ours.id)
    assert runs_of(world.ours.id)["deaths"] == 0
    for _ in range(3):
        assert begin(world.ours.id)
        die(world.ours.id)
    assert not begin(world.ours.id)
    assert begin(world.theirs.id), "another council's goes on"


def test_it_is_tried_again_after_an_hour_and_one_more_death_sets_it_aside_anew(world):
    for _ in range(3):
        die(world.ours.id)
    with clock.at(clock.now() + SET_ASIDE_FOR + timedelta(seconds=5)):
        assert begin(world.ours.id)
        die(world.ours.id)
        assert not begin(world.ours.id)


def test_a_run_that_went_down_with_the_whole_worker_counts_once_it_cannot_be_at_work_any_more(world, runs_of):
    assert begin(world.ours.id)
    with clock.at(clock.now() + LONGEST_RUN - timedelta(seconds=5)):
        assert begin(world.ours.id), "it may be at work beside us"
    assert runs_of(world.ours.id)["deaths"] == 0
    with clock.at(clock.now() + 2 * LONGEST_RUN):
        assert begin(world.ours.id)
    assert runs_of(world.ours.id)["deaths"] == 1
