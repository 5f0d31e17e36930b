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
from pathlib import Path

import redis
from sqlalchemy import text

from bench import client, machine
from config import processes
from config.broker import jobs_by_broker
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
    deadline = time.monotonic() + PATIENCE
    while not until():
        if time.monotonic() > deadline or process.poll() is not None:
            sys.exit(f"bench: a process ended or took too long; see {LOG}")
        time.sleep(0.2)


def memory_of_worker() -> float | None:
    """Start the worker, have it compute some councils' health, and weigh it."""
    _forget_jobs()
    line = [*processes.worker(settings().worker_processes), "--loglevel", "ERROR"]
    with directory():
        places = council.councils_to_sweep()[:JOBS]
        before = _done()
    with _started(line, {"STATEMENT_TIMEOUT_MS": processes.WORKER_STATEMENT_TIMEOUT_MS}) as process:
        for place in places:
            jobs_by_broker(settings())(Job.COMPUTE_HEALTH, place, {})
        _wait(process, lambda: _looked() >= before + len(places))
        return machine.memory(process.pid)


def _looked() -> int:
    with directory():
        return _done()


def _done() -> int:
    asked = text("SELECT count(*) FROM job_run WHERE job = :job AND finished_at IS NOT NULL")
    return int(session().scalar(asked, {"job": str(Job.COMPUTE_HEALTH)}) or 0)
