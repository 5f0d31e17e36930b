"""risks.csv: what could go wrong, how likely and how bad, who watches it, and what is done about it."""

from __future__ import annotations

from tracker.exchange.sheets.case import CASE, COUNCIL, CaseSheet
from tracker.exchange.sheets.sheet import choice, texts
from tracker.exchange.words import CellKind, SheetColumn
from tracker.idea.words import Stage
from tracker.risk.models import Risk

RISKS = CaseSheet(
    name="risks",
    model=Risk,
    columns=(
        CASE,
        COUNCIL,
        *texts("category description"),
        SheetColumn("owner", kept_in="owner_given", optional=True),
        SheetColumn("likelihood", CellKind.SCORE, optional=True),
        SheetColumn("impact", CellKind.SCORE, optional=True),
        SheetColumn("mitigation"),
        choice("raised_at_stage", Stage),
        SheetColumn("date_raised", CellKind.DATE, kept_in="raised_given", optional=True),
        SheetColumn("review_on", CellKind.DAY, optional=True),
        *texts("source inferred"),
    ),
    dated_by="date_raised",
)
