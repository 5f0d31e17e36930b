"""The processes that are measured: the product and its floor under one gunicorn configuration, and the worker."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal
from uuid import UUID

import redis
from sqlalchemy import text

from bench import client, machine
from config import processes
from config.settings import settings
from local import ports
from local.servers import Addresses, default_home
from tracker import council
from tracker.later import Job
from tracker.tenancy import directory, session

ROOT = Path(__file__).parent.parent
HOME = default_home() / "bench"
LOG = HOME / "servers.log"
PATIENCE = 120.0  # seconds for a server to start, and for the worker to do what it is asked
LARGE_PATIENCE = 300.0  # seconds for the worker to compute a large council's health: its own limit of a task
JOBS = 6  # councils whose health the worker computes before it is weighed


@dataclass(frozen=True)
class Server:
    """A running web server and its port."""

    name: str
    pid: int
    port: int


@contextmanager
def led_to(found: Addresses) -> Iterator[None]:
    """Have this process and those it starts work on the run's own database as in production; its letters go nowhere."""
    port = ports.free_port()
    os.environ.update(
        ENVIRONMENT="production",
        DATABASE_URL=found.database_url,
        DATABASE_OWNER_URL=found.owner_url,
        BROKER_URL=found.broker_url,
        SECRET_KEY=secrets.token_urlsafe(48),
        MAIL_URL=f"smtp://{client.HOST}:{ports.free_port()}",
        LOG_LEVEL="ERROR",
        WEB_WORKERS="2",
        WORKER_PROCESSES="2",
        PORT=str(port),
        BASE_URL=f"http://{client.HOST}:{port}",
    )
    settings.cache_clear()
    _forget_jobs()
    yield


def _forget_jobs() -> None:
    with redis.Redis.from_url(settings().broker_url) as broker:
        broker.flushdb()


@contextmanager
def served(name: str, *more: str, port: int) -> Iterator[Server]:
    """Run a web server under the product's own gunicorn settings; no worker is replaced while it is measured."""
    line = [*processes.web(), "--max-requests", "0", *more]
    with _started(line, {"PORT": str(port)}) as process:
        _wait(process, lambda: _listens(port))
        yield Server(name, process.pid, port)


@contextmanager
def _started(line: Sequence[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run a process that ends when we do."""
    tied = [sys.executable, "-S", "-m", "local.tied", str(os.getpid()), *line]
    with LOG.open("ab") as log:
        process = subprocess.Popen(
            tied, env=os.environ | environment, cwd=ROOT, start_new_session=True, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((client.HOST, port)) == 0


def _wait(process: subprocess.Popen[bytes], until: Callable[[], bool]) -> None:
    if not _came(process, until, PATIENCE):
        sys.exit(f"bench: a process ended or took too long; see {LOG}")


def _came(process: subprocess.Popen[bytes], until: Callable[[], bool], seconds: float) -> bool:
    """Wait for something; say whether it came before the time was up or the process ended."""
    deadline = time.monotonic() + seconds
    while not until():
        if time.monotonic() > deadline or process.poll() is not None:
            return False
        time.sleep(0.2)
    return True


@dataclass(frozen=True)
class WorkerMemory:
    """Megabytes of the worker after computing some councils' health, and the most of one process with a large one."""

    tree: float | None
    process: float | None
    is_done: bool = True


def memory_of_worker(large: str) -> WorkerMemory:
    """Start the worker, have it compute some councils' health and weigh it; then that of a large one, by its code."""
    with directory():
        place = council.by_code(large).id
        places = [found for found in council.councils_to_sweep() if found != place][:JOBS]
    with working() as process:
        done = compute_health(process, places, seconds=PATIENCE)
        weight = machine.memory(process.pid)
        done += compute_health(process, [place], seconds=LARGE_PATIENCE)
        return WorkerMemory(weight, machine.most_memory(process.pid), is_done=done == len(places) + 1)


@contextmanager
def working() -> Iterator[subprocess.Popen[bytes]]:
    """Run the worker, with nothing left to do from before."""
    _forget_jobs()
    line = [*processes.worker(settings().worker_processes), "--loglevel", "ERROR"]
    with _started(line, {"STATEMENT_TIMEOUT_MS": processes.WORKER_STATEMENT_TIMEOUT_MS}) as process:
        yield process


def compute_health(
    process: subprocess.Popen[bytes], places: Sequence[UUID], *, seconds: float, look: Callable[[], None] = lambda: None
) -> int:
    """Have the worker compute the health of councils, `look` often meanwhile; return how many were done in time."""
    from worker.app import app  # noqa: PLC0415 - made of the settings, which are known by now

    with directory():
        begun = session().scalar(text("SELECT clock_timestamp()"))
    for place in places:
        app.send_task(Job.COMPUTE_HEALTH, headers={"council": str(place)})  # as the sweep of a night does

    def is_over() -> bool:
        look()
        return _runs(begun) >= len(places)

    _came(process, is_over, seconds)
    return _runs(begun, "finished_at")


def _runs(since: datetime, column: Literal["started_at", "finished_at"] = "started_at") -> int:
    """In how many councils health was tried since a moment, or done: one that failed keeps when it was done last."""
    asked = text(  # one that is being worked on is neither tried nor done
        f"SELECT count(*) FROM job_run WHERE job = :job AND running_since IS NULL AND {column} > :since"  # noqa: S608
    )
    with directory():
        return int(session().scalar(asked, {"job": str(Job.COMPUTE_HEALTH), "since": since}) or 0)
