"""The worker itself: real processes on a real broker, the council in the message's header."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
import redis
from sqlalchemy import text

from bench.chaos.mail_server import Behaviour, UnrulyServer, serving
from config import broker as to_broker
from config import processes
from config.broker import PREFIX, jobs_by_broker
from config.settings import settings
from local import ports
from tests.conftest import corner, pointed_at
from tests.worker.test_post import write
from tracker import council, later, tenancy
from tracker.clock import now
from tracker.later import LATE_AFTER, Job
from worker.schedule import PROMISES
from worker.sweeping import LONGEST_SECONDS, spread

ROOT = Path(__file__).parents[2]


def until(true: Callable[[], object], *, seconds: float = 90) -> bool:
    """Wait until something is true; say whether it became so."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if true():
            return True
        time.sleep(0.1)
    return False


@contextmanager
def running(command: list[str], **environment: str):
    """Run one of the product's processes, and end it with its children."""
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment}, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.wait()


@pytest.fixture
def broker(database, monkeypatch):
    """A corner of the broker for this test alone."""
    url = corner(database, 1)
    monkeypatch.setenv("BROKER_URL", url)
    settings.cache_clear()
    with redis.Redis.from_url(url) as client:
        client.flushdb()
        to_broker._sender.cache_clear()
        yield client
        client.flushdb()
    monkeypatch.undo()
    settings.cache_clear()


def last_run(job):
    with tenancy.directory():
        return council.last_run(job)


@pytest.mark.usefixtures("asks_the_worker")
def test_a_letter_written_by_a_page_is_sent_by_the_worker(world, outbox, mail, broker):
    with running(processes.worker(1)):
        with world.ours.door():
            write(world.ours.owner)
        assert until(lambda: mail.to(world.ours.owner.email))
        assert until(lambda: last_run(Job.DELIVER_LETTERS))


def test_a_mail_server_that_hangs_holds_up_letters_alone(world, outbox, broker, monkeypatch):
    server = UnrulyServer(lambda *_: Behaviour.HANG)
    monkeypatch.setenv("MAIL_URL", f"smtp://127.0.0.1:{server.port}")
    settings.cache_clear()
    for person in (world.ours.owner, world.ours.lead, world.ours.sponsor):
        with world.ours.door():
            write(person)
    began, send = now(), jobs_by_broker(settings())
    with serving(server), running(processes.worker(1)):
        assert until(lambda: server.handed)
        for _ in range(4):
            send(Job.DELIVER_LETTERS, None, {})
            time.sleep(1.1)  # a hint gathers for a second
        send(Job.BEAT_HEART, None, {})
        assert until(lambda: (last_run(Job.BEAT_HEART) or began) > began), "whoever else asked is served"
        assert len(server.handed) == server.most_at_once == 1, "and nobody hands in a second letter meanwhile"


def test_a_task_of_a_council_works_there_and_without_a_council_fails(world, broker):
    send = jobs_by_broker(settings())
    with running(processes.worker(1)):
        send(Job.FIND_NUDGES, world.ours.id, {"from_a_newer_sender": "ignored"})
        assert until(lambda: ran_for(world.ours.name, world.ours.id))
        send(Job.FIND_NUDGES, None, {})
        send(Job.FIND_NUDGES, uuid4(), {})
        send(Job.BEAT_HEART, None, {})
        assert until(lambda: last_run(Job.BEAT_HEART))
    assert not ran_for(world.theirs.name, world.theirs.id), "nobody asked for the neighbour"


def ran_for(_name, council_id):
    with tenancy.as_council(council_id) as door:
        return door.execute(
            text("SELECT finished_at FROM job_run WHERE council_id = :here AND detail IS NULL"), {"here": council_id}
        ).all()


def test_a_task_asked_for_without_a_council_raises(database):
    from worker.app import find_nudges

    with pytest.raises(tenancy.NoCouncilError):
        find_nudges()
    assert not tenancy.is_open()


def test_the_worker_tolerates_arguments_that_it_does_not_know(database, outbox, mail):
    from worker.app import beat_heart, deliver_letters

    deliver_letters(letter_of="tomorrow")
    beat_heart(1, 2, x=3)
    assert last_run(Job.BEAT_HEART) <= now()


def test_a_failed_run_is_noted_and_keeps_the_time_of_the_last_success(world):
    with tenancy.directory():
        council.ran("a.job", council_id=world.ours.id)
        success = council.last_run("a.job")
        council.ran("a.job", council_id=world.ours.id, detail="ZeroDivisionError", failed=True)
        [row] = [row for row in council.runs() if row.job == "a.job"]
    assert (row.finished_at, row.detail) == (success, "ZeroDivisionError")


