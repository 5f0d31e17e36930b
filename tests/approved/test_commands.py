"""What commands print, held against what was approved."""

from __future__ import annotations

import csv

import pytest
from click.testing import CliRunner

from local import demo
from migrations import runner
from tests.approved.names import COMMANDS, EXPORTED, file_of_command
from tracker.cli import seedbed


def printed(*words: str) -> str:
    ran = CliRunner().invoke(seedbed, words)
    told = f"$ seedbed {' '.join(words)}\n{ran.output}exit {ran.exit_code}\n"
    return told.replace(str(demo.CASES), "demo/cases").replace(runner.newest(), "the newest of all")


@pytest.mark.parametrize("line", COMMANDS, ids=file_of_command)
def test_a_command_prints_what_was_approved(line: str, people, approved):
    approved.holds(f"commands/{file_of_command(line)}", printed(*line.replace("CASES", str(demo.CASES)).split()))


def test_what_is_taken_out_of_the_present_day_is_what_was_approved(people, approved, tmp_path):
    assert printed("export", str(tmp_path)) == f"$ seedbed export {tmp_path}\nWritten to {tmp_path}.\nexit 0\n"
    written = {path.stem: path for path in tmp_path.glob("*.csv")}
    for name in EXPORTED:
        with written.pop(name.rpartition("/")[2]).open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if not row["source"]]
        told = ["".join(f"{fact}: {said}\n" for fact, said in row.items() if said) for row in rows]
        approved.holds(name, "\n".join(told))
    assert sorted(written) == ["adoptions", "benefits", "collaborative_members", "partners"]
