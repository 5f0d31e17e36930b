"""The cells of one row while it is read: what each says in our terms, and what there is to say of it."""

from __future__ import annotations

import re
from typing import Any

from tracker.exchange.rules.cells import read_cell
from tracker.exchange.rules.days import last_day
from tracker.exchange.rules.lines import SheetLine
from tracker.exchange.words import BadCellError, CellKind, SheetColumn, letters_of
from tracker.idea.rules import personal_data_in
from tracker.register.rules.cells import FIGURE, pounds_of, sentence
from tracker.register.rules.context import RowContext
from tracker.register.words import (
    AS_WRITTEN,
    DATED,
    DECLINED,
    LEFT_OUT,
    MONEYS,
    OF_RISKS,
    PARKED,
    SAVINGS,
    SCORES,
    STOPPED,
    ColumnSense,
    MoneyLine,
    RegisterColumn,
    RowFault,
    SaidCell,
)
from tracker.text import as_text, as_written, is_text

LONGEST_TEXT = 10_000
TEXT, DAY = SheetColumn("text"), SheetColumn("day", CellKind.DATE)
NOT_KNOWN = frozenset("tbc tba tbd na none nil unknown notknown notyetknown ongoing pending various nodate".split())  # noqa: SIM905
_DIGIT = re.compile(r"\d")


