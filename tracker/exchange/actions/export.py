"""Case files go out: as text for programs, as a workbook for people."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from tracker.exchange.queries import stored_cases, stored_directory
from tracker.exchange.rules.cells import write_cell
from tracker.exchange.sheets import CASE_SHEETS, SHEETS, Sheet
from tracker.exchange.sheets.case import CASE, COUNCIL
from tracker.exchange.words import IDEAS, CellKind, FolderUnusableError, SheetColumn, StoredRow

LONGEST_CELL = 32_000  # letters that a cell of a workbook holds, nearly; longer texts go on in another column
WIDTHS = {CellKind.TEXT: 40, CellKind.KEY: 40}  # of columns, in letters
WIDTH = 16
NUMBERS = {CellKind.AMOUNT, CellKind.WHOLE, CellKind.SCORE}

Rows = Collection[StoredRow]  # gone through more than once
StoredFiles = Mapping[str, Rows]


def export_folder(folder: Path) -> dict[str, int]:
    """Write the twelve case files in their one form and return how many rows each holds.

    Every submitted idea of every council goes out, never a draft, never a person. Rows stand by their case, then in
    the order given. Raises FolderUnusableError when the folder cannot be written.
    """
    rows = _stored()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for sheet in SHEETS.values():
            write_file(folder / sheet.file, sheet, rows[sheet.file])
    except OSError as why:
        raise FolderUnusableError(f"The folder {folder} cannot be written: {why.strerror}.") from why
    return {file: len(rows[file]) for file in SHEETS}


def export_workbook(path: Path) -> dict[str, int]:
    """Write the same as one workbook with a sheet for each file, which Excel shows, sorts and saves as it is.

    Raises FolderUnusableError when it cannot be written.
    """
    rows = _stored()
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_workbook(unfinished, rows)
        unfinished.replace(path)
    except OSError as why:
        raise FolderUnusableError(f"The workbook {path} cannot be written: {why.strerror}.") from why
    return {file: len(rows[file]) for file in SHEETS}


def write_workbook(path: Path, rows: StoredFiles) -> None:
    """Write rows by file as a workbook, a sheet each."""
    with path.open("wb") as out, Workbook(out, {"constant_memory": True}) as book:
        for sheet in SHEETS.values():
            _write_sheet(book, sheet, rows[sheet.file])


def _stored() -> StoredFiles:
    """Everything that goes out, by file. What hangs on a case says its council where the case's name alone does not."""
    there = stored_directory()
    rows = {**there.rows, **stored_cases(there.councils.values()).rows}
    owners: dict[str, set[str]] = defaultdict(set)
    for row in rows[IDEAS]:
        owners[row.cells[CASE.name]].add(row.council)
    shared = {name for name, councils in owners.items() if len(councils) > 1}
    for sheet in CASE_SHEETS if shared else ():
        if sheet.file != IDEAS:
            rows[sheet.file] = [_with_council(row, shared) for row in rows[sheet.file]]
    return rows


def _with_council(row: StoredRow, shared: set[str]) -> StoredRow:
    if row.cells[CASE.name] not in shared:
        return row
    return replace(row, cells={**row.cells, COUNCIL.name: row.council})


def _columns(sheet: Sheet, rows: Rows) -> list[SheetColumn]:
    """The columns that a file has: the optional ones only where a row says something in them."""
    return [one for one in sheet.columns if not one.optional or any(row.cells[one.name] for row in rows)]


def write_file(path: Path, sheet: Sheet, rows: Rows) -> None:
    """Write one file beside its place and put it there whole."""
    columns = _columns(sheet, rows)
    unfinished = path.with_name(f".{path.name}.unfinished")
    with unfinished.open("w", newline="", encoding="utf-8") as text:
        out = csv.writer(text, lineterminator="\r\n")
        out.writerow([column.name for column in columns])
        out.writerows([write_cell(column, row.cells[column.name]) for column in columns] for row in rows)
    unfinished.replace(path)


# --- for people -------------------------------------------------------------------------------------------------------
def _write_sheet(book: Workbook, sheet: Sheet, rows: Rows) -> None:
    """Write one sheet: its heading stays in sight, numbers are numbers, and every text is text, a formula's too."""
    page = book.add_worksheet(sheet.name)
    page.freeze_panes(1, 1)
    page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    columns = list(_parts(_columns(sheet, rows), rows))
    bold = book.add_format({"bold": True})
    for place, (column, part) in enumerate(columns):
        page.set_column(place, place, WIDTHS.get(column.kind, WIDTH))
        page.write_string(0, place, column.name if part == 0 else f"{column.name} ({part + 1})", bold)
    for line, row in enumerate(rows, start=1):
        for place, (column, part) in enumerate(columns):
            text = write_cell(column, row.cells[column.name])[part * LONGEST_CELL : (part + 1) * LONGEST_CELL]
            _write_value(page, line, place, column, text)


def _write_value(page: Worksheet, line: int, place: int, column: SheetColumn, text: str) -> None:
    if text and column.kind in NUMBERS:
        page.write_number(line, place, float(text))
    elif text:
        page.write_string(line, place, text)


def _parts(columns: Sequence[SheetColumn], rows: Rows) -> Iterator[tuple[SheetColumn, int]]:
    """Each column as often as its longest text needs: a cell of a workbook holds so many letters and no more."""
    for column in columns:
        longest = max((len(row.cells[column.name]) for row in rows), default=0)
        yield from ((column, part) for part in range(1 + longest // LONGEST_CELL))
