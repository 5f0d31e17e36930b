"""Case files go out."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from tracker.exchange.queries import stored_rows
from tracker.exchange.rules.cells import write_cell
from tracker.exchange.sheets import SHEETS, Sheet
from tracker.exchange.words import FolderUnusableError, StoredRow


def export_folder(folder: Path) -> dict[str, int]:
    """Write the twelve case files in their one form and return how many rows each holds.

    Every submitted idea of every council goes out, never a draft, never a person. Rows stand by their case, then in
    the order given. Raises FolderUnusableError when the folder cannot be written.
    """
    rows = stored_rows().rows
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for sheet in SHEETS.values():
            _write_file(folder / sheet.file, sheet, rows[sheet.file])
    except OSError as why:
        raise FolderUnusableError(f"The folder {folder} cannot be written: {why.strerror}.") from why
    return {file: len(rows[file]) for file in SHEETS}


def _write_file(path: Path, sheet: Sheet, rows: Sequence[StoredRow]) -> None:
    """Write one file beside its place and put it there whole."""
    text = io.StringIO(newline="")
    out = csv.writer(text, lineterminator="\r\n")
    out.writerow([column.name for column in sheet.columns])
    out.writerows([write_cell(column, row.cells[column.name]) for column in sheet.columns] for row in rows)
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.write_bytes(text.getvalue().encode())
    unfinished.replace(path)
