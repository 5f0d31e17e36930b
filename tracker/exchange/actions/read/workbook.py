"""Workbooks (XLSX and its kin, ODS, the old XLS): which sheets they hold, and what stands in the cells."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from tracker.exchange.actions.read.faces import CellFaces
from tracker.exchange.actions.read.table import TableRemark
from tracker.exchange.rules.headings import FARTHEST, HeadingFinder, find_heading
from tracker.exchange.rules.lines import SheetLine
from tracker.exchange.sheets import SHEETS, Sheet
from tracker.exchange.words import DamagedError, letters_of

ZIPPED, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LARGEST = 500_000_000  # bytes of a workbook once it is unpacked: more is no workbook of people
NOT_WORKED_OUT = "#N/A"  # what a cell says whose formula nobody worked out
STYLES = "xl/styles.xml"
NO_STYLES = '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
DAMAGED = "this workbook is damaged: open it and save it anew"


def is_workbook(path: Path) -> bool:
    """Whether a file is a workbook by how it begins, whatever it is called."""
    try:
        with path.open("rb") as file:
            return file.read(len(OLD)).startswith((ZIPPED, OLD))
    except OSError:
        return False


def _opened(raw: bytes) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(raw))
    except PasswordError:
        raise DamagedError("this workbook is locked with a password: take it off, and save it anew") from None
    except (CalamineError, OSError, ValueError):
        raise DamagedError(DAMAGED) from None


def _without_styles(raw: bytes) -> bytes:
    """A workbook whose styles cannot be read, without them. Raises DamagedError where it has none."""
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed, zipfile.ZipFile(out, "w") as without:
            packed.getinfo(STYLES)
            for part in packed.infolist():
                without.writestr(part, NO_STYLES if part.filename == STYLES else packed.read(part))
    except (zipfile.BadZipFile, zlib.error, KeyError, OSError, ValueError):
        raise DamagedError(DAMAGED) from None
    return out.getvalue()


class Workbook:
    """A workbook: the sheets that a person sees in it, `names`, and all of them. Raises DamagedError."""

    def __init__(self, path: Path) -> None:
        self._raw = path.read_bytes()
        _refuse_large(self._raw)
        try:
            self._book = _opened(self._raw)
        except DamagedError:
            self._book = _opened(_without_styles(self._raw))
        seen = {sheet.name for sheet in self._book.sheets_metadata if sheet.visible is SheetVisibleEnum.Visible}
        self.all_names = list(self._book.sheet_names)
        self.names = [name for name in self.all_names if name in seen]

    def table(self, name: str, find: HeadingFinder) -> WorkbookTable:
        """One sheet as a table. Raises DamagedError."""
        try:
            sheet = self._book.get_sheet_by_name(name)
        except (CalamineError, OSError, ValueError):
            raise DamagedError(DAMAGED) from None
        return WorkbookTable(sheet, CellFaces.of(self._raw, name), find)

    def kind_of(self, name: str) -> Sheet | None:
        """The case file that a sheet is by its headings: the one whose needed columns it has, and most of its names."""
        found = []
        for sheet in SHEETS.values():
            known = frozenset(map(letters_of, sheet.by_name))
            names = {letters_of(cell) for cell in self.table(name, partial(find_heading, known=known)).heading}
            needed = {letters_of(column.name) for column in sheet.columns if column.needed}
            if needed and needed <= names:
                found.append((len(names & known), len(needed), sheet))
        found.sort(key=lambda one: one[:2], reverse=True)
        return found[0][2] if found and found[0][:2] > (found[1][:2] if found[1:] else ()) else None


class WorkbookTable:
    """One sheet of a workbook; its lines are numbered as the sheet numbers its rows."""

    def __init__(self, sheet: CalamineSheet, faces: CellFaces, find: HeadingFinder) -> None:
        self._sheet, self._faces = sheet, faces
        self.first_column = (sheet.start or (0, 0))[1]
        self._spread = _spread(sheet)
        self.hidden = frozenset(row + 1 for row in faces.hidden)
        self.remarks: list[TableRemark] = []
        self.head = rows = self._head()
        best = find(rows)
        self.heading = rows[best.place].cells if best.place >= 0 else []
        self.heading_line = rows[best.place].number if best.place >= 0 else 0
        self.passed_over = best.place >= 0 and any(any(row.cells) for row in rows[: best.place])

    def lines(self) -> Iterator[SheetLine]:
        """Give the rows behind the heading."""
        for line in self._rows():
            if line.number > self.heading_line:
                yield line

    def _head(self) -> list[SheetLine]:
        rows: list[SheetLine] = []
        for row in self._rows():
            rows.append(row)
            if len(rows) == FARTHEST:
                break
        return rows

    def _rows(self) -> Iterator[SheetLine]:
        above: dict[int, str] = {}
        # The rows that stand empty above the first filled one are given too; the columns before the first are not.
        for row, values in enumerate(self._sheet.iter_rows()):
            cells = [self._cell(row, column, value) for column, value in enumerate(values, start=self.first_column)]
            for column in self._spread.get(row, ()):
                place = column - self.first_column
                if 0 <= place < len(cells):
                    cells[place] = cells[place] or above.get(column, "")
            if self._spread:
                above = {place + self.first_column: cell for place, cell in enumerate(cells)}
            yield SheetLine(row + 1, cells)
        if self._spread:
            self.remarks = [TableRemark("what stands in merged cells counts for each of their rows")]

    def _cell(self, row: int, column: int, value: Any) -> str:
        if value in {"", None} and self._faces.is_unworked(row, column):
            return NOT_WORKED_OUT
        if isinstance(value, float) and self._faces.is_percent(row, column):
            return f"{_number(round(value * 100, 10))}%"
        return _text(value)


def _spread(sheet: CalamineSheet) -> Mapping[int, list[int]]:
    """The cells, by row, that take what stands above them: those of merged cells but the first."""
    spread: dict[int, list[int]] = {}
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        for row in range(top + 1, bottom + 1):
            spread.setdefault(row, []).append(left)
    return spread


def _text(value: Any) -> str:
    """A cell's value as the letters that a person would type for it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float | int):
        return _number(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _number(value: float) -> str:
    """A number in digits, without what a computer adds behind the fifteenth."""
    if value == int(value) and abs(value) < 1e15:  # noqa: PLR2004 - a workbook holds no more digits
        return str(int(value))
    digits = f"{value:.15g}"
    return digits if "e" not in digits else f"{value:.15f}".rstrip("0")


def _refuse_large(raw: bytes) -> None:
    if not raw.startswith(ZIPPED):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
    except (zipfile.BadZipFile, OSError, ValueError):
        raise DamagedError(DAMAGED) from None
    if unpacked > LARGEST:
        raise DamagedError(f"this workbook is larger than {LARGEST // 1_000_000} megabytes once unpacked: divide it")
