"""adoptions.csv: historical notes of who took up what from whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select

from tracker.collaborative.models import AdoptionNote
from tracker.council.models import Council
from tracker.exchange.sheets.sheet import DirectorySheet, add, ids_by_code, texts
from tracker.exchange.words import COUNCILS, IDEAS, CellKind, SheetColumn, SheetRow


class AdoptionsSheet(DirectorySheet):
    """Notes of adoptions; they are told by reports and are no lineage."""

    def join(self, asked: Select[Any]) -> Select[Any]:
        """Join the council that adopted, where it is one here."""
        return asked.outerjoin(Council, Council.id == AdoptionNote.adopter_council_id)

    def write(self, rows: Sequence[SheetRow]) -> None:
        """Store notes with the council that adopted."""
        councils = ids_by_code(Council)
        adopters = [(row, councils.get(row.cells["adopter_council"])) for row in rows]
        add(self.model, [self.values(row) | {"adopter_council_id": council_id} for row, council_id in adopters])


ADOPTIONS = AdoptionsSheet(
    name="adoptions",
    model=AdoptionNote,
    columns=(
        SheetColumn("origin_case_id", CellKind.CODE, points_into=IDEAS),
        SheetColumn("origin_description"),
        SheetColumn("adopter_council", CellKind.CODE, points_into=COUNCILS),
        *texts("adopter_description kept changed dropped result source"),
    ),
    joined_cells={"adopter_council": Council.code},
)
