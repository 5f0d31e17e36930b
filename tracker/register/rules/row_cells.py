"""The cells of one row while it is read: what each says in our terms, and what there is to say of it."""

from __future__ import annotations

import re

from tracker.exchange.rules.cells import read_cell
from tracker.exchange.rules.days import last_day
from tracker.exchange.words import BadCellError, SheetColumn, letters_of
from tracker.idea.rules import personal_data_in
from tracker.register.rules.amount_cells import AmountCells
from tracker.register.rules.cells import FIGURE, sentence
from tracker.register.rules.day_cells import DAY, ENDS, UnclearYearError, is_far, read_register_day
from tracker.register.rules.periods import may_tell_a_day
from tracker.register.rules.row_said import NOT_KNOWN
from tracker.register.words import (
    AS_WRITTEN,
    DATED,
    DECLINED,
    LEFT_OUT,
    LISTS,
    MONEYS,
    OF_RISKS,
    PARKED,
    SAVINGS,
    SCORES,
    STOPPED,
    ColumnSense,
    RegisterColumn,
    RowFault,
    SaidCell,
)
from tracker.text import as_written, is_text

LONGEST_TEXT = 10_000
TEXT = SheetColumn("text")
PEOPLE = frozenset({ColumnSense.LEAD, ColumnSense.RISK_OWNER})
NOBODY = NOT_KNOWN | {
    "vacant",
    "vacancy",
    "vacantpost",
    "currentlyvacant",
    "tobeconfirmed",
    "tobeappointed",
    "tobeagreed",
}
NOBODY |= {"notappointed", "notassigned", "unassigned", "noone", "nobody", "notapplicable"}
_DIGIT = re.compile(r"\d")
_WORDED_DAY = re.compile(r"[^\W\d_]{2}|\b[QH] ?\d", re.IGNORECASE)


class RowCells(AmountCells):
    """The cells of one row while it is read: what they say, and what there is to say of them."""

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
        self.cells.append((sense, SaidCell(column.heading, cell)))
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
        if sense in PEOPLE | {ColumnSense.FUNDER} or len(cell) < len("07700 900000"):
            return
        if sense in MONEYS | SAVINGS and FIGURE.fullmatch(cell):
            return
        for what in personal_data_in(cell):
            self.remark(column.heading, cell[:100], f"What looks like {what}.", kind="personal data")

    def _take(self, column: RegisterColumn, sense: ColumnSense, cell: str) -> None:
        if sense in MONEYS | SAVINGS:
            self._take_amount(column, sense, cell)
        elif sense in LISTS:
            self._take_word(column, sense, cell)
        elif sense in DATED:
            self._take_day(column, sense, cell)
        elif sense in PEOPLE:
            self._take_person(column, sense, cell)
        elif sense is ColumnSense.NOTE:
            self.notes.append((column.heading, cell))
        elif sense in OF_RISKS:
            self.risk[sense] = f"{self.risk[sense]}\n{cell}" if sense in self.risk else cell
        elif sense.several:
            self.texts.setdefault(sense, []).append(cell)
        else:
            self.values[sense] = cell

    def _take_word(self, column: RegisterColumn, sense: ColumnSense, word: str) -> None:
        """Take a word of a closed list; one that is neither stage, service nor step says of what kind something is."""
        if sense is ColumnSense.STAGE:
            self._take_stage(column, word)
        elif sense is ColumnSense.SERVICE:
            self._take_service(column, word)
        elif sense in SCORES:
            self._take_score(column, sense, word)
        else:
            self._take_kind(column, sense, word)

    def _take_person(self, column: RegisterColumn, sense: ColumnSense, cell: str) -> None:
        """Take who leads or watches; a word for nobody names nobody, and a day or a figure is no name."""
        if not letters_of(cell) or letters_of(cell) in NOBODY:
            self.remark(column.heading, cell, "Nobody is named yet.", kind=f"nobody {column.heading}")
        elif self._is_no_name(cell):
            self.note(column.heading, cell, "It is no name: it is kept as a note.", kind="no name")
        elif sense is ColumnSense.LEAD:
            self.values[sense] = cell
        else:
            self.risk[sense] = f"{self.risk[sense]}\n{cell}" if sense in self.risk else cell

    def _is_no_name(self, cell: str) -> bool:
        if not re.search(r"[^\W\d_]", cell):
            return True
        if not _DIGIT.search(cell) or not may_tell_a_day(cell):
            return False
        try:
            return bool(read_register_day(cell, starts=True, today=self.reader.today))
        except BadCellError:
            return False

    def _take_stage(self, column: RegisterColumn, word: str) -> None:
        ours = self.reader.meaning(ColumnSense.STAGE, word)
        if not ours:
            self.waits.append(RowFault(self.line.number, column.heading, word, "Say which of our stages it is."))
        elif ours == LEFT_OUT:
            self.leave_out(column.heading, word)
        elif ours == AS_WRITTEN:
            self.notes.append((column.heading, word))
        elif ours == PARKED:
            self._park(column, word)
        elif ours in {STOPPED, DECLINED}:
            self.values["outcome"] = ours
        else:
            self.values["stage"] = ours

    def _park(self, column: RegisterColumn, word: str) -> None:
        try:
            until = last_day(read_cell(DAY, self.choices.until_of(word), today=self.reader.today).cell)
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
            self.leave_out(column.heading, word)
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

    def _take_kind(self, column: RegisterColumn, sense: ColumnSense, word: str) -> None:
        """Take what kind of saving a row tells of, or how its risk stands."""
        ours = self.reader.meaning(sense, word)
        if ours == LEFT_OUT:
            self.leave_out(column.heading, word)
        elif ours == AS_WRITTEN:
            self.notes.append((column.heading, word))
        elif ours:
            self.values[sense] = ours
        else:
            self.unsaid[sense] = SaidCell(column.heading, word)

    def _take_day(self, column: RegisterColumn, sense: ColumnSense, cell: str) -> None:
        if not _DIGIT.search(cell) and (letters_of(cell) or "na") in NOT_KNOWN:
            self.remark(column.heading, cell, "The day is not known.", kind=f"no day {column.heading}")
            return
        ends = sense in ENDS or (sense is ColumnSense.FIRST_DATE and bool(self.choices.source))
        try:
            reading = read_register_day(cell, starts=not ends, today=self.reader.today)
        except UnclearYearError as why:
            self.note(column.heading, cell, f"{sentence(str(why))} It is kept as a note.", kind="unclear year")
            return
        except BadCellError as why:
            if _WORDED_DAY.search(cell) and not re.fullmatch(r"\d{1,2}\W+\w{3,9}\W+\d{2,4}", cell):
                self.note(column.heading, cell, "It is no one day: kept as a note.", kind="words for a day")
            else:
                self.fault(column.heading, cell, sentence(str(why)))
            return
        if is_far(reading.cell, ends=ends, today=self.reader.today):
            told = f"{reading.told or reading.cell}, which is far from now: look whether it is so"
            self.remark(column.heading, cell, sentence(told), kind=f"far {reading.cell} {column.heading}")
        elif reading.manner:
            self.remark(column.heading, cell, sentence(reading.told), kind=f"{reading.manner} {column.heading}")
        if sense in OF_RISKS:
            self.risk[sense] = reading.cell
        else:
            self.values[sense] = reading.cell
