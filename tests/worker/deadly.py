"""The worker, but that computing the health of the council in DEADLY_FOR kills the process that does it."""

from __future__ import annotations

import os
import signal

from tracker import portfolio, tenancy
from worker.app import app

__all__ = ["app"]

_compute = portfolio.compute


def _deadly() -> None:
    if str(tenancy.current_council()) == os.environ["DEADLY_FOR"]:
        os.kill(os.getpid(), signal.SIGKILL)
    _compute()


portfolio.compute = _deadly
