"""funding.csv: money granted or promised, from when until when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tracker.exchange.rules.days import last_day
from tracker.exchange.sheets.case import CASE, COUNCIL, CaseSheet
from tracker.exchange.sheets.sheet import Values, choice, texts
from tracker.exchange.words import CellKind, CouncilPrefix, Finding, Severity, SheetColumn, SheetRow
from tracker.value.models import Funding
from tracker.value.words import Certainty


class FundingSheet(CaseSheet):
    """Lines of money, each until the last day of its end."""

    def check(self, rows: Sequence[SheetRow], councils: Mapping[str, CouncilPrefix]) -> Iterable[Finding]:  # noqa: ARG002
        """Warn of money that ends before it starts."""
        for row in rows:
            start, end = self.day(row, "start"), last_day(row.cells["end"])
            if start and end and end < start:
                reason = f"{row.cells['end']} is before the start, {row.cells['start']}"
                yield row.finding("end", reason, Severity.WARNING)

    def values(self, row: SheetRow) -> Values:
        """Keep the last day of its end, too."""
        return super().values(row) | {"ends_on": last_day(row.cells["end"])}


FUNDING = FundingSheet(
    name="funding",
    model=Funding,
    columns=(
        CASE,
        COUNCIL,
        *texts("instrument funder"),
        SheetColumn("amount_gbp", CellKind.AMOUNT),
        SheetColumn("start", CellKind.START),
        SheetColumn("end", CellKind.DATE),
        choice("certainty", Certainty),
        *texts("source note inferred"),
    ),
    recorded_cells={"end": Funding.ends_on},
    dated_by="start",
)
