"""What can be broken in a table of reference data: a number by one, a value for another of its column, a row.

Only in columns that a module which names the file reads, by what can be seen: numbers always, words where the column's
name stands in quotes. Sentences are left alone: their wording is for people to judge.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from bench.mutants.mutant import Edit

NUMBER = re.compile(r"-?\d+(\.\d+)?")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
LONGEST_WORD, MOST_VALUES = 40, 12


class Row(NamedTuple):
    """One row and where it stands in the text."""

    start: int
    end: int
    cells: list[str]


def edits(text: str, readers: str) -> list[Edit]:
    """Every way to break a table that these modules read."""
    if not readers:
        return []
    names, *rows = _rows(text)
    found = [Edit("row", row.start, row.end, "") for row in rows]
    for column, name in enumerate(names.cells):
        values = sorted({row.cells[column] for row in rows} - {""})
        is_read = f'"{name}"' in readers
        for row in rows:
            for kind, value in _others(row.cells[column], values if is_read else []):
                cells = [*row.cells[:column], value, *row.cells[column + 1 :]]
                found.append(Edit(kind, row.start, row.end, _written(cells)))
    return found


def differs(before: str, after: str) -> bool:
    """Say whether a table still has as many columns everywhere, and other cells."""
    old, new = ([row.cells for row in _rows(text)] for text in (before, after))
    return new != old and {len(cells) for cells in new} == {len(old[0])}


def _others(cell: str, values: list[str]) -> Iterator[tuple[str, str]]:
    """What may stand in a cell instead."""
    if DAY.fullmatch(cell):
        yield "day", (date.fromisoformat(cell) + timedelta(days=1)).isoformat()
    elif found := NUMBER.fullmatch(cell):
        step = 0.1 if found[1] else 1
        yield "number", f"{float(cell) + step:.{len(found[1] or '.') - 1}f}"
    elif 1 < len(values) <= MOST_VALUES and cell and max(map(len, values)) <= LONGEST_WORD:
        yield "value", values[(values.index(cell) + 1) % len(values)]


def _rows(text: str) -> list[Row]:
    """Rows with their places; a cell may hold line breaks."""
    lines = text.splitlines(keepends=True)
    reader = csv.reader(lines)
    found, first = [], 0
    for cells in reader:
        start = sum(map(len, lines[:first]))
        end = start + sum(map(len, lines[first : reader.line_num]))
        found.append(Row(start, end, cells))
        first = reader.line_num
    return found


def _written(cells: list[str]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerow(cells)
    return written.getvalue()
