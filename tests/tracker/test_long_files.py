"""A long file shows how far it is, and takes no more memory than a short one."""

from __future__ import annotations

import csv
import os
import subprocess
import sys

from tests.conftest import ROOT
from tests.terminal import seedbed

MEASURED = """
import resource, sys
from pathlib import Path
from tracker import exchange, listening
listening.wire(worker=False)
report = exchange.import_folder(Path(sys.argv[1]))
assert report.errors == 0, report.lines[:3]
print(report.new["ideas"], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def a_long_file(folder, count: int) -> None:
    """So many cases, with texts as long as people write them, and a lesson on each."""
    folder.mkdir()
    code = f"c{count}"
    (folder / "councils.csv").write_text(f"code,name\r\n{code},Northmoor {count}\r\n", newline="")
    with (
        (folder / "ideas.csv").open("w", newline="") as ideas,
        (folder / "lessons.csv").open("w", newline="") as lessons,
    ):
        out, told = csv.writer(ideas), csv.writer(lessons)
        out.writerow(["case_id", "council", "title", "problem", "proposal", "stage", "source"])
        told.writerow(["case_id", "lesson"])
        for n in range(count):
            out.writerow(
                [f"L{count}-{n}", code, f"Idea {n}", "People wait. " * 60, "One visit. " * 40, "design", "r.txt:1"]
            )
            told.writerow([f"L{count}-{n}", "Ask the people who do it first. " * 10])


def megabytes(folder) -> int:
    """How much memory a process takes at most that brings in a folder."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, folder], cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return int(done.stdout.split()[1])


def test_ten_times_the_rows_take_no_more_memory(empty_database, tmp_path):
    few, many = 600, 6_000
    for count in (few, many):
        a_long_file(tmp_path / str(count), count)
    taken = {count: megabytes(tmp_path / str(count)) for count in (few, many)}
    assert taken[many] - taken[few] < 12, taken


def test_a_long_file_shows_how_far_it_is_on_stderr_and_the_report_alone_on_stdout(empty_database, tmp_path):
    a_long_file(tmp_path / "long", 1_200)
    ran = seedbed("import", tmp_path / "long")
    assert ran.returncode == 0
    assert ran.stdout.startswith("New: 1 councils, 1200 ideas, 1200 lessons.")
    told = ran.stderr.splitlines()
    assert "Read 1,000 rows of ideas.csv." in told
    assert any(line.startswith("Looked at ") and line.endswith(" of 2,401 rows.") for line in told)
    assert told[-1] == "Written 2,400 rows."
