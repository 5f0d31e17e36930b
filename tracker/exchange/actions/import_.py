"""Case files come in."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from tracker.exchange.actions.plan import plan_import
from tracker.exchange.actions.read import read_folder
from tracker.exchange.actions.write import write_plan
from tracker.exchange.words import ImportReport
from tracker.tenancy import alone


def _in_silence(_line: str) -> None:
    """Tell nobody how far it is."""


def import_folder(
    folder: Path, *, dry_run: bool = False, progress: Callable[[str], None] = _in_silence
) -> ImportReport:
    """Bring in a folder of case files: its good rows are kept, and every bad row is told by file, line and column.

    Everything is planned before anything is written, so that a dry run gives the same report and changes nothing. What
    is here already is not written again; a row that was changed here since is never overwritten, but told. Councils are
    written one after the other, each in one transaction: after a failure, another import completes the work. Of two
    imports at the same moment one waits for the other.
    A row that the database refuses all the same is left out and told, too. Of a long file `progress` is told how far it
    is; rows wait on disk, so that memory does not grow with them.
    Raises FolderUnusableError when the folder cannot be read or holds no case file.
    """
    with closing(read_folder(folder, progress=progress)) as given:
        if dry_run:
            return plan_import(given, progress=progress).report()
        with alone("import"):
            plan = plan_import(given, progress=progress)
            if given.new_counts():
                plan.leave_out(write_plan(given, progress=progress))
        return plan.report()
