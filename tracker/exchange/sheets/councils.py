"""councils.csv: councils and bodies, by code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import RowMapping

from tracker import council
from tracker.clock import now
from tracker.council.models import Council
from tracker.council.words import Nation
from tracker.exchange.rules.rows import row_keys
from tracker.exchange.sheets.sheet import DirectorySheet, Values, add, choice, texts
from tracker.exchange.words import CellKind, CouncilPrefix, Finding, Severity, SheetColumn, SheetRow, quote


class CouncilsSheet(DirectorySheet):
    """Councils; each has letters of its own, with which references of new ideas begin."""

    def check(self, rows: Sequence[SheetRow], councils: Mapping[str, CouncilPrefix]) -> Iterable[Finding]:
        """Warn of a new council whose letters begin the references of another: new ideas here get others."""
        owners = {other.prefix.lower(): other.code for other in councils.values()}
        for row in rows:
            letters, code = row.cells["case_prefix"], row.cells["code"]
            if not letters or code in councils:
                continue
            if (owner := owners.setdefault(letters.lower(), code)) != code:
                reason = f"{quote(letters)} begins the references of {quote(owner)}; new ideas of this one get others"
                yield row.finding("case_prefix", reason, Severity.WARNING)

    def cells(self, stored: RowMapping) -> dict[str, str]:
        """Letters chosen at import go out as they were given, maybe as none: the key of the row tells which."""
        cells = super().cells(stored)
        chosen = cells["case_prefix"]
        for length in range(len(chosen), -1, -1):
            earlier = cells | {"case_prefix": chosen[:length]}
            if row_keys(self.columns, [earlier]) == [stored["given_key"]]:
                return earlier
        return cells

    def write(self, rows: Sequence[SheetRow]) -> None:
        """Store councils, each with letters of its own: those given to it, where it is the first."""
        owners = council.prefixes_taken()
        for row in rows:
            if letters := row.cells["case_prefix"]:
                owners.setdefault(letters.lower(), row.cells["code"])
        add(self.model, [self._with_own_letters(row, owners) for row in rows])

    def _with_own_letters(self, row: SheetRow, owners: dict[str, str]) -> Values:
        code, letters = row.cells["code"], row.cells["case_prefix"]
        if not letters or owners[letters.lower()] != code:
            letters = council.free_prefix(council.prefix_for(code, letters or None), owners)
        owners[letters.lower()] = code
        return self.values(row) | {"prefix": letters, "imported": True, "created_at": now()}


COUNCILS = CouncilsSheet(
    name="councils",
    model=Council,
    key="code",
    columns=(
        SheetColumn("code", CellKind.CODE, needed=True),
        SheetColumn("name", needed=True),
        SheetColumn("kind"),
        choice("nation", Nation),
        SheetColumn("population", CellKind.WHOLE),
        *texts("source population_year"),
        SheetColumn("case_prefix", kept_in="prefix"),
        SheetColumn("inferred"),
    ),
)
