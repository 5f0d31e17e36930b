"""The supervisor starts a child again that dies, and leaves none behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from local import process, supervisor
from local.supervisor import Command, Supervisor

ROOT = Path(__file__).parents[2]
PYTHON = [sys.executable, "-S", "-c"]
SLEEP = [*PYTHON, "import time; time.sleep(600)"]
WITH_A_CHILD = [*PYTHON, f"import subprocess, time; subprocess.Popen({SLEEP!r}); time.sleep(600)"]
DEAF = [
    *PYTHON,
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)",
]


def wait_for(condition, *, seconds=20.0):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def watch(kept, condition, *, seconds=20.0):
    """Supervise until the condition holds; say whether it came to hold."""
    deadline = time.monotonic() + seconds
    kept.watch(while_true=lambda: not condition() and time.monotonic() < deadline)
    return condition()


def test_a_child_that_dies_is_started_again():
    said = []
    kept = Supervisor([Command("sleeper", SLEEP)], say=said.append)
    with kept.running():
        first = kept.pids()["sleeper"]
        os.kill(first, signal.SIGKILL)
        assert watch(kept, lambda: kept.pids().get("sleeper") not in {None, first})
    assert said == ["sleeper ended (-9); starting it again in 1 s"]


def test_a_child_that_keeps_dying_is_started_ever_more_seldom():
    said = []
    kept = Supervisor([Command("broken", [*PYTHON, "raise SystemExit(3)"])], say=said.append)
    with kept.running():
        assert watch(kept, lambda: len(said) >= 3)
    assert [line.split()[-2] for line in said[:3]] == ["1", "2", "4"]


def test_stopping_leaves_no_process_not_even_a_childs_child():
    kept = Supervisor([Command("parent", WITH_A_CHILD), Command("sleeper", SLEEP)], say=print)
    with kept.running():
        groups = list(kept.pids().values())
        assert wait_for(lambda: len(members(groups[0])) == 2)
    assert not any(process.group_lives(group) for group in groups)


def test_a_child_that_does_not_listen_is_killed(monkeypatch, tmp_path):
    monkeypatch.setattr(supervisor, "GRACE", 0.5)
    kept = Supervisor([Command("deaf", DEAF)], say=print, logs=tmp_path)
    with kept.running():
        (group,) = kept.pids().values()
        assert wait_for(lambda: b"deaf" in (tmp_path / "deaf.log").read_bytes())
    assert not process.group_lives(group)


SUPERVISOR = """
import sys
from local import stopping
from local.supervisor import Command, Supervisor
stopping.listen()
kept = Supervisor([Command("sleeper", sys.argv[1:])], say=print)
try:
    with kept.running():
        print(*kept.pids().values(), flush=True)
        kept.watch()
except stopping.Stopped:
    print("stopped")
"""


@pytest.fixture
def another():
    """A supervisor in a process of its own, started with the signals ignored as a shell's background job is."""
    command = ["/bin/sh", "-c", "trap '' INT TERM; exec \"$@\"", "sh", sys.executable, "-c", SUPERVISOR, *SLEEP]
    started = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    child = int(started.stdout.readline())
    yield started, child
    started.kill()
    started.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_hears_a_signal_even_where_it_was_inherited_as_ignored(another, number):
    supervising, child = another
    supervising.send_signal(number)

    assert supervising.communicate(timeout=30)[0] == "stopped\n"
    assert not process.lives(child)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a child notices after a second")
def test_a_killed_supervisor_takes_its_children_with_it(another):
    supervising, child = another
    assert wait_for(lambda: "local.tied" not in process.command_of(child)), "the child has become its command"
    supervising.kill()

    assert wait_for(lambda: not process.lives(child))


def members(group):
    pids = (int(found.name) for found in process.PROC.iterdir() if found.name.isdigit())
    return [pid for pid in pids if process._group_of(pid) == group]
