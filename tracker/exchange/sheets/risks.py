"""risks.csv: what could go wrong, and what is done about it."""

from __future__ import annotations

from tracker.exchange.sheets.case import CASE, CaseSheet
from tracker.exchange.sheets.sheet import choice, texts
from tracker.idea.words import Stage
from tracker.risk.models import Risk

RISKS = CaseSheet(
    name="risks",
    model=Risk,
    columns=(
        CASE,
        *texts("category description mitigation"),
        choice("raised_at_stage", Stage),
        *texts("source inferred"),
    ),
)
