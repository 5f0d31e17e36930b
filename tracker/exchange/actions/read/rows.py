"""The reading of one table: its heading to columns, its rows to cells in their one form, and what is wrong there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import zip_longest
from typing import NamedTuple

from tracker.clock import today
from tracker.exchange.actions.read.table import Table
from tracker.exchange.rules.cells import read_cell
from tracker.exchange.rules.headings import HeadingFinder, find_heading, nearest
from tracker.exchange.rules.lines import SheetLine
from tracker.exchange.sheets import Sheet
from tracker.exchange.words import BadCellError, CellKind, Finding, Severity, SheetColumn, SheetRow, letters_of, quote

LOST = "\ufffd"
ALLOWED_CONTROLS = "\t\n\r"
PROGRESS_EVERY = 1_000
_CONTINUED = re.compile(r"(.+?) \((\d{1,2})\)\s*")

Columns = Sequence[SheetColumn | None]


class FirstSeen(NamedTuple):
    """Where something was first read otherwise than to the letter, and in which words."""

    line: int
    column: str
    told: str


class SheetReader:
    """The reading of one table: rows as they come, and at the end what there is to say of it."""

    def __init__(self, sheet: Sheet, shown: str, progress: Callable[[str], None]) -> None:
        self.sheet, self.shown, self.progress = sheet, shown, progress
        self.findings: list[Finding] = []
        self._today = today()
        self._seen: dict[str, FirstSeen] = {}
        self._times: Counter[str] = Counter()

    def read(self, open_table: Callable[[HeadingFinder], Table]) -> Iterator[tuple[SheetRow, str]]:
        """Give every row that is not empty, with the case that it names."""
        try:
            known = frozenset(map(letters_of, self.sheet.by_name))
            table = open_table(partial(find_heading, known=known))
        except (OSError, ValueError) as why:
            told = f"cannot be read: {why.strerror}" if isinstance(why, OSError) else str(why)
            self._say(0, "", told)
            return
        columns = self._columns(table)
        count = 0
        for count, line in enumerate(filter(_is_filled, table.lines()), start=1):
            if columns is None:
                break
            row = self._row(line, columns)
            yield row, next(self.sheet.cases_named([row]), "")
            if count % PROGRESS_EVERY == 0:
                self.progress(f"Read {count:,} rows of {self.shown}.")
        self._say_of_all(table, count)

    def _say(self, line: int, column: str, reason: str, severity: Severity = Severity.ERROR) -> None:
        self.findings.append(Finding(self.sheet.file, line, severity, column, reason))

    def _say_of_all(self, table: Table, count: int) -> None:
        """Say what is to be said once of a table: how it was read, and that it holds nothing."""
        if not table.heading:
            self._say(0, "", "has no heading: its first row names the columns" if count else "holds no rows")
        elif not count:
            self._say(0, "", "has a heading and no rows", Severity.WARNING)
        if table.passed_over:
            above = table.heading_line - 1
            lines = f"lines 1-{above} passed over" if above > 1 else "line 1 passed over"
            self._say(table.heading_line, "", f"the heading is on line {table.heading_line}; {lines}", Severity.WARNING)
        for remark in table.remarks:
            self._say(remark.line, "", remark.told, Severity.WARNING)
        for manner, first in self._seen.items():
            more = self._times[manner] - 1
            also = f" (and {more:,} more such {'cell' if more == 1 else 'cells'})" if more else ""
            self._say(first.line, first.column, first.told + also, Severity.WARNING)

    # --- the heading --------------------------------------------------------------------------------------------------
    def _columns(self, table: Table) -> Columns | None:
        """Return the column of each place in the heading; None where a needed one is missing or one is given twice."""
        if not table.heading:
            return None
        by_letters = {letters_of(name): column for name, column in self.sheet.by_name.items()}
        columns = [by_letters.get(letters_of(name)) or self._continued(name, by_letters) for name in table.heading]
        names = [letters_of(name) for name in table.heading]
        given = [column.name for column, name in zip(columns, names, strict=True) if column and name in by_letters]
        for name, column in zip(table.heading, columns, strict=True):
            if column is None and name.strip():
                self._say_unread(table.heading_line, name, given)
        twice = {name for name in given if given.count(name) > 1}
        missing = [column.name for column in self.sheet.columns if column.needed and column.name not in given]
        for name in missing:
            self._say(table.heading_line, name, "this column is missing: no row of the file is read")
        for name in sorted(twice):
            self._say(table.heading_line, name, "this column is given twice: no row of the file is read")
        return None if missing or twice else columns

    def _continued(self, name: str, by_letters: dict[str, SheetColumn]) -> SheetColumn | None:
        """The column of text that a heading like "problem (2)" goes on with, where a cell could not hold all of it."""
        found = _CONTINUED.fullmatch(name)
        column = by_letters.get(letters_of(found[1])) if found else None
        return column if column and column.kind in {CellKind.TEXT, CellKind.KEY} else None

    def _say_unread(self, line: int, name: str, given: Sequence[str]) -> None:
        near = nearest(name, [column.name for column in self.sheet.columns if column.name not in given])
        meant = f"; did you mean {near}?" if near else ""
        self._say(line, quote(name)[1:-1], f"this column is not read{meant}", Severity.WARNING)

    # --- the rows -----------------------------------------------------------------------------------------------------
    def _row(self, line: SheetLine, columns: Columns) -> SheetRow:
        """Take one row: its cells in their one form, and whether all of them could be taken."""
        cells = dict.fromkeys(self.sheet.by_name, "")
        if not line.whole:
            told = "the row is lost: a quotation mark does not close, or something follows it"
            self._say(line.number, self.sheet.columns[0].name, told)
            self._take(cells, line, columns, quiet=True)
            return SheetRow(self.sheet.file, line.number, cells, good=False)
        if line.mended:
            told = f"quotation marks do not match; read as {quote(' | '.join(line.cells))}"
            self._note("marks of quotation", line.number, "", told)
        good = self._has_its_cells(line, columns)
        return SheetRow(self.sheet.file, line.number, cells, good=self._take(cells, line, columns) and good)

    def _take(self, row: dict[str, str], line: SheetLine, columns: Columns, *, quiet: bool = False) -> bool:
        """Take cells in their one form; say of those that cannot be taken why, unless the row is lost anyway."""
        good = True
        for column, cell in self._joined(line, columns):
            try:
                reading = read_cell(column, cell, today=self._today)
            except BadCellError as why:
                good = False
                if not quiet:
                    self._say(line.number, column.name, str(why))
                continue
            row[column.name] = reading.cell
            if not quiet:
                self._look_at(line.number, column, cell)
                self._note(reading.manner, line.number, column.name, reading.told)
        return good

    def _joined(self, line: SheetLine, columns: Columns) -> Iterator[tuple[SheetColumn, str]]:
        """Give each column with its cell, put together where it goes on in another; one that is missing is empty."""
        texts: dict[str, str] = {}
        for column, cell in zip_longest(columns, line.cells[: len(columns)], fillvalue=""):
            if isinstance(column, SheetColumn):
                texts[column.name] = texts.get(column.name, "") + str(cell or "")
        return ((self.sheet.by_name[name], text) for name, text in texts.items())

    def _has_its_cells(self, line: SheetLine, columns: Columns) -> bool:
        """Whether nothing stands where no column is; what is missing at the end is empty."""
        if not any(cell.strip() for cell in line.cells[len(columns) :]):
            return True
        column = columns[-1] or self.sheet.columns[0]
        self._say(line.number, column.name, f"the row has {len(line.cells)} cells under {len(columns)} columns")
        return False

    def _note(self, manner: str, line: int, column: str, told: str) -> None:
        """Note what was read otherwise than to the letter; it is told once a manner."""
        if manner:
            self._seen.setdefault(manner, FirstSeen(line, column, told))
            self._times[manner] += 1

    def _look_at(self, line: int, column: SheetColumn, cell: str) -> None:
        """Warn of what a text should not hold, and is kept all the same."""
        if not cell.isprintable() and any(char < " " and char not in ALLOWED_CONTROLS for char in cell):
            self._say(line, column.name, "holds a control character, kept as given", Severity.WARNING)
        if LOST in cell:
            self._say(line, column.name, "holds a character that could not be read", Severity.WARNING)


def _is_filled(line: SheetLine) -> bool:
    return not line.whole or any(cell.strip() for cell in line.cells)
