"""Programs of ours as somebody starts them at a terminal: processes of their own."""

from __future__ import annotations

import functools
import multiprocessing
import os
import subprocess
import sys
import tempfile
from multiprocessing.context import ForkServerContext
from pathlib import Path

from tests import preloaded
from tests.conftest import ROOT

COMMAND, MOST_SECONDS = "tracker.cli", 120


def seedbed(*words: object, said: bytes = b"", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command with some words and a file on stdin, in these surroundings and what is given besides.

    A process of its own, forked from one that has read the product already.
    """
    told, env = [*map(str, words)], os.environ | environment
    with tempfile.TemporaryDirectory() as folder:
        standard = [Path(folder, name) for name in ("in", "out", "err")]
        for file, holds in zip(standard, (said, b"", b""), strict=True):
            file.write_bytes(holds)
        become = (COMMAND, told, str(ROOT), env, [*map(str, standard)])
        process = _ready().Process(target=preloaded.become, args=become)
        process.start()
        process.join(MOST_SECONDS)
        out, err = (file.read_text() for file in standard[1:])
        if process.exitcode is None:
            process.kill()
            raise subprocess.TimeoutExpired([COMMAND, *told], MOST_SECONDS, out, err)
        return subprocess.CompletedProcess([COMMAND, *told], process.exitcode, out, err)


@functools.cache
def _ready() -> ForkServerContext:
    made = multiprocessing.get_context("forkserver")
    made.set_forkserver_preload(preloaded.PRELOAD)
    return made


def measured(module: str, *words: str) -> str:
    """Run a module of bench to its end, on servers of its own, and return what it printed. Fails where it does."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE")}
    command = [sys.executable, "-m", module, *words]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
