"""The demonstration's supervisor outlives everything that it runs: servers, worker, clock."""

from __future__ import annotations

import os
import signal
import time
from datetime import UTC, datetime

import psycopg
import pytest

from config import processes
from local import reset, servers
from local.keeper import Keeper
from local.postgres import Cluster
from local.supervisor import Command, Supervisor
from local.valkey import Valkey
from migrations import runner
from tests.conftest import pointed_at

LETTERS = "SELECT max(finished_at) FROM job_run WHERE job = 'post.deliver_letters'"


@pytest.fixture
def home(tmp_path):
    tmp_path.chmod(0o711)
    folder = tmp_path / "var"
    yield folder
    servers.stop(folder)
    reset.account.forget(folder)


def kill(pid: int | None) -> None:
    assert pid
    os.kill(pid, signal.SIGKILL)


def test_servers_that_were_killed_are_started_where_they_were(home):
    found, said = servers.start(home, durable=False), []
    keeper = Keeper(home, say=said.append)
    assert keeper.keep_on()
    assert said == []
    kill(Cluster.at(home).pid())
    kill(Valkey.at(home).pid())
    time.sleep(1.1)
    assert keeper.keep_on()
    assert said == ["PostgreSQL and Valkey ended; starting again"]
    assert servers.running(home) == found, "whoever knows their addresses finds them again"


def test_a_server_that_is_only_stopped_in_its_tracks_is_left_alone(home):
    servers.start(home, durable=False)
    pid = Valkey.at(home).pid()
    os.kill(pid, signal.SIGSTOP)
    try:
        assert servers.gone(home) == []
    finally:
        os.kill(pid, signal.SIGCONT)


def test_letters_are_looked_at_again_after_database_broker_worker_and_clock_were_killed(home):
    found = servers.start(home, durable=False).named("seedbed")
    runner.migrate(found.owner_url)
    commands = [Command("worker", processes.worker(1)), Command("beat", processes.beat())]
    with pointed_at(found, BROKER_URL=found.broker_url):
        kept = Supervisor(commands, say=print, logs=home / "log")
        keeper = Keeper(home, say=print)
        with kept.running():
            assert goes_on(kept, keeper, found, since=datetime.now(UTC)), "it ran at first"
            for pid in (Cluster.at(home).pid(), Valkey.at(home).pid(), kept.pids()["worker"], kept.pids()["beat"]):
                kill(pid)
            time.sleep(1)
            assert goes_on(kept, keeper, found, since=datetime.now(UTC))
            assert set(kept.pids()) == {"worker", "beat"}


def goes_on(kept: Supervisor, keeper: Keeper, found: servers.Addresses, *, since: datetime) -> bool:
    """Supervise until letters were looked at after a moment; say whether they were."""
    deadline = time.monotonic() + 240

    def looked() -> bool:
        try:
            with psycopg.connect(found.admin_url, connect_timeout=3) as admin:
                [last] = admin.execute(LETTERS).fetchone()
                return bool(last and last > since)
        except psycopg.OperationalError:
            return False

    kept.watch(while_true=lambda: keeper.keep_on() and not looked() and time.monotonic() < deadline)
    return looked()
