"""The worker, but that bringing a spreadsheet kills its process before a slice is kept, and all of it after another."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

from tracker.register.actions import bring
from worker.app import app

__all__ = ["app"]

DEATHS = Path(os.environ["DEATHS"])  # a file with a letter for each slice and each death
_write, _keep = bring._write, bring._keep


def _note(letter: str) -> str:
    with DEATHS.open("a", encoding="ascii") as file:
        file.write(letter)
    return DEATHS.read_text(encoding="ascii")


def _die(letter: str) -> None:
    _note(letter)
    os.kill(os.getpid(), signal.SIGKILL)


def _deadly_write(*given: Any) -> None:
    _write(*given)
    if "a" not in DEATHS.read_text(encoding="ascii") and len(_note("s")) > 1:
        _die("a")


def _deadly_keep(*given: Any) -> bool:
    goes_on = _keep(*given)
    if "a" in (seen := _note("s")) and "b" not in seen:
        _note("b")
        os.killpg(0, signal.SIGKILL)
    return goes_on


bring.SLICE = 20
bring._write, bring._keep = _deadly_write, _deadly_keep
