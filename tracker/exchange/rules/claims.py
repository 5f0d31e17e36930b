"""What the evidence of a case tells of its claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.exchange.words import SheetRow

HIGHEST_LEVEL_WITHOUT_GROUP = 2


@dataclass(frozen=True)
class ClaimCells:
    """What the evidence rows of one indicator say of its claim."""

    unit: str | None
    baseline: str | None
    baseline_date: str | None
    level_asked: int | None
    comparison_group: bool


def claim_cells(rows: Sequence[SheetRow]) -> ClaimCells:
    """Return the one claim of a case and indicator: the first baseline, the highest level that is asked of it.

    A comparison group is set only where a row of level 3 or more names a comparator.
    """

    def first(name: str) -> str | None:
        return next((row.cells[name] for row in rows if row.cells[name]), None)

    levels = [int(row.cells["ladder_level"]) for row in rows if row.cells["ladder_level"]]
    grouped = any(
        row.cells["comparator"] and int(row.cells["ladder_level"] or 0) > HIGHEST_LEVEL_WITHOUT_GROUP for row in rows
    )
    return ClaimCells(first("unit"), first("baseline"), first("baseline_date"), max(levels, default=None), grouped)
