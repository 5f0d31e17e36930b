"""benefits.csv: what is gained, by whom and of what kind."""

from __future__ import annotations

from tracker.exchange.sheets.case import CASE, COUNCIL, CaseSheet
from tracker.exchange.sheets.sheet import choice, texts
from tracker.exchange.words import CellKind, SheetColumn
from tracker.value.models import Benefit
from tracker.value.words import BenefitCategory, BenefitClass

BENEFITS = CaseSheet(
    name="benefits",
    model=Benefit,
    columns=(
        CASE,
        COUNCIL,
        choice("category", BenefitCategory, needed=True),
        choice("class", BenefitClass, needed=True, kept_in="benefit_class"),
        *texts("beneficiary description"),
        SheetColumn("amount_gbp", CellKind.AMOUNT),
        *texts("period source inferred"),
    ),
)
