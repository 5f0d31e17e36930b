"""Nothing is lost, whatever is killed: the reduced run of `make chaos`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.faults
def test_nudges_survive_a_killed_worker_and_a_restarted_broker():
    counts = ["--nudges", "40", "--kills", "2", "--restarts", "1"]
    done = subprocess.run(
        [sys.executable, "-m", "bench.chaos", *counts],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("DATABASE")},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "tried 40, lost 0" in done.stdout
