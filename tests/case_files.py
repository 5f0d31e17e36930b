"""Folders of case files for tests: the smallest that says what is meant."""

from __future__ import annotations

import csv
import itertools
from pathlib import Path

from sqlalchemy import text

from tracker.exchange.sheets import SHEETS
from tracker.tenancy import as_council, directory

DEMO = Path(__file__).parent.parent / "demo" / "cases"
CASES = Path(__file__).parent / "cases"
_letters = itertools.count(1)


def put(folder: Path, file: str, *rows: dict[str, str], columns: list[str] | None = None, end: str = "\r\n") -> None:
    """Write one case file with the columns of its kind, or those given."""
    folder.mkdir(exist_ok=True)
    columns = columns or [column.name for column in SHEETS[file].columns]
    with (folder / file).open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, columns, restval="", lineterminator=end)
        writer.writeheader()
        writer.writerows(rows)


def a_folder(folder: Path, **ideas: dict[str, str]) -> str:
    """Write a council of its own and ideas of it; return the letters that its cases begin with."""
    mark = f"T{next(_letters)}X"
    put(folder, "councils.csv", {"code": mark.lower(), "name": "Northmoor", "nation": "england", "case_prefix": mark})
    put(folder, "ideas.csv", *(an_idea(mark, number, **cells) for number, cells in ideas.items()))
    return mark


def an_idea(mark: str, number: str, **cells: str) -> dict[str, str]:
    """One row of ideas.csv: a historical case in design, unless told otherwise."""
    told = {"title": "Warm hubs", "stage": "design", "source": "report.txt:1", "outcome": "active", "extent": "radical"}
    return told | {"case_id": f"{mark}-{number.strip('n')}", "council": mark.lower()} | cells


def council_of(mark: str):
    """The identifier of the council made by `a_folder`."""
    with directory() as door:
        return door.scalar(text("SELECT id FROM council WHERE code = :code"), {"code": mark.lower()})


def asked(mark: str, statement: str, **told):
    """Rows that a statement gives in the door of the council made by `a_folder`."""
    with as_council(council_of(mark)) as door:
        return door.execute(text(statement), told).all()


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, byte for byte."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
