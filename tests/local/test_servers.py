"""The servers of one machine start, are joined, survive a crash and go away."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
import redis

from local import ports, process, reset, servers
from local.postgres import Cluster
from local.valkey import Valkey

ROOT = Path(__file__).parents[2]


@pytest.fixture
def home(tmp_path):
    tmp_path.chmod(0o711)
    folder = tmp_path / "a home with spaces" / "var"
    yield folder
    servers.stop(folder)
    reset.account.forget(folder)


def test_starting_twice_is_starting_once(home):
    first = servers.start(home, durable=False)
    pid = Cluster.at(home).pid()

    assert servers.start(home, durable=False) == first
    assert Cluster.at(home).pid() == pid


def test_the_application_is_bound_by_row_level_security_and_the_owner_is_no_superuser(home):
    found = servers.start(home, durable=False)

    for url in (found.database_url, found.owner_url):
        with psycopg.connect(url) as connection:
            asked = "SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
            assert connection.execute(asked).fetchone() == (False,)
    with psycopg.connect(found.database_url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("CREATE TABLE mine (id int)")


def test_the_owner_is_never_moved_by_a_narrow_roles_policy(home):
    found = servers.start(home, durable=False)

    with psycopg.connect(found.owner_url) as connection:
        asked = "SELECT pg_has_role('seedbed_search', 'USAGE'), pg_has_role('seedbed_search', 'SET')"
        assert connection.execute(asked).fetchone() == (False, True)


def test_nobody_gets_in_without_a_password(home):
    found = servers.start(home, durable=False)
    without = found.admin_url.replace(Cluster.at(home).password, "wrong")

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(without)
    address = found.broker_url.rpartition("@")[2]
    with redis.Redis.from_url(f"redis://{address}") as stranger, pytest.raises(redis.AuthenticationError):
        stranger.ping()
    for kept in (home / "secrets").iterdir():
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_what_was_written_survives_a_killed_server_and_its_stale_pid(home):
    found = servers.start(home)
    with psycopg.connect(found.owner_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
    redis.Redis.from_url(found.broker_url).set("kept", "1")
    time.sleep(1.1)  # Valkey's file is flushed once a second
    os.kill(Cluster.at(home).pid(), signal.SIGKILL)
    os.kill(Valkey.at(home).pid(), signal.SIGKILL)

    again = servers.start(home)

    assert again == found, "whoever knows the old addresses finds the servers again"
    with psycopg.connect(again.owner_url) as connection:
        assert connection.execute("SELECT one FROM kept").fetchone() == (1,)
    assert redis.Redis.from_url(again.broker_url).get("kept") == b"1"


def test_a_pid_that_went_to_another_process_is_not_taken_for_the_server(home):
    servers.start(home, durable=False)
    data = Cluster.at(home).data
    noted = (data / "postmaster.pid").read_text()
    servers.stop(home)
    (data / "postmaster.pid").write_text(noted.replace(noted.split("\n")[0], str(os.getpid()), 1))

    assert servers.running(home) is None
    assert servers.start(home, durable=False)


def test_a_port_that_was_taken_meanwhile_is_left_to_its_new_holder(home):
    first = servers.start(home, durable=False)
    servers.stop(home)
    taken = int((Cluster.at(home).data / "last-port").read_text())
    listener = subprocess.Popen([sys.executable, "-m", "http.server", str(taken), "--bind", "127.0.0.1"])
    try:
        while ports.is_free(taken):
            time.sleep(0.05)
        assert servers.start(home, durable=False).database_url != first.database_url
    finally:
        listener.kill()
        listener.wait()


def test_a_half_made_data_folder_is_made_again(home):
    data = Cluster.at(servers._ready(home)).data
    draft = data.with_name(f"{data.name}.making")
    draft.mkdir()
    (draft / "PG_VERSION").write_text("18\n")

    assert servers.start(home, durable=False)


def test_the_last_one_out_stops_what_a_command_started(home):
    with servers.joined(home, durable=False) as first:
        with servers.joined(home, durable=False) as second:
            assert second == first
        assert servers.running(home) == first
    assert servers.running(home) is None


def test_joining_leaves_running_what_was_running(home):
    found = servers.start(home, durable=False)
    with servers.joined(home, durable=False) as joined:
        assert joined == found
    assert servers.running(home) == found


def test_a_joined_database_is_migrated(home):
    with servers.joined(home, durable=False) as found, psycopg.connect(found.database_url) as connection:
        assert connection.execute("SELECT count(*) FROM alembic_version").fetchone() == (1,)


def test_a_command_that_is_told_to_end_stops_what_it_started(home):
    code = (
        "import sys, time; from pathlib import Path; from local import servers, stopping\n"
        "stopping.listen()\n"
        "with servers.joined(Path(sys.argv[1]), durable=False):\n"
        "    print('ready', flush=True); time.sleep(60)\n"
    )
    command = subprocess.Popen([sys.executable, "-c", code, str(home)], cwd=ROOT, stdout=subprocess.PIPE, stderr=-3)
    assert command.stdout.readline() == b"ready\n"
    pids = [Cluster.at(home).pid(), Valkey.at(home).pid()]
    command.send_signal(signal.SIGTERM)
    command.communicate(timeout=60)

    assert servers.running(home) is None
    assert not any(process.lives(pid) for pid in pids)


def test_another_database_on_the_same_servers_has_the_same_roles(home):
    found = servers.start(home, durable=False)

    other = servers.create_database(found, "another")

    with psycopg.connect(other.database_url) as connection:
        assert connection.execute("SELECT current_database(), current_user").fetchone() == ("another", "seedbed_app")
        assert connection.execute("SELECT similarity('seed', 'seedbed') > 0").fetchone() == (True,)


def test_a_reset_leaves_nothing(home):
    servers.start(home, durable=False)
    data = Cluster.at(home).data

    reset.reset(home)

    assert not data.exists()
    assert list(home.iterdir()) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root must become another account")
def test_root_keeps_the_data_elsewhere_where_its_own_folder_is_closed_and_a_reset_empties_that_too(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    home = closed / "var"
    servers.start(home, durable=False)
    elsewhere = Cluster.at(home).data

    assert home not in elsewhere.parents
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700, "no folder above is opened"
    reset.reset(home)
    assert not elsewhere.parent.exists()
