"""What an import would do: every row checked against the folder and what is stored, before anything is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tracker.exchange.actions.read import Spool
from tracker.exchange.queries import stored_cases, stored_directory
from tracker.exchange.rules.councils import CouncilNames
from tracker.exchange.rules.rows import difference, differing_columns, row_keys
from tracker.exchange.sheets import CASE_SHEETS, SHEETS, CaseSheet, Sheet
from tracker.exchange.sheets.case import CASE, COUNCIL
from tracker.exchange.words import (
    ADOPTIONS,
    COLLABORATIVE_MEMBERS,
    COLLABORATIVES,
    COUNCILS,
    IDEAS,
    Finding,
    ImportReport,
    Severity,
    SheetColumn,
    SheetRow,
    StoredCases,
    StoredRow,
    quote,
)

MANY = 1_000  # rows of which a person is told how far it is
Rows = list[SheetRow]
CaseName = tuple[str, str]  # the council's code, and the case_id


@dataclass
class ImportPlan:
    """Which rows of the spool are new, and what there is to say of all of them."""

    spool: Spool
    findings: list[Finding] = field(default_factory=list)
    already_here: int = 0
    differing: int = 0

    def leave_out(self, refused: Sequence[SheetRow]) -> None:
        """Leave out rows that could not be kept, and say so of each."""
        self.spool.leave_out(refused)
        self.findings += [row.finding("", "could not be kept: the database refused it") for row in refused]

    def report(self) -> ImportReport:
        """Return what is said of it: by file in their order, then by line."""
        order = {file: place for place, file in enumerate(SHEETS)}
        self.findings.sort(key=lambda it: (order.get(it.file, len(order)), it.file, it.line))
        shown = self.spool.shown
        findings = tuple(replace(it, file=shown[it.file]) if it.file in shown else it for it in self.findings)
        counts = self.spool.new_counts()
        new = {sheet.plural or sheet.name: counts[sheet.file] for sheet in SHEETS.values() if sheet.file in counts}
        return ImportReport(findings, new, self.already_here, self.differing)


def plan_import(spool: Spool, *, progress: Callable[[str], None]) -> ImportPlan:
    """Plan an import: good rows not here yet are new, a row that differs from the one here is left as it is.

    The directory's files come first, then some cases at a time with all that hangs on them, so that no more than these
    are held in memory; last what points at cases without belonging to one.
    """
    planner = ImportPlanner(spool)
    planner.plan_directory(COUNCILS, COLLABORATIVES, COLLABORATIVE_MEMBERS)
    done, total = 0, spool.count()
    for rows in spool.by_case():
        planner.plan_cases(rows)
        done += len(rows)
        if total > MANY:
            progress(f"Looked at {done:,} of {total:,} rows.")
    planner.plan_directory(ADOPTIONS)
    return planner.plan


class ImportPlanner:
    """The planning of an import: each file after those that it points into."""

    def __init__(self, spool: Spool) -> None:
        self.spool = spool
        self.plan = ImportPlan(spool, findings=list(spool.findings))
        self.directory = stored_directory()
        self.names = CouncilNames({row.cells["code"]: row.cells["name"] for row in self.directory.rows[COUNCILS]})
        self.known: dict[str, set[str]] = defaultdict(set)
        self.refused: dict[str, dict[str, int]] = defaultdict(dict)
        self.pointed_at = {row.cells["origin_case_id"] for row in spool.of_file(ADOPTIONS)}

    # --- the directory's files ----------------------------------------------------------------------------------------
    def plan_directory(self, *files: str) -> None:
        """Plan files that belong to no council."""
        for file in files:
            sheet, rows, stored = SHEETS[file], self.spool.of_file(file), self.directory.rows[file]
            if sheet.key:
                self._plan_by_key(sheet, rows, stored)
            else:
                good = self.keyed(sheet, [row for row in self.settled(sheet, rows) if row.good])
                self.note_new(self.unlike(sheet, good, stored))

    def _plan_by_key(self, sheet: Sheet, rows: Rows, stored: Sequence[StoredRow]) -> None:
        """Plan the rows of a file that are known by a code: councils and collaboratives."""
        good = [row for row in self.firsts(rows, lambda row: row.cells[sheet.key]) if row.good]
        good = self.keyed(sheet, self.checked(sheet, good))
        here = {row.cells[sheet.key]: row for row in stored}
        self.note_new([row for row in good if self.is_new(row, here.get(row.cells[sheet.key]))])
        codes = {row.cells[sheet.key] for row in good}
        self.known[sheet.file] = codes | here.keys()
        for row in rows:
            if (code := row.cells[sheet.key]) and code not in self.known[sheet.file]:
                self.refused[sheet.file][code] = row.line
        if sheet.file == COUNCILS:
            self.names.add({row.cells["code"]: row.cells["name"] for row in good})

    # --- cases and what hangs on them ---------------------------------------------------------------------------------
    def plan_cases(self, rows: Rows) -> None:
        """Plan some cases with all rows that hang on them."""
        by_file: dict[str, Rows] = defaultdict(list)
        for row in rows:
            by_file[row.file].append(row)
        stored = stored_cases(list(self.directory.councils.values()), {case for row in rows for case in _named(row)})
        cases = CasePlanner(self, stored)
        cases.plan_ideas(by_file[IDEAS])
        for sheet in CASE_SHEETS:
            if sheet.file != IDEAS:
                cases.plan_children(sheet, by_file[sheet.file])
        self.known[IDEAS] |= cases.councils.keys() & self.pointed_at
        self.refused[IDEAS] |= {ref: line for ref, line in cases.refused.items() if ref in self.pointed_at}

    # --- what all files have in common --------------------------------------------------------------------------------
    def say(self, row: SheetRow, column: str, reason: str, severity: Severity = Severity.ERROR) -> None:
        """Say something of a cell of a row."""
        self.plan.findings.append(row.finding(column, reason, severity))

    def firsts(self, rows: Iterable[SheetRow], key: Callable[[SheetRow], object]) -> Rows:
        """Leave out the second row of a key: it is an error, whatever the first one is."""
        lines: dict[object, int] = {}
        first = []
        for row in rows:
            it = key(row)
            named = row.cells[SHEETS[row.file].key]
            if named and it in lines:
                self.say(row, SHEETS[row.file].key, f"{quote(named)} stands on line {lines[it]} already")
            else:
                lines[it] = row.line
                first.append(row)
        return first

    def settled(self, sheet: Sheet, rows: Iterable[SheetRow]) -> Rows:
        """Rows with what they point at by its code; one that points at nothing is told, and no longer good."""
        return [self._settle(sheet, row) for row in rows]

    def _settle(self, sheet: Sheet, row: SheetRow) -> SheetRow:
        cells, good = dict(row.cells), row.good
        for column in sheet.columns:
            if not (cell := cells[column.name]) or not column.points_into or column is CASE:
                continue
            found, fault = self._found(column, cell)
            if fault and row.good:
                self.say(row, column.name, fault)
            good = good and not fault
            cells[column.name] = found
        return replace(row, cells=cells, good=good)

    def _found(self, column: SheetColumn, cell: str) -> tuple[str, str]:
        """What a cell points at, by its code, and what is wrong with it."""
        file = column.points_into
        if cell in self.known[file]:
            return cell, ""
        if line := self.refused[file].get(cell):
            return cell, f"{quote(cell)} was refused on line {line} of {self.spool.shown.get(file, file)}"
        meant = self.names.meant(cell) if file == COUNCILS else []
        if len(meant) == 1:
            return meant[0], ""
        if meant:
            return cell, f"{quote(cell)} may be {' or '.join(meant)}: write the council's code"
        return cell, f"{quote(cell)} is neither in {self.spool.shown.get(file, file)} nor here"

    def checked(self, sheet: Sheet, rows: Rows) -> Rows:
        """Ask the file's own check; what it finds an error is left out."""
        findings = list(sheet.check(rows, self.directory.councils))
        self.plan.findings += findings
        refused = {finding.line for finding in findings if finding.severity is Severity.ERROR}
        return [row for row in rows if row.line not in refused]

    def keyed(self, sheet: Sheet, rows: Rows) -> Rows:
        """Rows with the key that each is known by."""
        keys = row_keys(sheet.columns, (row.cells for row in rows))
        return [replace(row, key=key) for row, key in zip(rows, keys, strict=True)]

    def unlike(self, sheet: Sheet, rows: Rows, stored: Sequence[StoredRow]) -> Rows:
        """Leave out rows that are here, by their content; one that was changed here since is known by what it was."""
        present = set(row_keys(sheet.columns, (row.cells for row in stored)))
        by_given_key = {row.given_key: row for row in stored}
        new = []
        for row in rows:
            if row.key in present:
                self.plan.already_here += 1
            elif self.is_new(row, by_given_key.get(row.key)):
                new.append(row)
        return new

    def is_new(self, row: SheetRow, stored: StoredRow | None) -> bool:
        """Whether a row is not here; one that differs from what is here is told."""
        if stored is None:
            return True
        self.plan.already_here += 1
        if columns := differing_columns(stored.cells, row.cells, SHEETS[row.file].columns):
            self.plan.differing += 1
            self.say(row, columns[0], difference(row.cells, stored.cells, columns), Severity.WARNING)
        return False

    def note_new(self, rows: Rows) -> None:
        """Note rows that are to be written."""
        self.spool.note_new(rows)


