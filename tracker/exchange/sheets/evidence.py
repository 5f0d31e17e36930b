"""evidence.csv: what was measured or found, each row on the claim of its case and indicator."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from tracker.db import new_id
from tracker.exchange.rules.claims import claim_cells
from tracker.exchange.rules.days import last_day
from tracker.exchange.sheets.case import CASE, CASE_CELLS, COUNCIL, CaseBatch, CaseSheet
from tracker.exchange.sheets.sheet import Values, add, texts
from tracker.exchange.words import CellKind, SheetColumn, SheetRow
from tracker.tenancy import session
from tracker.value.models import Claim, Evidence

ClaimName = tuple[UUID, str]  # the idea and the indicator


class EvidenceSheet(CaseSheet):
    """Evidence; the rows of a case and indicator make the one claim of both, where there is none yet."""

    def join(self, asked: Select[Any]) -> Select[Any]:
        """Join the claim, too."""
        claim = (Claim.council_id == Evidence.council_id) & (Claim.id == Evidence.claim_id)
        return super().join(asked).join(Claim, claim)

    def values(self, row: SheetRow) -> Values:
        """Keep the last day of a value's date, too."""
        return super().values(row) | {"value_on": last_day(row.cells["value_date"])}

    def write(self, batch: CaseBatch) -> None:
        """Store evidence and the claims that it tells of."""
        rows: dict[ClaimName, list[SheetRow]] = defaultdict(list)
        for row in batch.new[self.file]:
            rows[batch.cases[row.cells[CASE.name]].id, row.cells["indicator"]].append(row)
        claims = _stored_claims(idea_id for idea_id, _ in rows)
        new = {name: new_id() for name in rows if name not in claims}
        add(Claim, [_claim(name, rows[name], batch) | {"id": claim_id} for name, claim_id in new.items()])
        claims |= new
        about = [(row, claims[name]) for name, claim_rows in rows.items() for row in claim_rows]
        add(Evidence, [self.values_on(row, batch) | {"claim_id": claim_id} for row, claim_id in about])


def _stored_claims(idea_ids: Iterable[UUID]) -> dict[ClaimName, UUID]:
    asked = select(Claim.id, Claim.idea_id, Claim.indicator).where(Claim.idea_id.in_(list(idea_ids)))
    return {(row.idea_id, row.indicator): row.id for row in session().execute(asked)}


def _claim(name: ClaimName, rows: Sequence[SheetRow], batch: CaseBatch) -> Values:
    idea_id, indicator = name
    return batch.stamp(idea_id) | asdict(claim_cells(rows)) | {"indicator": indicator, "counts_from": None}


EVIDENCE = EvidenceSheet(
    name="evidence",
    model=Evidence,
    columns=(
        CASE,
        COUNCIL,
        SheetColumn("kind"),
        SheetColumn("indicator", CellKind.KEY),
        *texts("unit baseline"),
        SheetColumn("baseline_date", CellKind.DATE),
        SheetColumn("value"),
        SheetColumn("value_date", CellKind.DATE),
        SheetColumn("comparator"),
        SheetColumn("ladder_level", CellKind.SCORE, kept_in="level_stated"),
        SheetColumn("level_inferred", CellKind.YES_NO),
        *texts("note source inferred"),
    ),
    joined_cells=CASE_CELLS | {"indicator": Claim.indicator},
    recorded_cells={
        "unit": Claim.unit,
        "baseline": Claim.baseline,
        "baseline_date": Claim.baseline_date,
        "value_date": Evidence.value_on,
        "ladder_level": Claim.level_asked,
    },
    dated_by="value_date",
)
