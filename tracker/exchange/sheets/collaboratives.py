"""collaboratives.csv: councils working on one theme together, by code."""

from __future__ import annotations

from tracker.clock import now
from tracker.collaborative.models import Collaborative
from tracker.exchange.sheets.sheet import DirectorySheet, Values, texts
from tracker.exchange.words import CellKind, SheetColumn, SheetRow


class CollaborativesSheet(DirectorySheet):
    """Collaboratives, marked as brought in."""

    def values(self, row: SheetRow) -> Values:
        """Mark it as brought in."""
        return super().values(row) | {"imported": True, "created_at": now()}


COLLABORATIVES = CollaborativesSheet(
    name="collaboratives",
    model=Collaborative,
    key="code",
    columns=(
        SheetColumn("code", CellKind.CODE, needed=True),
        *texts("name theme kind"),
        SheetColumn("started", CellKind.START),
        SheetColumn("members", CellKind.WHOLE),
        *texts("shared_target source inferred date_source"),
    ),
)
