"""From the bytes of a case file to its rows, and what is wrong with it: nothing is asked of the database here."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tracker.exchange.rules.cells import read_cell
from tracker.exchange.rules.rows import row_keys
from tracker.exchange.sheets import SHEETS, Sheet
from tracker.exchange.words import BadCellError, Finding, FolderUnusableError, Severity, SheetColumn, SheetRow, quote

LOST = "\ufffd"
ALLOWED_CONTROLS = "\t\n\r"
LONGEST_CELL = 100_000_000  # the reader's own limit, 131,072, would refuse texts that are merely long

Line = tuple[int, list[str] | None]  # where a row begins, and its cells: none where its quotation marks do not close

csv.field_size_limit(LONGEST_CELL)


@dataclass(frozen=True)
class CaseFolder:
    """Every row of a folder's case files, good and bad, and what reading them found."""

    rows: dict[str, list[SheetRow]]
    findings: list[Finding]


def read_folder(folder: Path) -> CaseFolder:
    """Read the case files of a folder. Raises FolderUnusableError when it cannot be read or holds none."""
    try:
        names = sorted(path.name for path in folder.iterdir() if not path.is_dir())
    except OSError as why:
        raise FolderUnusableError(f"The folder {folder} cannot be read: {why.strerror}.") from why
    if not SHEETS.keys() & set(names):
        raise FolderUnusableError(f"The folder {folder} holds no case file, such as ideas.csv.")
    case_folder = CaseFolder({file: [] for file in SHEETS}, [])
    for file in SHEETS.keys() & set(names):
        reader = SheetReader(SHEETS[file])
        reader.read_file(folder / file)
        case_folder.rows[file] = reader.rows
        case_folder.findings.extend(reader.findings)
    unknown = (quote(name)[1:-1] for name in names if name not in SHEETS)
    case_folder.findings.extend(Finding(name, 0, Severity.WARNING, "", "not a case file") for name in unknown)
    return case_folder


def _decoded(raw: bytes) -> tuple[str, bool]:
    """Return the text of a file and whether it was UTF-8; anything else is taken for windows-1252."""
    try:
        return raw.removeprefix(codecs.BOM_UTF8).decode(), True
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace"), False


def lines_of(text: str) -> Iterator[Line]:
    """Give every row with the physical line where it begins; None for one whose quotation marks do not close.

    After such a row reading goes on at the next physical line, so that the good rows behind it are not lost.
    """
    lines = list(io.StringIO(text, newline=""))
    at = 0
    while at < len(lines):
        reader, begun = csv.reader((lines[n] for n in range(at, len(lines))), strict=True), 0
        try:
            for cells in reader:
                yield at + begun + 1, cells
                begun = reader.line_num
        except csv.Error:
            yield at + begun + 1, None
            at += begun + 1
        else:
            return


class SheetReader:
    """The reading of one file: rows and findings as they come."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.rows: list[SheetRow] = []
        self.findings: list[Finding] = []

    def read_file(self, path: Path) -> None:
        """Read a file of comma-separated values."""
        try:
            raw = path.read_bytes()
        except OSError as why:
            self._say(0, "", f"cannot be read: {why.strerror}")
            return
        text, is_utf8 = _decoded(raw)
        if not is_utf8:
            self._say(0, "", "read as windows-1252", Severity.WARNING)
        self._read(lines_of(text))

    def _say(self, line: int, column: str, reason: str, severity: Severity = Severity.ERROR) -> None:
        self.findings.append(Finding(self.sheet.file, line, severity, column, reason))

    def _read(self, lines: Iterator[Line]) -> None:
        """Read the header, then every row that is not empty."""
        filled = ((line, cells) for line, cells in lines if cells is None or any(cell.strip() for cell in cells))
        line, header = next(filled, (1, []))
        columns = self._columns(line, header)
        if columns is None:
            return
        rows = [self._row(line, cells, columns) for line, cells in filled]
        keys = iter(row_keys(self.sheet.columns, (cells for _, cells, good in rows if good)))
        self.rows = [SheetRow(self.sheet.file, line, cells, next(keys) if good else "") for line, cells, good in rows]

    def _columns(self, line: int, header: Sequence[str] | None) -> list[SheetColumn | None] | None:
        """Return the column of each place in the header; None where a needed one is missing or one is given twice."""
        names = [name.strip() for name in header or []]
        for name in dict.fromkeys(names):
            if name not in self.sheet.by_name:
                self._say(line, quote(name)[1:-1] or "(no name)", "unknown column, left out", Severity.WARNING)
        known = [name for name in names if name in self.sheet.by_name]
        twice = {name for name in known if known.count(name) > 1}
        missing = [column.name for column in self.sheet.columns if column.needed and column.name not in known]
        if not known and not missing:
            missing = [self.sheet.columns[0].name]
        for name in missing:
            self._say(line, name, "this column is missing: no row of the file is read")
        for name in sorted(twice):
            self._say(line, name, "this column is given twice: no row of the file is read")
        return None if missing or twice else [self.sheet.by_name.get(name) for name in names]

    def _row(
        self, line: int, cells: list[str] | None, columns: list[SheetColumn | None]
    ) -> tuple[int, dict[str, str], bool]:
        """Take one row: its cells in their one form, and whether all of them could be taken."""
        row = dict.fromkeys(self.sheet.by_name, "")
        if cells is None:
            self._say(line, self.sheet.columns[0].name, "a quotation mark does not close, or something follows it")
            return line, row, False
        good = self._has_its_cells(line, cells, columns)
        for column, cell in zip(columns, cells, strict=False):
            if column is not None:
                try:
                    row[column.name] = read_cell(column, cell)
                except BadCellError as why:
                    self._say(line, column.name, str(why))
                    good = False
                else:
                    self._look_at(line, column, cell)
        return line, row, good

    def _has_its_cells(self, line: int, cells: list[str], columns: list[SheetColumn | None]) -> bool:
        if len(cells) == len(columns):
            return True
        column = columns[min(len(cells), len(columns) - 1)]
        name = column.name if column else self.sheet.columns[0].name
        self._say(line, name, f"the row has {len(cells)} cells under {len(columns)} columns")
        return False

    def _look_at(self, line: int, column: SheetColumn, cell: str) -> None:
        """Warn of what a text should not hold, and is kept all the same."""
        if not cell.isprintable() and any(char < " " and char not in ALLOWED_CONTROLS for char in cell):
            self._say(line, column.name, "holds a control character, kept as given", Severity.WARNING)
        if LOST in cell:
            self._say(line, column.name, "holds a character that could not be read", Severity.WARNING)
