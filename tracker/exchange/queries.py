"""What is stored here, as the rows that an export writes: import compares with them, so the two can never disagree."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select, text

from tracker.amendment import withdrawn_keys
from tracker.council.models import Council
from tracker.exchange.sheets import CASE_SHEETS, DIRECTORY_SHEETS
from tracker.exchange.sheets.case import bears_one_of
from tracker.exchange.words import IDEAS, CouncilPrefix, StoredRow, StoredRows
from tracker.idea.models import Idea
from tracker.idea.visible import OPEN
from tracker.tenancy import as_council, directory, session


def council_prefixes() -> dict[str, CouncilPrefix]:
    """Every council, by code. Asked in the directory."""
    asked = select(Council.id, Council.code, Council.prefix).order_by(Council.code)
    councils = session().execute(asked)
    return {row.code: CouncilPrefix(row.id, row.code, row.prefix or row.code[:3].upper()) for row in councils}


def stored_rows(references: Collection[str] | None = None) -> StoredRows:
    """Everything that files hold, or of cases only those named, with the drafts that bear one of these references.

    It opens the doors itself: the directory's, and one council's after the other.
    """
    with directory():
        councils = council_prefixes()
        rows = {sheet.file: sheet.stored() for sheet in DIRECTORY_SHEETS}
    rows |= {sheet.file: [] for sheet in CASE_SHEETS}
    drafts: set[tuple[str, str]] = set()
    withdrawn: set[str] = set()
    for council in councils.values() if references is None or references else ():
        with as_council(council.id):
            drafts |= {(council.code, ref) for ref in _held_back_among(references or ())}
            withdrawn |= withdrawn_keys()
            for file, more in _council_rows(council.code, references).items():
                rows[file] += more
    for sheet in CASE_SHEETS:
        rows[sheet.file].sort(key=lambda row: row.cells["case_id"])
    return StoredRows(councils, rows, frozenset(drafts), frozenset(withdrawn))


def _held_back_among(references: Collection[str]) -> list[str]:
    """Which references are borne by ideas that do not go out, drafts and confidential ones: free for nobody."""
    if not references:
        return []
    return list(session().scalars(select(Idea.ref).where(text(f"NOT {OPEN.format('idea')}"), bears_one_of(references))))


def _council_rows(code: str, references: Collection[str] | None) -> dict[str, list[StoredRow]]:
    """Submitted ideas of the open council with all that hangs on them; a council without any is not asked for more."""
    rows: dict[str, list[StoredRow]] = {}
    for sheet in CASE_SHEETS:
        rows[sheet.file] = sheet.stored(code, references)
        if not rows[IDEAS]:
            break
    return rows
