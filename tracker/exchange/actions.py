"""Case files come in and go out. Both open their own doors: the directory's, and one council's after the other."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from tracker import council
from tracker.exchange.planning import Here, Plan, plan, references
from tracker.exchange.queries import Kept, Place, Rows, drafts_among, places, rows_of_council, shared_rows
from tracker.exchange.reading import CaseFolder, read
from tracker.exchange.rules.cells import write_cell
from tracker.exchange.shared import pass_over, write_shared
from tracker.exchange.sheets import OF_IDEA, SHEETS, Sheet
from tracker.exchange.words import IDEAS, FolderUnusableError, ImportReport, SheetRow
from tracker.exchange.writing import Writing
from tracker.later import Job, ask
from tracker.tenancy import alone, as_council, directory

OF_COUNCIL = (SHEETS[IDEAS], *OF_IDEA)
BY_COUNCIL = {sheet.file for sheet in OF_COUNCIL}


def import_folder(folder: Path, *, dry_run: bool = False) -> ImportReport:
    """Bring in a folder of case files: its good rows are kept, and every bad row is told by file, line and column.

    Everything is planned before anything is written, so that a dry run gives the same report and changes nothing. What
    is here already is not written again; a row that was changed here since is never overwritten, but told. Councils are
    written one after the other, each in one transaction: after a failure, another import completes the work. Of two
    imports at the same moment one waits for the other.
    Raises FolderUnusableError when the folder cannot be read or holds no case file.
    """
    given = read(folder)
    if dry_run:
        return plan(given, _here(given)).report()
    with alone("import"):
        planned = plan(given, _here(given))
        if any(planned.new.values()):
            _write(planned)
    return planned.report()


def export_folder(folder: Path) -> dict[str, int]:
    """Write the twelve case files in their one form and return how many rows each holds.

    Every submitted idea of every council goes out, never a draft, never a person. Rows stand by their case, then in
    the order given. Raises FolderUnusableError when the folder cannot be written.
    """
    rows = _everything()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for sheet in SHEETS.values():
            _write_file(folder / sheet.file, sheet, rows[sheet.file])
    except OSError as why:
        raise FolderUnusableError(f"The folder {folder} cannot be written: {why.strerror}.") from why
    return {file: len(rows[file]) for file in SHEETS}


# --- in ---------------------------------------------------------------------------------------------------------------
def _here(given: CaseFolder) -> Here:
    """Read what is kept here of the cases and codes that a folder names."""
    with directory():
        rows, known = shared_rows(), places()
    wanted, drafts = references(given), set[tuple[str, str]]()
    rows |= {sheet.file: [] for sheet in OF_COUNCIL}
    for place in known if wanted else ():
        with as_council(place.id):
            drafts.update((place.code, ref) for ref in drafts_among(wanted))
            _add(rows, rows_of_council(place.code, wanted))
    return Here({place.code: place for place in known}, rows, frozenset(drafts))


def _add(rows: Rows, more: Rows) -> None:
    for file, some in more.items():
        rows[file].extend(some)


def _write(planned: Plan) -> None:
    with directory():
        write_shared(planned.new)
        known = {place.code: place for place in places()}
        pass_over(known.values(), (row.cells["case_id"] for row in planned.new[IDEAS]))
    for code, new in _by_council(planned.new, planned.cases).items():
        _write_council(known[code], new, [planned.cases[ref] for ref in _named(new) if ref in planned.cases])


def _write_council(place: Place, new: Mapping[str, Sequence[SheetRow]], kept: list[Kept]) -> None:
    with as_council(place.id):
        of = council.here()
        Writing(new, kept, promise=of.promise_days, nation=of.nation).write()
        ask(Job.COMPUTE_HEALTH)


def _by_council(
    new: Mapping[str, Sequence[SheetRow]], kept: Mapping[str, Kept]
) -> dict[str, dict[str, list[SheetRow]]]:
    """Sort new rows by the council whose case they belong to, in the order of the file."""
    home = {ref: one.council for ref, one in kept.items()}
    home |= {row.cells["case_id"]: row.cells["council"] for row in new[IDEAS]}
    sorted_out: dict[str, dict[str, list[SheetRow]]] = defaultdict(lambda: {file: [] for file in BY_COUNCIL})
    for file in sorted(BY_COUNCIL):
        for row in new[file]:
            sorted_out[home[row.cells["case_id"]]][file].append(row)
    return sorted_out


def _named(new: Mapping[str, Sequence[SheetRow]]) -> list[str]:
    return list(dict.fromkeys(row.cells["case_id"] for rows in new.values() for row in rows))


# --- out --------------------------------------------------------------------------------------------------------------
def _everything() -> Rows:
    with directory():
        rows, known = shared_rows(), places()
    rows |= {sheet.file: [] for sheet in OF_COUNCIL}
    for place in known:
        with as_council(place.id):
            _add(rows, rows_of_council(place.code))
    for sheet in OF_COUNCIL:
        rows[sheet.file].sort(key=lambda kept: kept.cells["case_id"])
    return rows


def _write_file(path: Path, sheet: Sheet, rows: Sequence[Kept]) -> None:
    """Write one file beside its place and put it there whole."""
    text = io.StringIO(newline="")
    out = csv.writer(text, lineterminator="\r\n")
    out.writerow([column.name for column in sheet.columns])
    out.writerows([write_cell(column, kept.cells[column.name]) for column in sheet.columns] for kept in rows)
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.write_bytes(text.getvalue().encode())
    unfinished.replace(path)
