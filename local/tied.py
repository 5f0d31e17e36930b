"""Runs a command that ends when its starter does, even where that was killed: `python -m local.tied PID COMMAND...`."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time

PR_SET_PDEATHSIG = 1  # Linux: the kernel sends us this signal when our parent ends
POLL_SECONDS = 1.0


def main(starter: int, command: list[str]) -> None:
    """Become the command (Linux), or watch over it (elsewhere), for as long as the starter lives."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() == starter:  # otherwise it ended before we asked to be told
            os.execv(command[0], command)
        sys.exit(1)
    sys.exit(_watched(starter, command))


def _watched(starter: int, command: list[str]) -> int:
    child = subprocess.Popen(command)
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    while child.poll() is None:
        if os.getppid() != starter:
            child.terminate()
        time.sleep(POLL_SECONDS)
    return child.returncode


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
