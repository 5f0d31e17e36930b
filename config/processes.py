"""The command lines of the processes, the same in the demonstration, from `seedbed` and in a container."""

from __future__ import annotations

import sys

from config.broker import LETTERS_QUEUE, QUEUE

PYTHON = [sys.executable, "-m"]
WORKER_STATEMENT_TIMEOUT_MS = "60000"
FEWEST_PROCESSES = 2


def web() -> list[str]:
    """Return the command of the web server."""
    return [*PYTHON, "gunicorn", "--config", "python:config.gunicorn"]


def worker(processes: int = 2) -> list[str]:
    """Return the command of the worker; mingling and gossip cost a start-up delay and serve no purpose here.

    It has two processes at least: a mail server that hangs holds one, and holds up letters alone.
    """
    options = ["--without-mingle", "--without-gossip", "--concurrency", str(max(processes, FEWEST_PROCESSES))]
    options += ["--queues", f"{LETTERS_QUEUE},{QUEUE}"]
    return [*PYTHON, "celery", "--app", "worker.app", "worker", *options]


def beat() -> list[str]:
    """Return the command of the clock that asks for recurring work; two at once are harmless."""
    return [*PYTHON, "celery", "--app", "worker.app", "beat", "--pidfile", ""]


def mailbox(port: int, folder: str) -> list[str]:
    """Return the command of the demonstration's mail server."""
    return [*PYTHON, "local.mailbox", "--port", str(port), "--folder", folder]
