"""A process that has read the product already, and becomes the command: reading it is most of what a command costs."""

from __future__ import annotations

import os
import runpy
import sys
from collections.abc import Mapping, Sequence

PRELOAD = ["tests.preloaded", "tracker.cli", "tracker.listening", "tracker.app"]


def become(module: str, words: Sequence[str], where: str, env: Mapping[str, str], files: Sequence[str]) -> None:
    """Be a module that runs with some words in some surroundings, on three standard files; ends as it ends."""
    os.chdir(where)
    os.environ.clear()
    os.environ.update(env)
    for standard, path in enumerate(files):
        opened = os.open(path, os.O_RDWR)
        os.dup2(opened, standard)
        os.close(opened)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115 - until the process ends
    sys.argv = [module, *words]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
