"""From a row of theirs to an idea, a risk or money of ours: what each cell says, and why a row cannot come in."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from tracker.exchange.rules.lines import SheetLine
from tracker.exchange.words import letters_of
from tracker.register.rules.cells import FIGURE, cell_at, excel_day, without_sign
from tracker.register.rules.day_cells import day_first
from tracker.register.rules.groups import ONE_CELL, ONE_CELL_AMONG, RowGroups, lone_place, names_group
from tracker.register.rules.lists import MANY, meaning
from tracker.register.rules.row import reading_of, settle
from tracker.register.rules.row_cells import take, take_beside, take_without_heading
from tracker.register.rules.row_draft import RowDraft
from tracker.register.rules.total_rows import TOTAL, RowSums, total_told
from tracker.register.rules.totals import COUNTED_TWICE, totals_beside
from tracker.register.rules.units import says_units, stated_unit, unit_of_row, units_row
from tracker.register.words import (
    DATED,
    MONEYS,
    SAVINGS,
    ColumnSense,
    RegisterChoices,
    RegisterColumn,
    Repetition,
    RowReading,
    RowSense,
    SaidCell,
    ServiceName,
)

BOTH_SIGNS = (
    "Some amounts of this column have a minus or brackets, others not. All are read as savings: if one kind is what it"
    " costs, put that into a column of its own."
)
MOSTLY = 0.7  # share of the cells of a row that say what the heading says, where it is the heading again


class RegisterReader:
    """The reading of a register's rows, in their order: a row may be another of an idea that stood above.

    `figures` says that figures are a workbook's own, whose point can only be one of decimals.
    """

    def __init__(
        self,
        columns: Sequence[RegisterColumn],
        choices: RegisterChoices,
        services: Sequence[ServiceName],
        *,
        today: date,
        figures: bool = False,
    ) -> None:
        self.figures = figures
        self.columns, self.choices, self.services, self.today = columns, choices, services, today
        self._senses = [(one, choices.columns.get(one.key, ColumnSense.NOTE)) for one in columns]
        self._signed: dict[str, bool] = {}
        self._sums = RowSums(one.place for one, sense in self._senses if sense in MONEYS | SAVINGS)
        self._twice = list(totals_beside(self._senses))
        self._beside = beside(columns, choices)
        self._units = [one.place for one, sense in self._senses if sense is ColumnSense.NOTE and says_units(one)]
        self._places = frozenset(one.place for one in columns)
        self._names = {one.id: one.name for one in services}
        self._heading = [letters_of(one.heading.rpartition(": ")[2]) for one in columns]
        self._names_of_columns = {one.heading.rpartition(": ")[2].casefold() for one in columns}
        self._seen: Counter[str] = Counter()
        self._lines: dict[str, int] = {}
        self._said: dict[str, Mapping[ColumnSense, SaidCell]] = {}
        self._meanings: defaultdict[ColumnSense, dict[str, str]] = defaultdict(dict)
        self._groups = RowGroups(self._senses, choices.down)

    @property
    def sparse(self) -> frozenset[str]:
        """The columns in which an empty cell may mean the one above it."""
        return self._groups.sparse

    def read(self, line: SheetLine) -> RowReading:
        """Take one row."""
        row = RowDraft(line, self)
        if not line.whole:
            lost = "The row is lost: a quotation mark does not close, or something follows it."
            row.fault("", separated(line), lost)
            return reading_of(row, left_out=False)
        if told := self._is_none(line):
            row.remark("", told[1], told[0], kind=told[0])
            return reading_of(row, left_out=True)
        row.unit = unit_of_row([cell_at(line, place) for place in self._units]) if self._units else row.unit
        for column, sense in self._senses:
            cell = self._groups.cell(row, column)
            if column.key in self._beside:
                take_beside(row, column, self._beside[column.key], cell)
            else:
                take(row, column, sense, self._cell_meant(row, column, sense, cell))
        for column in self._twice:
            if FIGURE.fullmatch(cell_at(line, column.place)):
                row.remark(column.heading, "", COUNTED_TWICE, kind=f"total {column.heading}")
        for place in range(len(line.cells)):
            if place not in self._places and (cell := line.cells[place].strip()):
                take_without_heading(row, place, cell)
        self._groups.keep_group(row)
        self._sums.add(line.cells)
        settle(row)
        self._groups.look_back(row)
        return reading_of(row, left_out=row.stays_out)

    # --- cells that are written otherwise -----------------------------------------------------------------------------
    def _cell_meant(self, row: RowDraft, column: RegisterColumn, sense: ColumnSense, cell: str) -> str:
        """What a cell means where that is not what it shows; the row is told how it was read."""
        if sense in DATED and (day := excel_day(cell)):
            told = f"It is a day number of Excel: read as {day.day} {day:%B %Y}."
            row.remark(column.heading, cell, told, kind=f"day number {column.heading}")
            return day.isoformat()
        if sense in DATED and column.month_line and (turned := day_first(cell, today=self.today)):
            told = f"The month stands first in this column, as line {column.month_line} shows: {turned.told}."
            row.remark(column.heading, cell, told, kind=f"month first {column.heading}")
            return turned.cell
        if sense in SAVINGS and re.search("[1-9]", cell):
            return self._saving(row, column, cell)
        if sense in MONEYS and (bare := without_sign(cell)):
            return self._credit(row, column, cell) if re.search("[1-9]", bare) else bare
        return cell

    def _saving(self, row: RowDraft, column: RegisterColumn, cell: str) -> str:
        """A saving as it is without its sign: who counts costs writes what falls away with a minus, or in brackets."""
        bare = without_sign(cell)
        if not bare and not FIGURE.fullmatch(cell):
            return cell
        if bare:
            told = "A minus or brackets, under a saving: read as a saving of that much."
            row.remark(column.heading, cell, told, kind=f"less {column.heading}")
        if self._signed.setdefault(column.key, bool(bare)) is not bool(bare):
            row.remark(column.heading, cell, BOTH_SIGNS, kind=f"both signs {column.heading}")
        return bare or cell

    def _credit(self, row: RowDraft, column: RegisterColumn, cell: str) -> str:
        """Money that came back is no amount of ours: it stands as a note, and the row comes in."""
        row.credits += 1
        row.notes.append((column.heading, cell))
        row.content.append(f"{column.key}={cell}")
        told = "Less than nothing, so a credit: kept as a note. It is taken off no other amount."
        row.remark(column.heading, cell, told, kind=f"credit {column.heading}")
        return ""

    # --- rows that are none -------------------------------------------------------------------------------------------
    def _is_none(self, line: SheetLine) -> tuple[str, str] | None:
        """Why a row is no row of the register, and what it says: a total, the heading again, or a line of its own."""
        cells = [cell_at(line, one.place) for one in self.columns]
        filled = [cell for cell in cells if cell]
        if not filled:
            return "It is empty under the headings.", ""
        if self._is_heading(cells, len(filled)):
            return "It is the heading again.", filled[0]
        if units_row(cells):
            return "It says in which units the columns are.", ", ".join(filled)
        total = total_told(cells, [sense for _, sense in self._senses])
        if total is None and self._sums.are_said(line.cells):
            total = TOTAL, ", ".join(filled)
        if total:
            self._groups.end()
            return total
        lone = lone_place(line.cells) if len(self.columns) >= ONE_CELL_AMONG else -1
        return self._lone(lone, filled[0]) if lone >= 0 else None

    def _lone(self, place: int, cell: str) -> tuple[str, str] | None:
        """Why the only cell of a line makes no row: a unit, a heading of the rows below, or a note."""
        column = next(one for one in self.columns if one.place == place)
        if stated_unit([cell]):
            return "It says in which unit the amounts are.", cell
        if column.alone:
            return None
        if names_group(cell):
            self._groups.begin(column, cell)
        return ONE_CELL, cell[:100]

    def _is_heading(self, cells: Sequence[str], filled: int) -> bool:
        """Whether a row is the heading again, as at the top of each printed page."""
        if not any(cell.casefold() in self._names_of_columns for cell in cells[:3] if cell):
            return False
        same = sum(a == letters_of(b) for a, b in zip(self._heading, cells, strict=True) if b)
        return filled > 1 and same > filled * MOSTLY

    # --- words of lists -----------------------------------------------------------------------------------------------
    def meaning(self, sense: ColumnSense, word: str) -> str:
        """What a word of a closed list means here; nothing where that is still to be said."""
        met = self._meanings[sense]
        if word not in met:
            met[word] = meaning(sense, word, self.choices, self.services, slips=len(met) < MANY)
        return met[word]

    def service_called(self, service_id: str) -> str:
        """The name of a service of ours."""
        return self._names.get(service_id, "")

    # --- what a row is known by ---------------------------------------------------------------------------------------
    def known_as(self, line: int, by: str, title: str, content: Sequence[str]) -> tuple[str, bool, int]:
        """What a row is known by, whether it is another of an idea above, and the line of that (0: none)."""
        if self.choices.rows is not RowSense.IDEA:
            return self._by_content(content), False, 0
        identity = _identity(by, title)
        above = self._lines.get(identity, 0)
        self._lines.setdefault(identity, line)
        self._seen[identity] += 1
        if self._seen[identity] == 1:
            return identity, False, 0
        if self.choices.repeats is Repetition.ONE:
            return f"{identity}|{self._by_content(content)}", True, above
        return f"{identity}#{self._seen[identity]}", False, above

    def said_first(self, identity: str, said: Mapping[ColumnSense, SaidCell]) -> Mapping[ColumnSense, SaidCell]:
        """What the first row of an idea says; where a row is the first, what it says is kept for the others."""
        return self._said.setdefault(idea_key(identity), said)

    def _by_content(self, content: Sequence[str]) -> str:
        digest = hashlib.sha256(json.dumps(list(content), ensure_ascii=False).encode()).hexdigest()[:40]
        self._seen[digest] += 1
        return f"r:{digest}-{self._seen[digest]}"


def beside(columns: Sequence[RegisterColumn], choices: RegisterChoices) -> dict[str, RegisterColumn]:
    """Columns that mean what only one can, by their key, each with the first that does."""
    first: dict[ColumnSense, RegisterColumn] = {}
    second: dict[str, RegisterColumn] = {}
    for column in columns:
        sense = choices.columns.get(column.key, ColumnSense.NOTE)
        if sense.once and first.setdefault(sense, column) is not column:
            second[column.key] = first[sense]
    return second


def _identity(number: str, title: str) -> str:
    """A number with letters in it names an idea by itself; a bare one only together with its title."""
    letters = letters_of(title) or hashlib.sha256(title.encode()).hexdigest()[:20]
    if not number:
        return f"t:{letters[:200]}"
    bare = letters_of(number)
    return f"n:{bare}" if re.search(r"[^\W\d_]", number) else f"b:{bare}:{letters[:200]}"


def idea_key(identity: str) -> str:
    """What the idea of a row is known by, for a row that adds to it."""
    return identity.partition("|")[0]


def separated(line: SheetLine) -> str:
    """What is shown of a row that is lost: its cells, and the rest of its line as it is written."""
    return " | ".join([*line.cells, line.rest])
