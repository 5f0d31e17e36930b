"""What an import would do: every row checked against the folder and what is stored, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tracker.exchange.actions.read import CaseFolder
from tracker.exchange.rules.rows import differing_columns, row_keys
from tracker.exchange.sheets import SHEETS, Sheet
from tracker.exchange.words import (
    IDEAS,
    Finding,
    ImportReport,
    Severity,
    SheetColumn,
    SheetRow,
    StoredRow,
    StoredRows,
    quote,
)


@dataclass
class ImportPlan:
    """The rows to write, by file, the stored ones that they may hang on, by file and key, and what there is to say."""

    new: dict[str, list[SheetRow]] = field(default_factory=lambda: {file: [] for file in SHEETS})
    stored: dict[str, Mapping[str, StoredRow]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    already_here: int = 0
    differing: int = 0

    @property
    def cases(self) -> Mapping[str, StoredRow]:
        """Stored cases that rows may hang on, by reference."""
        return self.stored.get(IDEAS, {})

    def leave_out(self, refused: Sequence[SheetRow]) -> None:
        """Leave out rows that could not be kept, and say so of each."""
        for row in refused:
            self.new[row.file].remove(row)
            self.findings.append(row.finding("", "could not be kept: the database refused it"))

    def report(self) -> ImportReport:
        """Return what is said of it: by file in their order, then by line."""
        order = {file: place for place, file in enumerate(SHEETS)}
        findings = sorted(self.findings, key=lambda it: (order.get(it.file, len(order)), it.file, it.line))
        new = {sheet.plural or sheet.name: len(rows) for sheet in SHEETS.values() if (rows := self.new[sheet.file])}
        return ImportReport(tuple(findings), new, self.already_here, self.differing)


def plan_import(folder: CaseFolder, stored: StoredRows) -> ImportPlan:
    """Plan an import: good rows not here yet are new, a row that differs from the one here is left as it is."""
    planner = ImportPlanner(folder, stored)
    for sheet in SHEETS.values():
        planner.add(sheet)
    return planner.plan


class ImportPlanner:
    """The planning of an import, file by file: each after those that it points into."""

    def __init__(self, folder: CaseFolder, stored: StoredRows) -> None:
        self.folder, self.stored = folder, stored
        self.plan = ImportPlan(findings=list(folder.findings))
        self.known: dict[str, set[str]] = {}
        self.refused: dict[str, dict[str, int]] = {}

    def add(self, sheet: Sheet) -> None:
        """Plan one file: its good rows that resolve and pass its own check."""
        good = [row for row in self._first_of_each_key(sheet) if row.good and self._resolves(sheet, row)]
        good = self._checked(sheet, good)
        if sheet.key:
            self._identify(sheet, good)
        else:
            self._compare(sheet, good)

    def _say(self, row: SheetRow, column: str, reason: str, severity: Severity = Severity.ERROR) -> None:
        self.plan.findings.append(row.finding(column, reason, severity))

    def _first_of_each_key(self, sheet: Sheet) -> list[SheetRow]:
        """Leave out the second row of a key: it is an error, whatever the first one is."""
        if not sheet.key:
            return self.folder.rows[sheet.file]
        lines: dict[str, int] = {}
        first = []
        for row in self.folder.rows[sheet.file]:
            key = row.cells[sheet.key]
            if key and key in lines:
                self._say(row, sheet.key, f"{quote(key)} stands on line {lines[key]} already")
            else:
                lines[key] = row.line
                first.append(row)
        return first

    def _resolves(self, sheet: Sheet, row: SheetRow) -> bool:
        """Whether every row that it points at is in the folder or here; a child of a bad row is told as such."""
        faults = [(column, fault) for column in sheet.columns if (fault := self._fault(column, row.cells[column.name]))]
        for column, fault in faults:
            self._say(row, column.name, fault)
        return not faults

    def _fault(self, column: SheetColumn, cell: str) -> str:
        """Say why what a cell points at cannot be found; nothing where it can."""
        if not cell or not column.points_into:
            return ""
        if line := self.refused.get(column.points_into, {}).get(cell):
            return f"{quote(cell)} was refused on line {line} of {column.points_into}"
        if cell not in self.known[column.points_into]:
            return f"{quote(cell)} is neither in {column.points_into} nor here"
        return ""

    def _checked(self, sheet: Sheet, rows: Sequence[SheetRow]) -> list[SheetRow]:
        """Ask the file's own check; what it finds an error is left out."""
        findings = list(sheet.check(rows, self.stored))
        self.plan.findings += findings
        refused = {finding.line for finding in findings if finding.severity is Severity.ERROR}
        return [row for row in rows if row.line not in refused]

    def _identify(self, sheet: Sheet, rows: Sequence[SheetRow]) -> None:
        """Tell new rows from those here by their key; remember which keys others may point at."""
        stored = _by_key(sheet, self.stored.rows[sheet.file], rows)
        self.plan.stored[sheet.file] = stored
        for row in rows:
            self._sort_out(row, stored.get(row.cells[sheet.key]))
        keys = {row.cells[sheet.key] for row in rows}
        self.known[sheet.file] = keys | stored.keys()
        self.refused[sheet.file] = {
            row.cells[sheet.key]: row.line
            for row in self.folder.rows[sheet.file]
            if row.cells[sheet.key] and row.cells[sheet.key] not in keys
        }

    def _sort_out(self, row: SheetRow, stored: StoredRow | None) -> None:
        if stored is None:
            self.plan.new[row.file].append(row)
            return
        self.plan.already_here += 1
        if columns := differing_columns(stored.cells, row.cells):
            self.plan.differing += 1
            self._say(row, columns[0], _difference(row, stored, columns), Severity.WARNING)

    def _compare(self, sheet: Sheet, rows: Sequence[SheetRow]) -> None:
        """Tell new rows from those here by their content; one that was changed here since is known by what it was."""
        stored = [row for row in self.stored.rows[sheet.file] if self._is_of_its_case(row)]
        present = set(row_keys(sheet.columns, (row.cells for row in stored)))
        by_given_key = {row.given_key: row for row in stored}
        for row in rows:
            if row.key in present:
                self.plan.already_here += 1
            elif row.key in self.stored.withdrawn:
                self.plan.already_here += 1
                self._say(row, "", "was withdrawn here since, and stays so", Severity.WARNING)
            else:
                self._sort_out(row, by_given_key.get(row.key))

    def _is_of_its_case(self, stored: StoredRow) -> bool:
        """Whether a row hangs on the case that the folder means, not on another council's of the same name."""
        case = self.plan.cases.get(stored.cells.get("case_id", ""))
        return case is None or case.council == stored.council


def _by_key(sheet: Sheet, stored: Iterable[StoredRow], given: Iterable[SheetRow]) -> dict[str, StoredRow]:
    """Return stored rows by the column that identifies them; of two councils' cases, the council's given."""
    councils = {row.cells[sheet.key]: row.cells.get("council") for row in given}
    by_key: dict[str, StoredRow] = {}
    for row in stored:
        key = row.cells[sheet.key]
        if key not in by_key or row.council == councils.get(key):
            by_key[key] = row
    return by_key


def _difference(row: SheetRow, stored: StoredRow, columns: Sequence[str]) -> str:
    also = f", and {', '.join(columns[1:])} too" if columns[1:] else ""
    return (
        f"{quote(row.cells[columns[0]])} differs from what is kept here, {quote(stored.cells[columns[0]])}{also};"
        " the row here stays as it is"
    )


def cases_named(folder: CaseFolder) -> set[str]:
    """Return every case that a folder names."""
    return {ref for sheet in SHEETS.values() for ref in sheet.cases_named(folder.rows[sheet.file]) if ref}
