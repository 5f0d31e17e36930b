"""From a plan to stored rows: first the directory's, then one council's after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import update

from tracker import fault
from tracker.council.models import Council
from tracker.exchange.actions.read import Spool
from tracker.exchange.queries import council_prefixes
from tracker.exchange.rules.cases import next_numbers
from tracker.exchange.sheets import CASE_SHEETS, DIRECTORY_SHEETS, SHEETS, CaseSheet, DirectorySheet
from tracker.exchange.sheets.case import CASE, case_batch
from tracker.exchange.words import IDEAS, CouncilPrefix, SheetRow, StoredRow
from tracker.later import Job, ask
from tracker.tenancy import as_council, directory, session

NewRows = Mapping[str, Sequence[SheetRow]]
Progress = Callable[[str], None]
MANY = 400  # rows at a time of which a person is told


def write_plan(given: Spool, *, progress: Progress) -> list[SheetRow]:
    """Write what is new of a folder, and return the rows that could not be kept. It opens the doors itself.

    A row that the database refuses stops no other: it is left out, with what hangs on it.
    """
    refused: list[SheetRow] = []
    with directory():
        for sheet in DIRECTORY_SHEETS:
            refused += _write_sheet(sheet, given.new_of_file(sheet.file))
        councils = council_prefixes()
        _pass_over(councils.values(), next_numbers(given.new_values(IDEAS, CASE.name)))
    written = 0
    for code in given.councils():
        if code not in councils:
            refused += chain.from_iterable(given.new_by_case(code))
            continue
        with as_council(councils[code].id):
            for rows in given.new_by_case(code):
                refused += _write_cases(code, rows)
                written += len(rows)
                if len(rows) >= MANY:
                    progress(f"Written {written:,} rows.")
            ask(Job.COMPUTE_HEALTH)
    return refused


def _write_sheet(sheet: DirectorySheet, rows: Sequence[SheetRow]) -> list[SheetRow]:
    """Write the rows of a file of the directory, and return those that could not be kept."""
    by_line = {row.line: row for row in rows}

    def write(only: Sequence[int] | None) -> None:
        sheet.write(rows if only is None else [by_line[line] for line in only])

    return [by_line[line] for line in fault.work_out(write, lambda: list(by_line))] if rows else []


def _pass_over(councils: Iterable[CouncilPrefix], numbers: Mapping[str, int]) -> None:
    """Have every council's next number lie past the largest imported one with its letters. Asked in the directory."""
    for owner in councils:
        if number := numbers.get(owner.prefix):
            behind = update(Council).where(Council.id == owner.id, Council.next_number < number)
            session().execute(behind.values(next_number=number))


def _write_cases(code: str, rows: Sequence[SheetRow]) -> list[SheetRow]:
    """Write new rows about some cases of the open council, and return those that could not be kept."""
    new = _by_file(rows)
    refs = dict.fromkeys(row.cells[CASE.name] for row in rows)
    born = {row.cells[CASE.name] for row in new[IDEAS]}
    ideas = SHEETS[IDEAS]
    stored = ideas.stored(code, refs.keys() - born) if isinstance(ideas, CaseSheet) else []
    writer = CaseWriter(new, stored)
    faults = fault.work_out(writer.write, lambda: list(refs))
    return list(chain.from_iterable(writer.write_what_can_be_kept(ref) for ref in faults))


@dataclass(frozen=True)
class CaseWriter:
    """New rows of one council, by file, with the stored cases that they may hang on: written at once, or by case."""

    new: NewRows
    stored: Sequence[StoredRow]

    def write(self, refs: Sequence[str] | None) -> None:
        """Write the rows of all cases, or of some."""
        if refs is None:
            self._write(self.new)
        else:
            wanted = set(refs)
            rows = chain.from_iterable(self.new.values())
            self._write(_by_file(row for row in rows if row.cells[CASE.name] in wanted))

    def write_what_can_be_kept(self, ref: str) -> list[SheetRow]:
        """Write a case that failed as a whole, row by row, and return its rows that could not be kept."""
        rows = [row for rows in self.new.values() for row in rows if row.cells[CASE.name] == ref]
        kept = [row for row in rows if row.file == IDEAS]
        hanging = [row for row in rows if row.file != IDEAS]
        if self._fails(kept):
            return rows
        kept += [row for row in hanging if not self._fails([*kept, row])]
        if self._fails(kept):
            return rows
        self._write(_by_file(kept))
        return [row for row in hanging if row not in kept]

    def _write(self, new: NewRows) -> None:
        named = {row.cells[CASE.name] for rows in new.values() for row in rows}
        cases = [case for case in self.stored if case.cells[CASE.name] in named]
        batch = case_batch(new, cases)
        for sheet in CASE_SHEETS:
            sheet.write(batch)

    def _fails(self, rows: Sequence[SheetRow]) -> bool:
        """Whether rows cannot be written: tried, and taken back."""
        trial = session().begin_nested()
        try:
            self._write(_by_file(rows))
        except Exception as why:
            if not fault.is_by_a_row(why):
                raise
            return True
        else:
            return False
        finally:
            trial.rollback()


def _by_file(rows: Iterable[SheetRow]) -> NewRows:
    by_file: dict[str, list[SheetRow]] = {sheet.file: [] for sheet in CASE_SHEETS}
    for row in rows:
        by_file[row.file].append(row)
    return by_file
