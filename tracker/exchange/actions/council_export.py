"""Everything of one council as one file: the case files as text for programs, and the same as a workbook."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NamedTuple
from uuid import UUID

from tracker.exchange.actions.export import write_file, write_workbook
from tracker.exchange.queries import stored_directory
from tracker.exchange.sheets import CASE_SHEETS, SHEETS, CaseSheet
from tracker.exchange.sheets.case import CASE, COUNCIL
from tracker.exchange.words import (
    ADOPTIONS,
    COLLABORATIVE_MEMBERS,
    COLLABORATIVES,
    COUNCILS,
    IDEAS,
    StoredRow,
)
from tracker.tenancy import as_council

WORKBOOK = "workbook/cases.xlsx"  # apart, so that of an unpacked folder the text alone is read
STEPS = len(CASE_SHEETS) + 3  # the directory, each file about cases, the text, the workbook
Progress = Callable[[int, int], None]


class OwnFiles(NamedTuple):
    """The rows of each file, and the cases that they are about."""

    rows: dict[str, Collection[StoredRow]]
    cases: set[str]


@dataclass(frozen=True)
class RowsOnDisk(Collection[StoredRow]):
    """Rows of one file that wait on disk: a large council is never held in memory."""

    file: IO[str]
    count: int

    def __len__(self) -> int:
        return self.count

    def __contains__(self, row: object) -> bool:
        return any(row == other for other in self)

    def __iter__(self) -> Iterator[StoredRow]:
        self.file.seek(0)
        for line in self.file:
            row_id, cells, given_key, council = json.loads(line)
            yield StoredRow(UUID(row_id), cells, given_key, council)


def export_council(council_id: UUID, out: IO[bytes], *, progress: Progress) -> int:
    """Write everything that one council exchanges into a ZIP, and return how many ideas there are.

    Its submitted ideas with all that hangs on them, itself, and the collaboratives that it is in, with the councils
    that these name; never a draft, a confidential idea or a person. It comes in again by `seedbed import`, unpacked or
    as it is. It opens doors of its own, one a file; `progress` is told how far it is in between.
    """
    with ExitStack() as waiting, tempfile.TemporaryDirectory(prefix="seedbed-export-") as named:
        found = _stored(council_id, waiting, progress)
        folder = Path(named)
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            for sheet in SHEETS.values():
                write_file(folder / sheet.file, sheet, found.rows[sheet.file])
                packed.write(folder / sheet.file, sheet.file)
            progress(STEPS - 1, STEPS)
            write_workbook(folder / "cases.xlsx", found.rows)
            packed.write(folder / "cases.xlsx", WORKBOOK)
        progress(STEPS, STEPS)
        return len(found.cases)


def _stored(council_id: UUID, waiting: ExitStack, progress: Progress) -> OwnFiles:
    there = stored_directory()
    code = next(each.code for each in there.councils.values() if each.id == council_id)
    found = OwnFiles({}, set())
    progress(1, STEPS)
    for done, sheet in enumerate(CASE_SHEETS, start=2):
        with as_council(council_id):
            found.rows[sheet.file] = _on_disk(sheet, code, found, waiting)
        progress(done, STEPS)
    ours = {row.cells["collaborative"] for row in there.rows[COLLABORATIVE_MEMBERS] if row.cells["council"] == code}
    told = {
        COLLABORATIVES: [row for row in there.rows[COLLABORATIVES] if row.cells["code"] in ours],
        COLLABORATIVE_MEMBERS: [r for r in there.rows[COLLABORATIVE_MEMBERS] if r.cells["collaborative"] in ours],
        ADOPTIONS: [row for row in there.rows[ADOPTIONS] if row.cells["origin_case_id"] in found.cases],
    }
    named = {row.cells["council"] for row in told[COLLABORATIVE_MEMBERS]} | {code}
    named |= {row.cells["adopter_council"] for row in told[ADOPTIONS]}
    found.rows.update(told)
    found.rows[COUNCILS] = [row for row in there.rows[COUNCILS] if row.cells["code"] in named]
    return found


def _on_disk(sheet: CaseSheet, code: str, found: OwnFiles, waiting: ExitStack) -> RowsOnDisk:
    """Put the rows of a file on disk; one whose case came only after the cases were read waits for the next time.

    Each says its council: another may have a case of the same name, which nobody sees from behind this one's wall.
    """
    file = waiting.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8"))  # noqa: SIM115 - closed with the others
    count = 0
    for row in sheet.stream(code):
        if sheet.file == IDEAS:
            found.cases.add(row.cells[CASE.name])
        elif row.cells[CASE.name] not in found.cases:
            continue
        cells = dict(row.cells) if sheet.file == IDEAS else {**row.cells, COUNCIL.name: code}
        file.write(json.dumps([str(row.id), cells, row.given_key, row.council]) + "\n")
        count += 1
    return RowsOnDisk(file, count)