class CasePlanner:
    """The planning of some cases: which council each is of, and which rows hang on it."""

    def __init__(self, planner: ImportPlanner, stored: StoredCases) -> None:
        self.all, self.stored = planner, stored
        self.councils: dict[str, list[str]] = defaultdict(list)
        self.refused: dict[str, int] = {}
        for row in stored.rows[IDEAS]:
            self.councils[row.cells[CASE.name]].append(row.council)

    def plan_ideas(self, rows: Rows) -> None:
        """Plan the cases themselves: each is known by its council and its `case_id`."""
        sheet = SHEETS[IDEAS]
        settled = self.all.settled(sheet, rows)
        firsts = self.all.firsts(settled, lambda row: (row.cells["council"], row.cells[CASE.name]))
        good = [row for row in firsts if row.good and not self._is_taken(row)]
        good = self.all.keyed(sheet, good)
        here = {(row.council, row.cells[CASE.name]): row for row in self.stored.rows[IDEAS]}
        new = [row for row in good if self.all.is_new(row, here.get(_case(row)))]
        self.all.note_new([replace(row, council=row.cells["council"]) for row in self.all.checked(sheet, new)])
        for row in good:
            if row.cells["council"] not in self.councils[row.cells[CASE.name]]:
                self.councils[row.cells[CASE.name]].append(row.cells["council"])
        self.councils = {ref: councils for ref, councils in self.councils.items() if councils}
        for row in rows:
            self.refused.setdefault(row.cells[CASE.name], row.line)

    def _is_taken(self, row: SheetRow) -> bool:
        """Whether a case bears the reference of a draft: it is free for nobody, and nobody sees whose it is."""
        taken = _case(row) in self.stored.drafts
        if taken:
            self.all.say(row, CASE.name, f"{quote(row.cells[CASE.name])} is taken here")
        return taken

    def plan_children(self, sheet: CaseSheet, rows: Rows) -> None:
        """Plan rows that hang on cases, each case by itself."""
        settled = (self._at_its_case(row) for row in self.all.settled(sheet, rows) if row.good)
        good = self.all.checked(sheet, [row for row in settled if row.good])
        for case, mine in _by_case(good).items():
            stored = [row for row in self.stored.rows[sheet.file] if (row.council, row.cells[CASE.name]) == case]
            keyed = [row for row in self.all.keyed(sheet, mine) if not self._was_withdrawn(row)]
            self.all.note_new(self.all.unlike(sheet, keyed, stored))

    def _was_withdrawn(self, row: SheetRow) -> bool:
        """Whether a row came once and was withdrawn here since: it is told, and not brought back."""
        gone = (row.council, row.key) in self.stored.withdrawn
        if gone:
            self.all.plan.already_here += 1
            self.all.say(row, "", "was withdrawn here since, and stays so", Severity.WARNING)
        return gone

    def _at_its_case(self, row: SheetRow) -> SheetRow:
        """A row with the council of its case; one whose case is nowhere, or in several councils, is told."""
        ref, given = row.cells[CASE.name], row.cells[COUNCIL.name]
        councils = self.councils.get(ref, [])
        if given:
            councils = [code for code in councils if code == given]
        if len(councils) == 1:
            return replace(row, council=councils[0], cells=dict(row.cells) | {COUNCIL.name: ""})
        if councils:
            told = f"{quote(ref)} stands in {' and '.join(sorted(councils))}: say which in a column named council"
        elif (line := self.refused.get(ref)) and not given:
            told = f"{quote(ref)} was refused on line {line} of {self.all.spool.shown.get(IDEAS, IDEAS)}"
        else:
            told = f"{quote(ref)} is neither in {IDEAS} nor here{f', in {given}' if given else ''}"
        self.all.say(row, CASE.name, told)
        return replace(row, good=False)


def _named(row: SheetRow) -> Iterable[str]:
    return filter(None, SHEETS[row.file].cases_named([row]))


def _case(row: SheetRow) -> CaseName:
    return row.cells["council"], row.cells[CASE.name]


def _by_case(rows: Iterable[SheetRow]) -> Mapping[CaseName, Rows]:
    by_case: dict[CaseName, Rows] = defaultdict(list)
    for row in rows:
        by_case[row.council, row.cells[CASE.name]].append(row)
    return by_case
