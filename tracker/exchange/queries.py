"""What is stored here, as the rows that an export writes: import compares with them, so the two can never disagree."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select, text

from tracker.amendment import withdrawn_keys
from tracker.clock import now
from tracker.council.models import Council
from tracker.exchange.rules.exports import AT_ONCE, KEPT_FOR
from tracker.exchange.sheets import CASE_SHEETS, DIRECTORY_SHEETS
from tracker.exchange.sheets.case import CASE, case_id, named_one_of
from tracker.exchange.words import IDEAS, CouncilPrefix, ExportKind, StoredCases, StoredDirectory, StoredRow
from tracker.idea.visible import OPEN
from tracker.tenancy import as_council, directory, rows, session


def council_prefixes() -> dict[str, CouncilPrefix]:
    """Every council, by code. Asked in the directory."""
    asked = select(Council.id, Council.code, Council.prefix).order_by(Council.code)
    councils = session().execute(asked)
    return {row.code: CouncilPrefix(row.id, row.code, row.prefix or row.code[:3].upper()) for row in councils}


def stored_directory() -> StoredDirectory:
    """What belongs to no council. It opens the directory's door itself."""
    with directory():
        return StoredDirectory(council_prefixes(), {sheet.file: sheet.stored() for sheet in DIRECTORY_SHEETS})


def stored_cases(councils: Iterable[CouncilPrefix], cases: Collection[str] | None = None) -> StoredCases:
    """Cases of these councils with what hangs on them, all or those named, and the drafts that bear such a reference.

    It opens one council's door after the other.
    """
    found: dict[str, list[StoredRow]] = {sheet.file: [] for sheet in CASE_SHEETS}
    drafts: set[tuple[str, str]] = set()
    withdrawn: set[tuple[str, str]] = set()
    for council in councils if cases is None or cases else ():
        with as_council(council.id):
            drafts |= {(council.code, ref) for ref in _held_back_among(cases or ())}
            here = _council_rows(council.code, cases)
            if here[IDEAS]:  # nothing of a case that is not here was withdrawn here
                withdrawn |= {(council.code, key) for key in withdrawn_keys()}
            for file, more in here.items():
                found[file] += more
    for sheet in CASE_SHEETS:
        found[sheet.file].sort(key=lambda row: row.cells[CASE.name])
    return StoredCases(found, frozenset(drafts), frozenset(withdrawn))


def _held_back_among(cases: Collection[str]) -> list[str]:
    """Which names are borne by ideas that do not go out, drafts and confidential ones: free for nobody."""
    if not cases:
        return []
    return list(session().scalars(select(case_id()).where(text(f"NOT {OPEN.format('idea')}"), named_one_of(cases))))


def _council_rows(code: str, cases: Collection[str] | None) -> dict[str, list[StoredRow]]:
    """Submitted ideas of the open council with all that hangs on them; a council without any is not asked for more."""
    found: dict[str, list[StoredRow]] = {}
    for sheet in CASE_SHEETS:
        found[sheet.file] = sheet.stored(code, cases)
        if not found[IDEAS]:
            break
    return found


class ExportEntry(NamedTuple):
    """Something that a person wanted taken out: how far it is, or since when it can be had and how large it is."""

    id: UUID
    asked_at: datetime
    done: int
    whole: int
    size: int | None
    finished_at: datetime | None
    failed_at: datetime | None

    @property
    def until(self) -> datetime | None:
        """Until when it can be had."""
        return self.finished_at + KEPT_FOR if self.finished_at else None


_EXPORTS = """
SELECT id, asked_at, done, whole, size, finished_at, failed_at FROM export
 WHERE by_id = CAST(:by AS uuid) AND kind = CAST(:kind AS text)
   AND coalesce(finished_at, failed_at, asked_at) > CAST(:since AS timestamptz)
 ORDER BY asked_at DESC, id DESC LIMIT 10"""


def exports_of(person_id: UUID, kind: ExportKind) -> list[ExportEntry]:
    """What a person wanted taken out of the open council within a day, the newest first."""
    return rows(ExportEntry, _EXPORTS, by=person_id, kind=str(kind), since=now() - KEPT_FOR)


class _Size(NamedTuple):
    is_small: bool


_IS_SMALL = """
SELECT coalesce(sum(c.ideas), 0) <= CAST(:most AS bigint) AS is_small FROM idea_count c
 WHERE c.service_id IS NULL AND c.owner_id IS NULL"""


def is_small() -> bool:
    """Whether what is taken out of the open council is written while its page waits: it has 500 ideas or fewer."""
    return rows(_Size, _IS_SMALL, most=AT_ONCE)[0].is_small
