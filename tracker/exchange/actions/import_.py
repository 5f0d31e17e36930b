"""Case files come in."""

from __future__ import annotations

from pathlib import Path

from tracker.exchange.actions.plan import ImportPlan, cases_named, plan_import
from tracker.exchange.actions.read import CaseFolder, read_folder
from tracker.exchange.actions.write import write_plan
from tracker.exchange.queries import stored_rows
from tracker.exchange.words import ImportReport
from tracker.tenancy import alone


def import_folder(folder: Path, *, dry_run: bool = False) -> ImportReport:
    """Bring in a folder of case files: its good rows are kept, and every bad row is told by file, line and column.

    Everything is planned before anything is written, so that a dry run gives the same report and changes nothing. What
    is here already is not written again; a row that was changed here since is never overwritten, but told. Councils are
    written one after the other, each in one transaction: after a failure, another import completes the work. Of two
    imports at the same moment one waits for the other.
    A row that the database refuses all the same is left out and told, too.
    Raises FolderUnusableError when the folder cannot be read or holds no case file.
    """
    given = read_folder(folder)
    if dry_run:
        return _plan(given).report()
    with alone("import"):
        plan = _plan(given)
        if any(plan.new.values()):
            plan.leave_out(write_plan(plan))
    return plan.report()


def _plan(given: CaseFolder) -> ImportPlan:
    return plan_import(given, stored_rows(cases_named(given)))
