"""Groups of rows: headings within the list that name them, and cells that stand once for the rows below."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from tracker.register.rules.cells import FIGURE, cell_at
from tracker.register.rules.row_draft import RowDraft
from tracker.register.words import ColumnSense, RegisterColumn

ONE_CELL_AMONG = 4  # columns of a register in which a line of one cell is no row
ONE_CELL = "One cell and no more: read as a heading within the list, or a note. If it is a row, fill another cell."
GROUP = "Group"  # what a heading within the list is called in the notes of the rows below it
LONGEST_NAME = 120  # letters of such a heading
_NOTE = re.compile(r"[*†‡(]|(?:notes?|source|nb|n\.b|please|this|these|tel|www|https?|page \d+)\b|\S+@", re.IGNORECASE)
_ENDS = re.compile(r"[.!?;,]$")
# What is said once for the rows below it, where a register has groups; and without what a row is refused.
OF_GROUPS = frozenset(
    {
        ColumnSense.TITLE,
        ColumnSense.IDEA,
        ColumnSense.STAGE,
        ColumnSense.SERVICE,
        ColumnSense.LEAD,
        ColumnSense.FUNDER,
        ColumnSense.PERIOD,
        ColumnSense.CATEGORY,
        ColumnSense.RISK_OWNER,
    }
)
REQUIRED = frozenset({ColumnSense.TITLE, ColumnSense.IDEA, ColumnSense.RISK})


def lone_place(cells: Sequence[str]) -> int:
    """The place of the only cell of a line that holds something; -1 where several do, or none."""
    found = -1
    for place, cell in enumerate(cells):
        if cell and not cell.isspace():
            if found >= 0:
                return -1
            found = place
    return found


def names_group(cell: str) -> bool:
    """Whether a line of one cell is a heading of the rows below it: short, and neither sentence, note nor figure."""
    return len(cell) <= LONGEST_NAME and not (_NOTE.match(cell) or _ENDS.search(cell) or FIGURE.fullmatch(cell))


class RowGroups:
    """The groups of a register while its rows are read in their order; `down` are columns of cells that stand once."""

    def __init__(self, senses: Sequence[tuple[RegisterColumn, ColumnSense]], down: frozenset[str]) -> None:
        self._senses, self._down = senses, down
        self._name = ""
        self._column: RegisterColumn | None = None
        self._above: dict[str, str] = {}
        self._filled: Counter[str] = Counter()
        self._empty: Counter[str] = Counter()
        self._lacked: set[str] = set()

    @property
    def sparse(self) -> frozenset[str]:
        """The columns that may be said once for a group of rows: half of their cells are empty, below others.

        One empty cell is enough where its row is refused for it.
        """
        often = {key for key, count in self._empty.items() if count >= self._filled[key] > 1}
        return frozenset(
            {one.key for one, sense in self._senses if one.key in often and sense in OF_GROUPS} | self._lacked
        )

    def begin(self, column: RegisterColumn, name: str) -> None:
        """Begin the group that a heading within the list names."""
        self._name = self._above[column.key] = name
        self._column = column
        self._filled[column.key] += 1

    def end(self) -> None:
        """End the group: what stands below its total is none of it."""
        self._name = ""

    def cell(self, row: RowDraft, column: RegisterColumn) -> str:
        """What stands in a cell; in an empty one what stands above it, where that was said of its column."""
        if cell := cell_at(row.line, column.place):
            self._above[column.key] = cell
            self._filled[column.key] += 1
            return cell
        if above := self._above.get(column.key, ""):
            self._empty[column.key] += 1
        if not above or column.key not in self._down:
            return ""
        told = "The cell is empty, which means the one above it, as you said."
        row.remark(column.heading, above[:100], told, kind=f"above {column.heading}")
        return above

    def keep_group(self, row: RowDraft) -> None:
        """Keep the name of its group as a note of a row, where no cell of it says so already.

        A row that names another in the same column is of that one, unless each row is called something there.
        """
        if self._name and self._column and self._names_another(row, self._column):
            self.end()
        if self._name and all(self._name != said.cell for _, said in row.cells):
            row.notes.append((GROUP, self._name))

    def _names_another(self, row: RowDraft, column: RegisterColumn) -> bool:
        sense = next((sense for one, sense in self._senses if one == column), ColumnSense.NOTE)
        return sense in OF_GROUPS - REQUIRED and cell_at(row.line, column.place) not in {"", self._name}

    def look_back(self, row: RowDraft) -> None:
        """Learn from a row whose cells were taken, which of them may stand once for several."""
        if row.faults and not row.stays_out:
            self._lacked |= set(self._lacking(row))

    def _lacking(self, row: RowDraft) -> Iterator[str]:
        """The columns for whose empty cell a row is refused, below one that is filled."""
        empty = {fault.column for fault in row.faults if not fault.cell}
        for column, sense in self._senses:
            if sense in REQUIRED and column.heading in empty and not cell_at(row.line, column.place):
                yield from {column.key} & self._above.keys()