def test_a_sweep_asks_each_council_once(world, broker, monkeypatch):
    from worker import app as worker

    sent = []
    monkeypatch.setattr(
        worker.app,
        "send_task",
        lambda job, headers, countdown, **_: sent.append((job, headers["council"], countdown)),
    )
    worker.sweep_councils(job=Job.FIND_NUDGES)

    ours = [row for row in sent if row[1] == str(world.ours.id)]
    assert len(ours) == 1
    assert len({council_id for _, council_id, _ in sent}) == len(sent)
    assert {job for job, _, _ in sent} == {Job.FIND_NUDGES}


def test_a_sweep_is_spread_and_never_outlasts_the_brokers_patience():
    many = [uuid4() for _ in range(5_000)]
    waits = [wait for wait, _ in spread(many)]
    assert waits == sorted(waits)
    assert waits[-1] < LONGEST_SECONDS
    assert [one for _, one in spread(many)] == many
    assert [wait for wait, _ in spread(many[:3])] == [0, 0.25, 0.5]


def test_every_promise_names_a_job_that_the_worker_has(database):
    from worker.app import app

    for promise in PROMISES.values():
        assert promise.job in app.tasks
        assert promise.words.endswith(".")
        assert promise.job in LATE_AFTER
    assert {str(job) for job in Job} <= set(app.tasks)


def test_of_two_clocks_one_ticks(database, broker):
    with running(processes.beat()), running(processes.beat()):
        assert until(lambda: broker.exists(f"{PREFIX}redbeat::lock") or broker.keys("*lock*"), seconds=20)
        assert until(lambda: broker.llen(f"{PREFIX}letters"), seconds=40)
        time.sleep(3)
        ticks = broker.llen(f"{PREFIX}letters")
    assert 1 <= ticks <= 3, "two clocks that both tick would have left twice as many"


@pytest.mark.usefixtures("asks_the_worker")
def test_a_page_does_not_wait_for_a_broker_that_is_away(world, outbox, mail, monkeypatch):
    silent = socket.socket()
    silent.bind(("127.0.0.1", 0))
    silent.listen(50)
    try:
        for url in ("redis://127.0.0.1:9/0", f"redis://127.0.0.1:{silent.getsockname()[1]}/0"):
            monkeypatch.setenv("BROKER_URL", url)
            settings.cache_clear()
            began = time.monotonic()
            for _ in range(20):
                with world.ours.door():
                    assert write(world.ours.owner)
            assert time.monotonic() - began < 3, "the first try costs half a second at most, the next ones nothing"
    finally:
        silent.close()
        monkeypatch.undo()
        settings.cache_clear()


@pytest.mark.parametrize("command", [processes.worker(1), processes.beat(), processes.web()])
def test_a_process_started_as_the_owner_ends_at_once_and_says_why_in_a_line(database, broker, command):
    as_owner = {**os.environ, "DATABASE_URL": database.owner_url, "ENVIRONMENT": "test", "PORT": str(ports.free_port())}
    done = subprocess.run(command, cwd=ROOT, env=as_owner, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode not in {0, None}
    [told] = [line for line in done.stderr.splitlines() if "refusing to start as 'seedbed_owner'" in line]
    assert "must not be a superuser, bypass row security or own tables" in told
    assert "Traceback" not in done.stderr
    assert broker.llen(f"{PREFIX}default") == 0, "nothing was asked for"


def test_a_door_is_refused_whatever_opens_it_and_whatever_its_process_began_with(database):
    with pointed_at(replace(database, database_url=database.owner_url)):
        for opened in (tenancy.directory(), tenancy.as_council(uuid4()), tenancy.alone("an import")):
            with pytest.raises(tenancy.UnsafeRoleError), opened:
                pytest.fail("the door opened")


def test_what_a_worker_has_loaded_before_it_forks_is_put_together_and_frozen(database, broker):
    asked = """
import gc
from sqlalchemy import inspect
from tracker.idea import Idea
from worker.app import _share
_share()
print(gc.get_freeze_count() > 50_000, inspect(Idea).configured, gc.isenabled())
"""
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True", "True"]


@pytest.mark.usefixtures("asks_the_worker")
def test_a_rolled_back_change_asks_for_nothing(world, broker):
    with world.ours.door():
        tenancy.abandon()
        later.ask(Job.DELIVER_LETTERS)
    assert asked_of(broker) == []
    with world.ours.door():
        later.ask(Job.COMPUTE_HEALTH)
        later.ask(Job.COMPUTE_HEALTH)
    assert asked_of(broker) == [(Job.COMPUTE_HEALTH, str(world.ours.id))]


def asked_of(broker):
    """The jobs that lie on the broker, each with its council."""
    sent = [json.loads(message)["headers"] for message in broker.lrange(f"{PREFIX}default", 0, -1)]
    return [(headers["task"], headers["council"]) for headers in sent]
