"""What an import would do: every row checked against the folder and what is kept here, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tracker.exchange.queries import Kept, Place, Rows
from tracker.exchange.reading import CaseFolder
from tracker.exchange.rules.cells import last_day
from tracker.exchange.rules.rows import differing_columns, row_keys
from tracker.exchange.sheets import OF_IDEA, SHEETS, Sheet
from tracker.exchange.words import COUNCILS, IDEAS, Finding, ImportReport, Severity, SheetColumn, SheetRow, quote

CALLED = {"collaborative_members": "members", "stage_moves": "moves"}


@dataclass(frozen=True)
class Here:
    """What is kept here and bears on a folder: places by code, rows by file, drafts by council and reference."""

    places: Mapping[str, Place]
    rows: Rows
    drafts: frozenset[tuple[str, str]]

    def by_key(self, sheet: Sheet, given: Iterable[SheetRow]) -> dict[str, Kept]:
        """Rows of a file by the column that identifies them; of two councils' cases, the council's given."""
        meant = {row.cells[sheet.key]: row.cells.get("council") for row in given}
        found: dict[str, Kept] = {}
        for kept in self.rows[sheet.file]:
            key = kept.cells[sheet.key]
            if key not in found or kept.council == meant.get(key):
                found[key] = kept
        return found


@dataclass
class Plan:
    """The rows to write, by file, the cases here that they may hang on, and what there is to say."""

    new: dict[str, list[SheetRow]] = field(default_factory=lambda: {file: [] for file in SHEETS})
    cases: Mapping[str, Kept] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    already_here: int = 0
    differing: int = 0

    def report(self) -> ImportReport:
        """Return what is said of it: by file in their order, then by line."""
        order = {file: place for place, file in enumerate(SHEETS)}
        said = sorted(self.findings, key=lambda one: (order.get(one.file, len(order)), one.file, one.line))
        new = {CALLED.get(file[:-4], file[:-4]): len(rows) for file, rows in self.new.items() if rows}
        return ImportReport(tuple(said), new, self.already_here, self.differing)


def plan(folder: CaseFolder, here: Here) -> Plan:
    """Plan an import: good rows not here yet are new, a row that differs from the one here is left as it is."""
    return _Planning(folder, here).made


class _Planning:
    def __init__(self, folder: CaseFolder, here: Here) -> None:
        self.folder, self.here = folder, here
        self.made = Plan(findings=list(folder.findings))
        self.known: dict[str, set[str]] = {}
        self.refused: dict[str, dict[str, int]] = {}
        for sheet in SHEETS.values():
            good = [row for row in self._once_each(sheet) if row.good and self._resolves(sheet, row)]
            if sheet.key:
                self._identify(sheet, good)
            else:
                self._compare(sheet, good)

    def _say(self, row: SheetRow, column: str, reason: str, severity: Severity = Severity.ERROR) -> None:
        self.made.findings.append(Finding(row.file, row.line, severity, column, reason))

    def _once_each(self, sheet: Sheet) -> list[SheetRow]:
        """Leave out the second row of a key: it is an error, whatever the first one is."""
        if not sheet.key:
            return self.folder.rows[sheet.file]
        first: dict[str, int] = {}
        kept = []
        for row in self.folder.rows[sheet.file]:
            key = row.cells[sheet.key]
            if key and key in first:
                self._say(row, sheet.key, f"{quote(key)} stands on line {first[key]} already")
            else:
                first[key] = row.line
                kept.append(row)
        return kept

    def _resolves(self, sheet: Sheet, row: SheetRow) -> bool:
        """Whether every row that it points at is in the folder or here; a child of a bad row is told as such."""
        found = [self._points(row, column) for column in sheet.columns if column.points_into and row.cells[column.name]]
        return all(found)

    def _points(self, row: SheetRow, column: SheetColumn) -> bool:
        given = row.cells[column.name]
        if line := self.refused.get(column.points_into, {}).get(given):
            self._say(row, column.name, f"{quote(given)} was refused on line {line} of {column.points_into}")
            return False
        if given not in self.known[column.points_into]:
            self._say(row, column.name, f"{quote(given)} is neither in {column.points_into} nor here")
            return False
        return True

    def _identify(self, sheet: Sheet, good: list[SheetRow]) -> None:
        """Tell new rows from those here by their key; remember which keys others may point at."""
        kept = self.here.by_key(sheet, good)
        if sheet.file == IDEAS:
            self.made.cases = kept
        good = [row for row in good if not self._is_draft(sheet, row)]
        for row in good:
            self._tell_apart(row, kept.get(row.cells[sheet.key]))
        if sheet.file == COUNCILS:
            self._share_no_letters()
        names = {row.cells[sheet.key] for row in good}
        self.known[sheet.file] = names | kept.keys()
        self.refused[sheet.file] = {
            row.cells[sheet.key]: row.line
            for row in self.folder.rows[sheet.file]
            if row.cells[sheet.key] and row.cells[sheet.key] not in names
        }

    def _share_no_letters(self) -> None:
        """Warn of a new council whose letters begin the references of another: new ideas here get others."""
        taken = {place.prefix.lower(): place.code for place in self.here.places.values()}
        for row in self.made.new[COUNCILS]:
            letters, code = row.cells["case_prefix"], row.cells["code"]
            if letters and (theirs := taken.setdefault(letters.lower(), code)) != code:
                reason = f"{quote(letters)} begins the references of {quote(theirs)}; new ideas of this one get others"
                self._say(row, "case_prefix", reason, Severity.WARNING)

    def _is_draft(self, sheet: Sheet, row: SheetRow) -> bool:
        if sheet.file != IDEAS or (row.cells["council"], row.cells["case_id"]) not in self.here.drafts:
            return False
        self._say(row, "case_id", f"{quote(row.cells['case_id'])} is taken here")
        return True

    def _tell_apart(self, row: SheetRow, kept: Kept | None) -> None:
        if kept is None:
            self.made.new[row.file].append(row)
            return
        self.made.already_here += 1
        if columns := differing_columns(kept.cells, row.cells):
            self.made.differing += 1
            self._say(row, columns[0], _left(row, kept, columns), Severity.WARNING)

    def _compare(self, sheet: Sheet, good: list[SheetRow]) -> None:
        """Tell new rows from those here by their content; one that was changed here since is known by what it was."""
        here = [kept for kept in self.here.rows[sheet.file] if self._is_of_its_case(kept)]
        now = set(row_keys(sheet.columns, (kept.cells for kept in here)))
        given = {kept.given_key: kept for kept in here}
        for row in good:
            if sheet.name == "funding":
                self._check_span(row)
            self._tell_apart_child(row, now, given)

    def _is_of_its_case(self, kept: Kept) -> bool:
        """Whether a row hangs on the case that the folder means, not on another council's of the same name."""
        case = self.made.cases.get(kept.cells.get("case_id", ""))
        return case is None or case.council == kept.council

    def _tell_apart_child(self, row: SheetRow, now: set[str], given: Mapping[str | None, Kept]) -> None:
        if row.key in now:
            self.made.already_here += 1
        else:
            self._tell_apart(row, given.get(row.key))

    def _check_span(self, row: SheetRow) -> None:
        start, end = last_day(row.cells["start"]), last_day(row.cells["end"])
        if start and end and end < start:
            self._say(row, "end", f"{row.cells['end']} is before the start, {row.cells['start']}", Severity.WARNING)


def _left(row: SheetRow, kept: Kept, columns: list[str]) -> str:
    also = f", and {', '.join(columns[1:])} too" if columns[1:] else ""
    return (
        f"{quote(row.cells[columns[0]])} differs from what is kept here, {quote(kept.cells[columns[0]])}{also};"
        " the row here stays as it is"
    )


def references(folder: CaseFolder) -> set[str]:
    """Every case that a folder names."""
    named = (row.cells["case_id"] for sheet in OF_IDEA for row in folder.rows[sheet.file])
    origins = (row.cells["origin_case_id"] for row in folder.rows["adoptions.csv"])
    cases = (row.cells["case_id"] for row in folder.rows[IDEAS])
    return {ref for ref in _chained(named, origins, cases) if ref}


def _chained(*many: Iterable[str]) -> Iterable[str]:
    return (one for some in many for one in some)
