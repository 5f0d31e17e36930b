"""What commands print, held against what was approved."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from local import demo
from migrations import runner
from tests.approved.names import COMMANDS, file_of_command
from tracker.cli import seedbed

PRESENT = ",,"  # a row of the overlay ends without a source


def printed(*words: str) -> str:
    ran = CliRunner().invoke(seedbed, words)
    told = f"$ seedbed {' '.join(words)}\n{ran.output}exit {ran.exit_code}\n"
    return told.replace(str(demo.CASES), "demo/cases").replace(runner.newest(), "the newest of all")


@pytest.mark.parametrize("line", COMMANDS, ids=file_of_command)
def test_a_command_prints_what_was_approved(line: str, people, approved):
    approved.holds(f"commands/{file_of_command(line)}", printed(*line.replace("CASES", str(demo.CASES)).split()))
