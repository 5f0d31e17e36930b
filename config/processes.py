"""The command lines of the processes, the same in the demonstration, from `seedbed` and in a container."""

from __future__ import annotations

import sys

PYTHON = [sys.executable, "-m"]
WORKER_STATEMENT_TIMEOUT_MS = "60000"


def web() -> list[str]:
    """Return the command of the web server."""
    return [*PYTHON, "gunicorn", "--config", "python:config.gunicorn"]


def worker(processes: int = 2) -> list[str]:
    """Return the command of the worker; mingling and gossip cost a start-up delay and serve no purpose here."""
    options = ["--without-mingle", "--without-gossip", "--concurrency", str(processes)]
    return [*PYTHON, "celery", "--app", "worker.app", "worker", *options]


def beat() -> list[str]:
    """Return the command of the clock that asks for recurring work; two at once are harmless."""
    return [*PYTHON, "celery", "--app", "worker.app", "beat", "--pidfile", ""]


def mailbox(port: int, folder: str) -> list[str]:
    """Return the command of the demonstration's mail server."""
    return [*PYTHON, "local.mailbox", "--port", str(port), "--folder", folder]
