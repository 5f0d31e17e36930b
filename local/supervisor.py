"""Keeps a few processes running: starts one again that ends, and on stopping leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from local.process import group_lives
from local.stopping import not_now

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds before a child that ended is started again; doubles each time
SETTLED = 30.0  # seconds that a child must live for its pause to start afresh
GRACE = 25.0  # seconds to end by itself: longer than the web's and worker's own graceful time
TICK = 0.2


@dataclass(frozen=True)
class Command:
    """A process to keep running: its name, its command line and what its environment adds to ours."""

    name: str
    line: Sequence[str]
    environment: dict[str, str] = field(default_factory=dict)


@dataclass
class _Child:
    command: Command
    log: Path | None
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = FIRST_PAUSE
    due: float = 0.0

    def start(self) -> None:
        """Start it in a process group of its own: the terminal's Ctrl-C reaches the supervisor alone."""
        tied = [sys.executable, "-S", "-m", "local.tied", str(os.getpid()), *self.command.line]
        output = self.log.open("ab") if self.log else None
        self.process = subprocess.Popen(
            tied,
            stdin=subprocess.DEVNULL,
            stdout=output or sys.stderr,
            stderr=subprocess.STDOUT if output else None,
            env={**os.environ, **self.command.environment},
            cwd=Path(__file__).parent.parent,
            start_new_session=True,
        )
        self.started = time.monotonic()
        if output:
            output.close()

    def watch(self, say: Callable[[str], None]) -> None:
        """Start it again when it has ended, after a pause that grows while it keeps ending."""
        now = time.monotonic()
        if self.process is not None and self.process.poll() is not None:
            self._clear_group()
            self.pause = FIRST_PAUSE if now - self.started > SETTLED else min(self.pause * 2, LONGEST_PAUSE)
            where = f", see {self.log}" if self.log else ""
            say(
                f"{self.command.name} ended ({self.process.returncode}{where}); starting it again in {self.pause:.0f} s"
            )
            self.process, self.due = None, now + self.pause
        if self.process is None and now >= self.due:
            self.start()

    def ask_to_end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def end(self, deadline: float) -> None:
        """Wait for it until the deadline, then make sure of it and of everything it started."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._clear_group()

    def _clear_group(self) -> None:
        group = self.process.pid if self.process else 0
        for number, patience in ((signal.SIGTERM, 3.0), (signal.SIGKILL, 3.0)):
            if not group or not group_lives(group):
                return
            os.killpg(group, number)
            deadline = time.monotonic() + patience
            while group_lives(group) and time.monotonic() < deadline:
                time.sleep(0.05)


class Supervisor:
    """Keeps commands running inside a `with`; afterwards none of their processes is left."""

    def __init__(self, commands: Sequence[Command], *, say: Callable[[str], None], logs: Path | None = None) -> None:
        if logs:
            logs.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._children = [_Child(c, logs / f"{c.name}.log" if logs else None) for c in commands]
        self._say = say

    @contextmanager
    def running(self) -> Iterator[None]:
        """Start all, and stop all at the end, however it comes."""
        try:
            with not_now():
                for child in self._children:
                    child.start()
            yield
        finally:
            with not_now():
                self._stop()

    def watch(self, *, while_true: Callable[[], bool] = lambda: True) -> None:
        """Keep them running for as long as the condition holds, or until Stopped."""
        while while_true():
            with not_now():
                for child in self._children:
                    child.watch(self._say)
            time.sleep(TICK)

    def pids(self) -> dict[str, int]:
        """Return the process id of each command that runs now, by name."""
        return {c.command.name: c.process.pid for c in self._children if c.process and c.process.poll() is None}

    def _stop(self) -> None:
        for child in self._children:
            child.ask_to_end()
        deadline = time.monotonic() + GRACE
        for child in self._children:
            child.end(deadline)
