"""partners.csv: organisations that work on a case, and their layer."""

from __future__ import annotations

from tracker.capacity.models import Partner
from tracker.exchange.sheets.case import CASE, COUNCIL, CaseSheet
from tracker.exchange.sheets.sheet import Values, texts
from tracker.exchange.words import SheetRow


class PartnersSheet(CaseSheet):
    """Partners; one without a name is stored as such."""

    def values(self, row: SheetRow) -> Values:
        """Keep no name as an empty text."""
        return super().values(row) | {"organisation": row.cells["organisation"]}


PARTNERS = PartnersSheet(
    name="partners",
    model=Partner,
    columns=(CASE, COUNCIL, *texts("organisation layer source inferred")),
)
