"""What is to become of one row, and how it is written: as a row of a file of the exchange, on a case."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from tracker.exchange.rules.cases import LATENT
from tracker.exchange.sheets.case import Case, CaseSheet
from tracker.exchange.words import SheetRow
from tracker.register.queries.here import IdeaFound
from tracker.register.rules.reading import idea_key
from tracker.register.words import RowFate, RowFault, RowReading


@dataclass
class RowPlan:
    """What is to be written of one row, and what becomes of it.

    `told` says why it does not come in, and of one that is here already where it says otherwise; `waits` that it does
    as its idea waits for a word, `stranger` that it names no idea that is here.
    """

    row: RowReading
    fate: RowFate = RowFate.NEW
    case: str = ""
    idea_id: UUID | None = None
    new_idea: bool = False
    told: list[RowFault] = field(default_factory=list)
    waits: bool = False
    stranger: bool = False

    def stay(self, fate: RowFate, *told: RowFault) -> None:
        """Say what becomes of a row that does not come in, and why."""
        self.fate, self.told = fate, list(told)

    def about(self, column: str, cell: str, reason: str) -> RowFault:
        """Something to say of the row."""
        return RowFault(self.row.line, column, cell, reason)


def sheet_row(sheet: CaseSheet, plan: RowPlan, cells: Mapping[str, str]) -> SheetRow:
    """A row as the sheet of a case file has it."""
    whole = (
        dict.fromkeys(sheet.by_name, "") | {"case_id": plan.case} | {name: str(cell) for name, cell in cells.items()}
    )
    return SheetRow(sheet.file, plan.row.line, whole, key=plan.row.identity)


def stored_case(found: IdeaFound) -> Case:
    """An idea that is here, as a case to write rows on."""
    cells = {"case_id": str(found.id), "stage": found.stage or LATENT, "source": found.source or "", "outcome": ""}
    return Case(found.id, cells, None, (), ())


def names_an_idea(number: str) -> bool:
    """Whether a number names an idea by itself: it has a letter. A bare one is that of a row in its list."""
    return bool(re.search(r"[^\W\d_]", number))


def identities(plans: Sequence[RowPlan]) -> set[str]:
    """What rows are known by, and the ideas of those that add to one."""
    return {plan.row.identity for plan in plans} | {idea_key(plan.row.identity) for plan in plans}