class RowCells:
    """The cells of one row while it is read: what they say, and what there is to say of them."""

    def __init__(self, line: SheetLine, reader: RowContext) -> None:
        self.line, self.reader = line, reader
        self.choices = reader.choices
        self.values: dict[str, Any] = {}
        self.texts: dict[ColumnSense, list[str]] = {}
        self.notes: list[tuple[str, str]] = []
        self.money: list[MoneyLine] = []
        self.savings: list[MoneyLine] = []
        self.risk: dict[str, str] = {}
        self.faults: list[RowFault] = []
        self.remarks: list[RowFault] = []
        self.waits: list[RowFault] = []
        self.stays_out = self.is_credit = False
        self.content: list[str] = []
        self.headings: dict[ColumnSense, str] = {}
        self.said: dict[ColumnSense, SaidCell] = {}

    def fault(self, column: str, cell: str, reason: str) -> None:
        """Say why the row cannot come in."""
        self.faults.append(RowFault(self.line.number, column, as_text(cell), reason))

    def remark(self, column: str, cell: str, reason: str, *, kind: str = "") -> None:
        """Say what does not keep the row out."""
        self.remarks.append(RowFault(self.line.number, column, as_text(cell), reason, kind))

    # --- cells --------------------------------------------------------------------------------------------------------
    def take(self, column: RegisterColumn, sense: ColumnSense, given: str) -> None:
        """Take one cell by what its column means."""
        if sense is ColumnSense.NOTHING:
            return
        self.headings.setdefault(sense, column.heading)
        try:
            cell = read_cell(TEXT, as_written(given) if is_text(given) else given, today=self.reader.today).cell.strip()
        except BadCellError as why:
            if sense is not ColumnSense.NOTE:
                self.fault(column.heading, given[:100], sentence(str(why)))
                return
            told = f"{sentence(str(why))} It is on no note: it stays in your file."
            self.remark(column.heading, given[:100], told, kind=f"no note {column.heading}")
            return
        if not cell:
            return
        self.content.append(f"{column.key}={cell}")
        self.said.setdefault(sense, SaidCell(column.heading, cell))
        if len(cell) > LONGEST_TEXT:
            self.remark(
                column.heading,
                cell[:60],
                f"It has more than {LONGEST_TEXT:,} letters: the rest is left in your file.",
                kind="long",
            )
            cell = cell[:LONGEST_TEXT]
        self._look_at(column, sense, cell)
        self._take(column, sense, cell)

    def take_beside(self, column: RegisterColumn, first: RegisterColumn, given: str) -> None:
        """Take a cell whose column means what one before it means already: it stands as a note, and that is told."""
        if given:
            self.take(column, ColumnSense.NOTE, given)
            told = f"The column {first.heading} means the same, and only one can: this one is kept as a note."
            self.remark(column.heading, given[:100], told, kind=f"beside {column.heading}")

    def take_without_heading(self, place: int, given: str) -> None:
        """Take a cell that stands under no heading: it stands as a note, and that is told."""
        name = f"Column {place + 1}"
        self.take(RegisterColumn(place, name, letters_of(name), ()), ColumnSense.NOTE, given)
        self.remark(name, given[:100], "It stands under no heading: it is kept as a note.", kind=f"no heading {name}")

    def _look_at(self, column: RegisterColumn, sense: ColumnSense, cell: str) -> None:
        """Warn of what looks like personal data; who leads an idea or watches a risk is named on purpose."""
        if sense in {ColumnSense.LEAD, ColumnSense.RISK_OWNER, ColumnSense.FUNDER} or len(cell) < len("07700 900000"):
            return
        for what in personal_data_in(cell):
            self.remark(column.heading, cell[:100], f"What looks like {what}.", kind="personal data")

    def _take(self, column: RegisterColumn, sense: ColumnSense, cell: str) -> None:
        if sense in MONEYS | SAVINGS:
            self._take_amount(column, sense, cell)
        elif sense is ColumnSense.STAGE:
            self._take_stage(column, cell)
        elif sense is ColumnSense.SERVICE:
            self._take_service(column, cell)
        elif sense in SCORES:
            self._take_score(column, sense, cell)
        elif sense in DATED:
            self._take_day(column, sense, cell)
        elif sense is ColumnSense.NOTE:
            self.notes.append((column.heading, cell))
        elif sense in OF_RISKS:
            self.risk[sense] = f"{self.risk[sense]}\n{cell}" if sense in self.risk else cell
        elif sense.several:
            self.texts.setdefault(sense, []).append(cell)
        else:
            self.values[sense] = cell

    def _take_amount(self, column: RegisterColumn, sense: ColumnSense, cell: str) -> None:
        into = self.money if sense in MONEYS else self.savings
        if not _DIGIT.search(cell):
            self.remark(
                column.heading,
                cell,
                "The money is not known, which is not the same as none.",
                kind=f"not known {column.heading}",
            )
            return
        try:
            amount = pounds_of(cell, sense.times, figures=self.reader.figures)
        except BadCellError as why:
            if FIGURE.fullmatch(cell) or re.fullmatch(r"[\d.,]+e[+-]?\d+", cell, re.IGNORECASE):
                self.fault(column.heading, cell, sentence(str(why)))
            else:
                self.notes.append((column.heading, cell))
                self.remark(
                    column.heading, cell, "It is no one amount: kept as a note.", kind=f"no amount {column.heading}"
                )
            return
        if amount:
            into.append(MoneyLine(column.heading, amount))
        else:
            self.remark(column.heading, cell, "No line is made of nought.", kind=f"nought {column.heading}")

    def _take_stage(self, column: RegisterColumn, word: str) -> None:
        ours = self.reader.meaning(ColumnSense.STAGE, word)
        if not ours:
            self.waits.append(RowFault(self.line.number, column.heading, word, "Say which of our stages it is."))
        elif ours == LEFT_OUT:
            self.stays_out = True
            self.remark(
                column.heading, word, f"Rows that say “{word}” are left out, as you said.", kind=f"left out {word}"
            )
        elif ours == PARKED:
            self._park(column, word)
        elif ours in {STOPPED, DECLINED}:
            self.values["outcome"] = ours
        else:
            self.values["stage"] = ours

    def _park(self, column: RegisterColumn, word: str) -> None:
        said = self.choices.until.get(letters_of(word) or word, "")
        try:
            until = last_day(read_cell(DAY, said, today=self.reader.today).cell)
        except BadCellError:
            until = None
        self.values["outcome"] = PARKED
        if self.choices.source:
            return
        if until is None or until <= self.reader.today:
            self.waits.append(
                RowFault(
                    self.line.number, column.heading, word, "Parked needs a day to come: say until when they wait."
                )
            )
        self.values["until"] = until

    def _take_service(self, column: RegisterColumn, word: str) -> None:
        ours = self.reader.meaning(ColumnSense.SERVICE, word)
        if ours == LEFT_OUT:
            self.stays_out = True
            self.remark(
                column.heading, word, f"Rows that say “{word}” are left out, as you said.", kind=f"left out {word}"
            )
        named = self.reader.service_called(ours)
        self.values["service_id"] = ours if named else ""
        self.values["service"] = named or word

    def _take_score(self, column: RegisterColumn, sense: ColumnSense, word: str) -> None:
        ours = self.reader.meaning(sense, word)
        if not ours:
            self.waits.append(RowFault(self.line.number, column.heading, word, "Say which step of five it is."))
        elif ours not in {LEFT_OUT, AS_WRITTEN}:
            self.risk[sense] = ours
        else:
            self.notes.append((column.heading, word))

    def _take_day(self, column: RegisterColumn, sense: ColumnSense, cell: str) -> None:
        if not _DIGIT.search(cell) and (letters_of(cell) or "na") in NOT_KNOWN:
            self.remark(column.heading, cell, "The day is not known.", kind=f"no day {column.heading}")
            return
        try:
            reading = read_cell(DAY, cell, today=self.reader.today)
        except BadCellError as why:
            if re.search(r"[^\W\d_]{3}", cell) and not re.fullmatch(r"\d{1,2}\W+\w{3,9}\W+\d{2,4}", cell):
                self.notes.append((column.heading, cell))
                self.remark(
                    column.heading, cell, "It is no one day: kept as a note.", kind=f"words for a day {column.heading}"
                )
            else:
                self.fault(column.heading, cell, sentence(str(why)))
            return
        if reading.manner:
            self.remark(column.heading, cell, sentence(reading.told), kind=f"{reading.manner} {column.heading}")
        if sense in OF_RISKS:
            self.risk[sense] = reading.cell
        else:
            self.values[sense] = reading.cell
