"""From a plan to stored rows: first the directory's, then one council's after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import update

from tracker import council
from tracker.clock import add_working_days, today
from tracker.council.models import Council
from tracker.exchange.actions.plan import ImportPlan
from tracker.exchange.queries import council_prefixes
from tracker.exchange.rules.cases import next_number
from tracker.exchange.sheets import CASE_SHEETS, DIRECTORY_SHEETS
from tracker.exchange.sheets.case import case_batch
from tracker.exchange.words import IDEAS, CouncilPrefix, SheetRow, StoredRow
from tracker.later import Job, ask
from tracker.tenancy import as_council, directory, session

NewRows = Mapping[str, Sequence[SheetRow]]


def write_plan(plan: ImportPlan) -> None:
    """Write what is new in a plan. It opens the doors itself."""
    with directory():
        for sheet in DIRECTORY_SHEETS:
            if rows := plan.new[sheet.file]:
                sheet.write(rows)
        councils = council_prefixes()
        _pass_over(councils.values(), [row.cells["case_id"] for row in plan.new[IDEAS]])
    for code, new in _by_council(plan).items():
        named = dict.fromkeys(row.cells["case_id"] for rows in new.values() for row in rows)
        _write_council(councils[code], new, [plan.cases[ref] for ref in named if ref in plan.cases])


def _pass_over(councils: Iterable[CouncilPrefix], references: Sequence[str]) -> None:
    """Have every council's next number lie past the largest imported one with its letters. Asked in the directory."""
    for owner in councils:
        number = next_number(owner.prefix, references)
        behind = update(Council).where(Council.id == owner.id, Council.next_number < number)
        session().execute(behind.values(next_number=number))


def _by_council(plan: ImportPlan) -> Mapping[str, NewRows]:
    """Sort new rows by the council whose case they belong to, in the order of the file."""
    owners = {ref: case.council for ref, case in plan.cases.items()}
    owners |= {row.cells["case_id"]: row.cells["council"] for row in plan.new[IDEAS]}
    by_council: dict[str, dict[str, list[SheetRow]]] = defaultdict(lambda: {sheet.file: [] for sheet in CASE_SHEETS})
    for sheet in CASE_SHEETS:
        for row in plan.new[sheet.file]:
            by_council[owners[row.cells["case_id"]]][sheet.file].append(row)
    return by_council


def _write_council(owner: CouncilPrefix, new: NewRows, stored: Sequence[StoredRow]) -> None:
    with as_council(owner.id):
        here = council.here()
        batch = case_batch(new, stored, reply_due_on=add_working_days(today(), here.promise_days, here.nation))
        for sheet in CASE_SHEETS:
            sheet.write(batch)
        ask(Job.COMPUTE_HEALTH)
