"""From the bytes that somebody gave to rows: which kind of file it is, its sheets, its heading, or what is wrong."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path, PurePosixPath

from tracker.exchange.actions.read.table import Table
from tracker.exchange.actions.read.text import TextTable
from tracker.exchange.actions.read.workbook import OLD, ZIPPED, Workbook, WorkbookTable
from tracker.exchange.rules.lines import SheetLine
from tracker.exchange.words import DamagedError
from tracker.register.actions.refuse import DAMAGED, beginning_of, refuse_packed, refuse_unlike
from tracker.register.rules.cells import as_meant
from tracker.register.rules.facts import SheetFacts
from tracker.register.rules.headings import finder_of, heading_doubt, register_columns
from tracker.register.words import NO_HEADINGS, RegisterColumn, UnreadableFileError

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

        `heading` is the line of its headings where somebody said so, or that it has none.
        """
        if self.workbook is None:
            return RegisterSheet("", TextTable(self._path, finder_of(heading), by_row=True), heading)
        if name in self.sheets:
            return self._sheet_of(self.workbook, name, heading)
        sheets = [self._sheet_of(self.workbook, one, heading) for one in self.sheets[:20]]
        best = max(sheets, key=lambda one: (one.worth, len(one.first_rows)), default=None)
        if best is None:
            raise UnreadableFileError("No sheet of this workbook can be seen. Bring one that can.")
        return best

    def _sheet_of(self, workbook: Workbook, name: str, heading: int) -> RegisterSheet:
        try:
            return RegisterSheet(name, workbook.table(name, finder_of(heading)), heading)
        except DamagedError as why:
            raise UnreadableFileError(_in_words(why)) from None


class RegisterSheet:
    """One table of a file, with its columns, and its rows each time they are asked for.

    `said` is the line of its headings where somebody named it, or that it has none.
    """

    def __init__(self, name: str, table: Table, said: int = 0) -> None:
        self.name, self._table, self._said = name, table, said
        self.separator = table.separator if isinstance(table, TextTable) else ","
        self.head, self.heading_line = list(map(as_meant, table.head)), table.heading_line
        self._hidden = table.hidden if isinstance(table, WorkbookTable) else frozenset[int]()
        facts = SheetFacts(line for line in self.head if line.number < table.heading_line)
        samples = self._samples(facts)
        columns = register_columns(self.head, table.heading_line, samples)
        self.columns: list[RegisterColumn] = [facts.of(one) for one in columns]
        self.worth = len(self.columns) * min(len(samples), 20)

    def _samples(self, facts: SheetFacts) -> list[SheetLine]:
        """The first rows; all of them tell what they say of their columns, since footnotes stand at the end."""
        samples: list[SheetLine] = []
        lines = self._table.lines() if self.is_settled else ()
        for line in islice(lines, MOST_LINES):
            if any(map(str.strip, line.cells)) and facts.look(line) and len(samples) < SAMPLES:
                samples.append(as_meant(line))
        return samples

    @property
    def is_settled(self) -> bool:
        """Whether it is known which line names the columns, or that none does."""
        return bool(self.heading_line) or self._said == NO_HEADINGS

    @property
    def first_rows(self) -> list[SheetLine]:
        """The first rows that hold something: one of them is the heading."""
        return [line for line in self.head if any(cell.strip() for cell in line.cells)]

    def lines(self) -> Iterator[SheetLine]:
        """The rows behind the heading that are not empty."""
        if not self.is_settled:
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
        """That the line of the headings may be a row, which would not come in."""
        named = [line for line in self.head if line.number == self.heading_line]
        return [doubt for line in named if (doubt := heading_doubt(line, said=self._said == line.number))]


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
