"""The machine and its load; what a tree of processes uses of it: seconds of processor, proportional set size."""

from __future__ import annotations

import os
import platform
import subprocess
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

PROC = Path("/proc")
HAS_PROC = (PROC / "self" / "stat").exists()


@dataclass
class Load:
    """How busy the machine was: runnable processes over the last minute, before anything was measured and during it."""

    before: float = field(default_factory=lambda: os.getloadavg()[0])
    during: list[float] = field(default_factory=list)

    def look(self) -> None:
        """Note the load now."""
        self.during.append(os.getloadavg()[0])

    def as_plain(self) -> dict[str, object]:
        """Return it, with what the machine is, as JSON can say it."""
        return {
            "cores": os.cpu_count(),
            "system": platform.platform(),
            "python": platform.python_version(),
            "load_before": round(self.before, 2),
            "load_during": round(max(self.during, default=self.before), 2),
        }


def tree(root: int) -> list[int]:
    """Return a process and all that descend from it."""
    children = defaultdict(list)
    for pid, parent in _parents():
        children[parent].append(pid)
    found = [root]
    for pid in found:  # grows while it is walked
        found += children[pid]
    return found


def _parents() -> list[tuple[int, int]]:
    if not HAS_PROC:
        rows = (line.split() for line in _ps("pid=,ppid="))
        return [(int(pid), int(parent)) for pid, parent in rows]
    found = []
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue  # it ended meanwhile
            found.append((int(entry.name), int(stat.rpartition(")")[2].split()[1])))
    return found


def seconds_used(root: int) -> dict[int, float]:
    """Return the processor seconds that each process of a tree has used, to a nanosecond where the system tells."""
    return {pid: _seconds(pid) for pid in tree(root)}


def since(before: dict[int, float], root: int) -> float:
    """Return the processor seconds used by a tree since an earlier look; one that has ended since is not counted."""
    return sum(used - before.get(pid, 0.0) for pid, used in seconds_used(root).items())


@dataclass
class Meter:
    """The processor seconds of trees whose processes come and go: looked at now and then, so that none is lost."""

    roots: Sequence[int]
    before: dict[int, float] = field(default_factory=dict)
    last: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.before = self._now()

    def look(self) -> None:
        """Note what each process has used by now."""
        self.last |= self._now()

    @property
    def seconds(self) -> float:
        """What was used between the first look and the last."""
        return sum(used - self.before.get(pid, 0.0) for pid, used in self.last.items())

    def _now(self) -> dict[int, float]:
        return {pid: used for root in self.roots for pid, used in seconds_used(root).items()}


def _seconds(pid: int) -> float:
    if not HAS_PROC:
        told = _ps("time=", pid)
        return _clock(told[0]) if told else 0.0
    try:
        schedules = [(thread / "schedstat").read_text() for thread in (PROC / str(pid) / "task").iterdir()]
    except OSError:
        return 0.0
    return sum(int(line.split()[0]) for line in schedules) / 1e9


def _clock(told: str) -> float:
    """Read [[days-]hours:]minutes:seconds."""
    days, _, rest = told.strip().rpartition("-")
    total = 0.0
    for part in rest.split(":"):
        total = total * 60 + float(part)
    return total + 86_400 * float(days or 0)


def memory(root: int) -> float | None:
    """Return the proportional set size of a tree in megabytes; None where the system does not tell."""
    if not HAS_PROC:
        return None
    kilobytes = 0
    for pid in tree(root):
        try:
            rollup = (PROC / str(pid) / "smaps_rollup").read_text()
        except OSError:
            continue
        kilobytes += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return kilobytes * 1024 / 1e6


def most_memory(root: int) -> float | None:
    """Return the most that any one process of a tree ever held, in megabytes; None where the system does not tell."""
    if not HAS_PROC:
        return None
    held = []
    for pid in tree(root):
        try:
            status = (PROC / str(pid) / "status").read_text()
        except OSError:
            continue
        held += [int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")]
    return max(held, default=0) * 1024 / 1e6


def _ps(columns: str, pid: int | None = None) -> list[str]:
    which = ["-p", str(pid)] if pid else ["-A"]
    done = subprocess.run(["/bin/ps", *which, "-o", columns], capture_output=True, text=True, check=False)
    return [line for line in done.stdout.splitlines() if line.strip()]
