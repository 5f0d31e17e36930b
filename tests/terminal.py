"""Programs of ours as somebody starts them at a terminal: processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.conftest import ROOT


def seedbed(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command with some words, in this process's surroundings and what is given besides."""
    return _run("tracker.cli", *map(str, words), env=os.environ | environment, timeout=120)


def measured(module: str, *words: str) -> str:
    """Run a module of bench to its end, on servers of its own, and return what it printed. Fails where it does."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE")}
    done = _run(module, *words, env=env, timeout=900)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _run(module: str, *words: str, env: dict[str, str], timeout: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", module, *words],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
