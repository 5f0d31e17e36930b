"""What can be told of another process of this machine."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

PROC = Path("/proc")
HAS_PROC = (PROC / "self").exists()


def lives(pid: int) -> bool:
    """Say whether a process still runs; one that ended and only waits to be noticed (a zombie) does not."""
    if pid <= 0:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    try:
        return not HAS_PROC or (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def command_of(pid: int) -> str:
    """Return the command line of a process, empty for one that is gone or a zombie."""
    if HAS_PROC:
        try:
            return (PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return ""
    asked = ["/bin/ps", "-o", "command=", "-p", str(pid)]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout


def group_lives(group: int) -> bool:
    """Say whether any process of a group still runs."""
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    if not HAS_PROC:
        return True
    members = (int(found.name) for found in PROC.iterdir() if found.name.isdigit())
    return any(_group_of(pid) == group and lives(pid) for pid in members)


def _group_of(pid: int) -> int | None:
    try:
        return os.getpgid(pid)
    except OSError:
        return None
