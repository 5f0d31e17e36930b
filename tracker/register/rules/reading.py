"""From a row of theirs to an idea, a risk or money of ours: what each cell says, and why a row cannot come in."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from tracker.exchange.rules.amounts import read_amount
from tracker.exchange.rules.cells import read_cell
from tracker.exchange.rules.days import last_day
from tracker.exchange.rules.lines import SheetLine
from tracker.exchange.words import BadCellError, CellKind, SheetColumn, letters_of
from tracker.idea.rules import personal_data_in
from tracker.register.rules.lists import meaning
from tracker.register.words import (
    AS_WRITTEN,
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
    RegisterChoices,
    RegisterColumn,
    Repetition,
    RowFault,
    RowReading,
    RowSense,
    ServiceName,
)
from tracker.text import as_written, is_text

LONGEST_TITLE = 150  # letters of a title that is made of a longer text
LONGEST_TEXT = 10_000
MOSTLY = 0.7  # share of the cells of a row that say what the heading says, where it is the heading again
ONE_CELL_AMONG = 4  # columns of a register in which a row of one cell is no row
TITLE = SheetColumn("title", CellKind.KEY)
TEXT = SheetColumn("text")
DAY = SheetColumn("day", CellKind.DATE)
NOT_KNOWN = {
    "tbc",
    "tba",
    "tbd",
    "na",
    "none",
    "nil",
    "unknown",
    "notknown",
    "notyetknown",
    "ongoing",
    "notapplicable",
    "tbconfirmed",
    "pending",
    "various",
    "nodate",
}
_TOTAL = re.compile(r"(?:(?:grand|sub|overall|net|gross)[ -]?)?totals?\b.{0,40}", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_FIGURE = re.compile(r"[-+(]?£? ?-?[\d,. ]*\d(?:[\d,. ]*)\)?%?-?")
_MANY_DIGITS = re.compile(r"£? ?\d[\d,]*\.\d{3,}")
_FIRST_SENTENCE = re.compile(r"(.+?)(?:[.!?;](?=\s)|\n|$)", re.DOTALL)


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
        self._names = {one.id: one.name for one in services}
        self._heading = [letters_of(one.heading.rpartition(": ")[2]) for one in columns]
        self._names_of_columns = {one.heading.rpartition(": ")[2].casefold() for one in columns}
        self._seen: Counter[str] = Counter()
        self._lines: dict[str, int] = {}
        self._meanings: dict[tuple[ColumnSense, str], str] = {}

    def read(self, line: SheetLine) -> RowReading:
        """Take one row."""
        row = RowNotes(line, self)
        if not line.whole:
            row.fault("", "", "The row is lost: a quotation mark does not close, or something follows it.")
            return row.reading(left_out=False)
        if told := self._is_none(line):
            row.remark("", told[1], told[0], kind=told[0])
            return row.reading(left_out=True)
        for column, sense in self._senses:
            row.take(column, sense, _cell(line, column.place))
        row.settle()
        return row.reading(left_out=row.stays_out)

    # --- rows that are none -------------------------------------------------------------------------------------------
    def _is_none(self, line: SheetLine) -> tuple[str, str] | None:
        """Why a row is no row of the register, and what it says: a total, the heading again, or a line of its own."""
        cells = [_cell(line, one.place) for one in self.columns]
        filled = [cell for cell in cells if cell]
        if not filled:
            return "It is empty under the headings.", ""
        if self._is_heading(cells, len(filled)):
            return "It is the heading again.", filled[0]
        first = next((cell for cell in cells[:3] if _TOTAL.fullmatch(cell)), None)
        named = [one for one, sense in self._senses if sense in {ColumnSense.NUMBER, ColumnSense.STAGE}]
        said = any(_cell(line, one.place) not in {"", first} for one in named)
        summed = any(_FIGURE.fullmatch(cell) for cell in filled) or len(filled) == 1
        return ("It is a total.", first) if first and not said and summed else None

    def _is_heading(self, cells: Sequence[str], filled: int) -> bool:
        """Whether a row is the heading again, as at the top of each printed page."""
        if not any(cell.casefold() in self._names_of_columns for cell in cells[:3] if cell):
            return False
        same = sum(a == letters_of(b) for a, b in zip(self._heading, cells, strict=True) if b)
        return filled > 1 and same > filled * MOSTLY

    # --- words of lists -----------------------------------------------------------------------------------------------
    def meaning(self, sense: ColumnSense, word: str) -> str:
        """What a word of a closed list means here; nothing where that is still to be said."""
        if (sense, word) not in self._meanings:
            self._meanings[sense, word] = meaning(sense, word, self.choices, self.services)
        return self._meanings[sense, word]

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

    def _by_content(self, content: Sequence[str]) -> str:
        digest = hashlib.sha256(json.dumps(list(content), ensure_ascii=False).encode()).hexdigest()[:40]
        self._seen[digest] += 1
        return f"r:{digest}-{self._seen[digest]}"


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


def _cell(line: SheetLine, place: int) -> str:
    return line.cells[place].strip() if place < len(line.cells) else ""


class RowNotes:
    """One row while it is read: what its cells say, and what there is to say of them."""

    def __init__(self, line: SheetLine, reader: RegisterReader) -> None:
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
        self.stays_out = False
        self.content: list[str] = []
        self.headings: dict[ColumnSense, str] = {}

    def fault(self, column: str, cell: str, reason: str) -> None:
        """Say why the row cannot come in."""
        self.faults.append(RowFault(self.line.number, column, cell, reason))

    def remark(self, column: str, cell: str, reason: str, *, kind: str = "") -> None:
        """Say something that does not keep the row out."""
        self.remarks.append(RowFault(self.line.number, column, cell, reason, kind))

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
                self.fault(column.heading, given[:100], _sentence(str(why)))
            return
        if not cell:
            return
        self.content.append(f"{column.key}={cell}")
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
        elif sense in {
            ColumnSense.FIRST_DATE,
            ColumnSense.MONEY_START,
            ColumnSense.MONEY_END,
            ColumnSense.RAISED,
            ColumnSense.REVIEW,
        }:
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
            amount = _amount(cell, sense.times, figures=self.reader.figures)
        except BadCellError as why:
            if _FIGURE.fullmatch(cell) or re.fullmatch(r"[\d.,]+e[+-]?\d+", cell, re.IGNORECASE):
                self.fault(column.heading, cell, _sentence(str(why)))
            else:
                self.notes.append((column.heading, cell))
                self.remark(
                    column.heading, cell, "It is no one amount: kept as a note.", kind=f"no amount {column.heading}"
                )
            return
        if amount:
            into.append(MoneyLine(column.heading, amount))

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
                self.fault(column.heading, cell, _sentence(str(why)))
            return
        if reading.manner:
            self.remark(column.heading, cell, _sentence(reading.told), kind=f"{reading.manner} {column.heading}")
        if sense in OF_RISKS:
            self.risk[sense] = reading.cell
        else:
            self.values[sense] = reading.cell

    # --- the row as a whole -------------------------------------------------------------------------------------------
    def settle(self) -> None:
        """Say what the row lacks, once all of its cells were taken."""
        rows = self.choices.rows
        filled = [cell for cell in self.line.cells if cell.strip()]
        if len(filled) == 1 and len(self.reader.columns) >= ONE_CELL_AMONG and not self.stays_out:
            self.fault("", filled[0][:100], "One cell and no more: a heading within the list, or a note below it?")
            return
        if rows is RowSense.IDEA:
            self._settle_idea()
        else:
            self._settle_on_an_idea(rows)

    def _settle_idea(self) -> None:
        title = self.values.get(ColumnSense.TITLE) or _short(
            self.risk.get(ColumnSense.RISK, "") or "\n".join(self.texts.get(ColumnSense.PROBLEM, ()))
        )
        number = self.values.get(ColumnSense.NUMBER, "")
        if not title:
            which = f" The row's number is {number}." if number else ""
            self.fault(self.headings.get(ColumnSense.TITLE, ""), "", f"An idea needs a title.{which}")
        try:
            read_cell(TITLE, title, today=self.reader.today)
        except BadCellError as why:
            self.fault(self.headings.get(ColumnSense.TITLE, ""), title[:100], _sentence(f"The title {why}"))
        self.values["title"] = title

    def _settle_on_an_idea(self, rows: RowSense) -> None:
        if not self.values.get(ColumnSense.IDEA):
            self.fault(self.headings.get(ColumnSense.IDEA, ""), "", "It names no idea that it belongs to.")
        if rows is RowSense.RISK and not (self.risk.get(ColumnSense.RISK) or self.values.get(ColumnSense.TITLE)):
            self.fault(self.headings.get(ColumnSense.RISK, ""), "", "It does not say what could go wrong.")
        if rows is RowSense.MONEY and not self.money and not self.faults:
            self.fault(
                next((self.headings[one] for one in MONEYS if one in self.headings), ""), "", "It has no amount."
            )

    def reading(self, *, left_out: bool) -> RowReading:
        """The row as it will be."""
        value = self.values.get
        identity, again, above = "", False, 0
        if not left_out and not self.faults:
            number, title = value(ColumnSense.NUMBER, ""), value("title", "")
            identity, again, above = self.reader.known_as(self.line.number, number, title, self.content)
            if above and not again and number:
                self.fault(self.headings[ColumnSense.NUMBER], number, f"It stands on line {above} already.")
        return RowReading(
            line=self.line.number,
            identity=identity,
            title=value("title", "") or value(ColumnSense.TITLE, ""),
            number=value(ColumnSense.NUMBER, ""),
            idea=value(ColumnSense.IDEA, ""),
            problem="\n\n".join(self.texts.get(ColumnSense.PROBLEM, ())),
            proposal="\n\n".join(self.texts.get(ColumnSense.PROPOSAL, ())),
            stage=value("stage", "") or self.choices.stage,
            outcome=value("outcome", ""),
            parked_until=value("until"),
            service_id=value("service_id", ""),
            service=value("service", ""),
            lead=value(ColumnSense.LEAD, ""),
            first_date=value(ColumnSense.FIRST_DATE, ""),
            money=tuple(self.money),
            funder=value(ColumnSense.FUNDER, ""),
            money_start=value(ColumnSense.MONEY_START, ""),
            money_end=value(ColumnSense.MONEY_END, ""),
            savings=tuple(self.savings),
            period=value(ColumnSense.PERIOD, ""),
            risk=self.risk,
            notes=tuple(self.notes),
            again=again,
            left_out=left_out,
            faults=tuple(self.faults),
            remarks=tuple(self.remarks),
            waits=tuple(self.waits),
        )


def _short(text: str) -> str:
    """A title made of a longer text: its first sentence, cut at a word where that is long."""
    first = " ".join((_FIRST_SENTENCE.match(text.strip()) or [""])[0].split())
    if len(first) <= LONGEST_TITLE:
        return first.rstrip(" .;")
    return first[: LONGEST_TITLE - 1].rpartition(" ")[0].rstrip(" ,;:") + "…"


def _amount(cell: str, times: int, *, figures: bool) -> Decimal:
    """An amount in pounds, by the unit of its heading; a figure with many decimals was worked out by a spreadsheet."""
    bare = cell.replace(",", "").replace("£", "").replace(" ", "")
    if times > 1 and re.fullmatch(r"\d{1,12}(?:\.\d{1,15})?", bare, re.ASCII):
        pounds = round(Decimal(bare) * times, 2)
        return Decimal(read_amount(str(pounds)).cell)
    if _MANY_DIGITS.fullmatch(cell) and (figures or len(cell.rpartition(".")[2]) > 3):  # noqa: PLR2004 - three may be thousands
        return Decimal(read_amount(str(round(Decimal(bare), 2))).cell)
    return Decimal(read_amount(cell).cell)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "?", "!")) else ".")
