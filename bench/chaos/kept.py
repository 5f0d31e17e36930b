"""The product's processes, started again whenever they end, as whoever keeps them does."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
REST = 0.5  # seconds before one that ended is started again


class Kept:
    """One of the product's processes, started again whenever it ends, until told to stop."""

    def __init__(self, command: list[str]) -> None:
        self._command, self._lock, self._over = command, threading.Lock(), False
        self._start()
        threading.Thread(target=self._watch, daemon=True).start()

    def _start(self) -> None:
        self.process = subprocess.Popen(
            self._command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )

    def _watch(self) -> None:
        while not self._over:
            with self._lock:
                if not self._over and self.process.poll() is not None:
                    self._start()
            time.sleep(REST)

    def kill(self) -> bool:
        """Kill it with its children, at once and without a word; say whether it was at work, children and all."""
        with self._lock:
            try:
                family = [*psutil.Process(self.process.pid).children(recursive=True), psutil.Process(self.process.pid)]
            except psutil.NoSuchProcess:
                return False
            for one in family:
                try:
                    one.kill()
                except psutil.NoSuchProcess:
                    continue
            self.process.wait()
            return len(family) > 1

    def stop(self) -> None:
        """End it for good."""
        self._over = True
        self.kill()


def wait(true: Callable[[], object], seconds: float) -> bool:
    """Wait until something is true, at most so long; say whether it became so."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if true():
            return True
        time.sleep(0.01)
    return False
