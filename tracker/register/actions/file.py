"""From the bytes that somebody gave to rows: which kind of file it is, its sheets, its heading, or what is wrong."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path, PurePosixPath

from tracker.exchange.actions.read.table import Table, TableRemark
from tracker.exchange.actions.read.text import TextTable
from tracker.exchange.actions.read.workbook import OLD, ZIPPED, Workbook, WorkbookTable
from tracker.exchange.rules.headings import FARTHEST
from tracker.exchange.rules.lines import SheetLine
from tracker.exchange.words import DamagedError
from tracker.register.actions.refuse import DAMAGED, beginning_of, refuse_packed, refuse_unlike
from tracker.register.rules.cells import as_meant
from tracker.register.rules.facts import SheetFacts
from tracker.register.rules.headings import (
    MOST_COLUMNS,
    finder_of,
    heading_doubt,
    lies_on_its_side,
    register_columns,
)
from tracker.register.rules.sideways import told_of, turned
from tracker.register.words import IN_FIRST_COLUMN, NO_HEADINGS, RegisterColumn, UnreadableFileError

MOST_LINES = 50_000
SAMPLES = 200  # rows from which samples of a column are taken


class RegisterFile:
    """A file that was brought: its sheets, and one of them as a table."""

    def __init__(self, path: Path, name: str) -> None:
        self.name = name
        self.workbook = _opened(path) if beginning_of(path).startswith((ZIPPED, OLD)) else None
        self._path = path
        self.sheets = self.workbook.names if self.workbook else []
        self.remarks: list[str] = []
        if self.workbook and _has_macros(path):
            self.remarks.append("It holds macros. They are not run, and nothing of them is kept.")

    def sheet(self, name: str, heading: int = 0) -> RegisterSheet:
        """One sheet of it, the one most like a register where no name is given; a text has no sheets.

        `heading` is what somebody said of its headings: their line, NO_HEADINGS, or IN_FIRST_COLUMN.
        """
        if self.workbook is None or name in self.sheets:
            return self._sheet(name if self.workbook else "", heading)
        sheets = [self._sheet(one, heading) for one in self.sheets[:20]]
        best = max(sheets, key=lambda one: (one.worth, len(one.first_rows)), default=None)
        if best is None:
            raise UnreadableFileError("No sheet of this workbook can be seen. Bring one that can.")
        return best

    def _sheet(self, name: str, heading: int) -> RegisterSheet:
        try:
            if heading == IN_FIRST_COLUMN:
                return RegisterSheet(name, self._on_its_side(name), heading)
            table = self._table(name, heading)
            if heading == 0 and len(table.head) < FARTHEST and lies_on_its_side(table.head):
                with suppress(UnreadableFileError):
                    return RegisterSheet(name, self._on_its_side(name), heading)
            return RegisterSheet(name, table, heading)
        except DamagedError as why:
            raise UnreadableFileError(_in_words(why)) from None

    def _table(self, name: str, heading: int) -> TextTable | WorkbookTable:
        find = finder_of(heading)
        return self.workbook.table(name, find) if self.workbook else TextTable(self._path, find, by_row=True)

    def _on_its_side(self, name: str) -> SidewaysTable:
        return SidewaysTable(self._table(name, NO_HEADINGS))


class SidewaysTable:
    """A table that lies on its side, turned: its columns are lines. Raises UnreadableFileError where it is none."""

    def __init__(self, table: TextTable | WorkbookTable) -> None:
        self.upright = table
        lines = list(islice(table.lines(), MOST_COLUMNS + 1))
        if len(lines) > MOST_COLUMNS:
            raise UnreadableFileError(f"It has more than {MOST_COLUMNS} lines: these are no headings in a column.")
        if broken := next((line for line in lines if not line.whole), None):
            raise UnreadableFileError(f"A quotation mark on line {broken.number} does not close: mend that first.")
        self.head = turned(lines, before=table.first_column if isinstance(table, WorkbookTable) else 0)
        named = next((line for line in self.head if any(map(str.strip, line.cells))), SheetLine(0, []))
        self.heading, self.heading_line, self.passed_over = named.cells, named.number, False
        self.remarks = [*table.remarks, TableRemark(told_of(list(self.lines())))]

    def lines(self) -> Iterator[SheetLine]:
        """The columns behind that of the headings."""
        return (line for line in self.head if line.number > self.heading_line)


class RegisterSheet:
    """One table of a file, with its columns, and its rows each time they are asked for.

    `headed` is what holds of its headings: their line, NO_HEADINGS or IN_FIRST_COLUMN; 0 where it is still to be said.
    """

    def __init__(self, name: str, table: Table, said: int = 0) -> None:
        self.name, self._table, self._said = name, table, said
        self.head, self.heading_line = list(map(as_meant, table.head)), table.heading_line
        self.headed = said if said == NO_HEADINGS else table.heading_line
        self._hidden = table.hidden if isinstance(table, WorkbookTable) else frozenset[int]()
        if isinstance(table, SidewaysTable):
            self.headed, table = IN_FIRST_COLUMN, table.upright
        self._upright = list(map(as_meant, table.head))
        self.separator = table.separator if isinstance(table, TextTable) else ","
        facts = SheetFacts(line for line in self.head if line.number < self.heading_line)
        samples = self._samples(facts)
        columns = register_columns(self.head, self.heading_line, samples)
        self.columns: list[RegisterColumn] = [facts.of(one) for one in columns]
        self.worth = len(self.columns) * min(len(samples), 20)

    def _samples(self, facts: SheetFacts) -> list[SheetLine]:
        """The first rows; all of them tell what they say of their columns, since footnotes stand at the end."""
        samples: list[SheetLine] = []
        lines = self._table.lines() if self.headed else ()
        for line in islice(lines, MOST_LINES):
            if any(map(str.strip, line.cells)) and facts.look(line) and len(samples) < SAMPLES:
                samples.append(as_meant(line))
        return samples

    @property
    def first_rows(self) -> list[SheetLine]:
        """The first rows that hold something, as they stand in the file: one of them may be the heading."""
        return [line for line in self._upright if any(cell.strip() for cell in line.cells)]

    def lines(self) -> Iterator[SheetLine]:
        """The rows behind the heading that are not empty."""
        if not self.headed:
            return
        for count, line in enumerate(self._table.lines()):
            if count > MOST_LINES * 2:
                raise UnreadableFileError(
                    f"It has more than {MOST_LINES:,} rows: divide it, and bring one part after the other."
                )
            if not line.whole or any(cell.strip() for cell in line.cells):
                yield as_meant(line)

    @property
    def remarks(self) -> list[str]:
        """How the table was read where that was not to the letter, once its lines were given."""
        told = [remark.told for remark in self._table.remarks]
        hidden = [line.number for line in self.lines() if line.number in self._hidden] if self._hidden else []
        if hidden:
            rows = "1 row is" if len(hidden) == 1 else f"{len(hidden):,} rows are"
            told.append(f"{rows} hidden in the sheet and read as the others are, the first on line {hidden[0]}")
        return told + self._doubts

    @property
    def _doubts(self) -> list[str]:
        """That what was taken for the headings may be a row, which would not come in."""
        named = [line for line in self.head if line.number == self.heading_line]
        return [doubt for line in named if (doubt := heading_doubt(line, said=bool(self._said)))]


@contextmanager
def register_file(content: bytes, name: str) -> Iterator[RegisterFile]:
    """Open a file that was brought. Raises UnreadableFileError that says in words what is wrong with it."""
    refuse_unlike(content)
    with tempfile.TemporaryDirectory(prefix="seedbed-register-") as folder:
        path = Path(folder) / "given"
        path.write_bytes(content)
        try:
            yield RegisterFile(path, name)
        except (OSError, ValueError) as why:
            if isinstance(why, UnreadableFileError):
                raise
            raise UnreadableFileError(DAMAGED) from None
        except BaseException as why:
            if type(why).__name__ == "PanicException":  # what the reader of workbooks raises where it gives up
                raise UnreadableFileError(DAMAGED) from None
            raise


def clean_name(given: str) -> str:
    """What a file is called, without the folder that it lay in."""
    name = PurePosixPath(given.replace("\\", "/")).name
    return "".join(char for char in name if char.isprintable())[-120:].strip() or "spreadsheet"


def _opened(path: Path) -> Workbook:
    refuse_packed(path)
    try:
        return Workbook(path)
    except DamagedError as why:
        raise UnreadableFileError(_in_words(why)) from None


def _has_macros(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as packed:
            return any(part.filename.endswith("vbaProject.bin") for part in packed.infolist())
    except zipfile.BadZipFile:
        return False


def _in_words(why: DamagedError) -> str:
    told = str(why)
    if "password" in told:
        return "This workbook is locked with a password: take it off, and save it anew."
    return DAMAGED if "damaged" in told else f"{told[:1].upper()}{told[1:]}."
