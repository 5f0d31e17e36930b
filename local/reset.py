"""Empties this machine's data: `make reset`."""

from __future__ import annotations

import fcntl
import shutil
import sys
from pathlib import Path

from local import account, servers


def reset(home: Path) -> None:
    """Stop the servers of a home folder and delete everything in it, and what it names elsewhere.

    The tests' servers, in a folder of their own inside, go too. Raises BlockingIOError while a demonstration runs.
    """
    if not home.exists():
        return
    with (home / "demo.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for folder in (home, *(secrets.parent for secrets in home.glob("*/secrets"))):
            servers.stop(folder)
            account.forget(folder)
        for found in home.iterdir():
            shutil.rmtree(found) if found.is_dir() and not found.is_symlink() else found.unlink()


if __name__ == "__main__":
    try:
        reset(servers.default_home())
    except BlockingIOError:
        sys.exit("The demonstration is running: stop it with Ctrl-C first.")
    print("var/ is empty.")
