"""The cells of one row while it is read: what each says in our terms, and what there is to say of it."""

from __future__ import annotations

import re

from tracker.exchange.rules.cells import read_cell
from tracker.exchange.words import BadCellError, SheetColumn, letters_of
from tracker.idea.rules import personal_data_in
from tracker.register.rules.amount_cells import take_amount
from tracker.register.rules.cells import FIGURE, sentence
from tracker.register.rules.day_cells import ENDS, UnclearYearError, is_far, read_register_day
from tracker.register.rules.periods import may_tell_a_day
from tracker.register.rules.row_draft import NOT_KNOWN, NOTHING_SAID, RowDraft, says_nothing
from tracker.register.rules.word_cells import take_word
from tracker.register.words import (
    DATED,
    LISTS,
    MONEYS,
    OF_RISKS,
    SAVINGS,
    ColumnSense,
    RegisterColumn,
    SaidCell,
)
from tracker.text import as_written, is_text

LONGEST_TEXT = 10_000
TEXT = SheetColumn("text")
PEOPLE = frozenset({ColumnSense.LEAD, ColumnSense.RISK_OWNER})
NOBODY = NOT_KNOWN | NOTHING_SAID | {"vacant", "vacancy", "vacantpost", "currentlyvacant", "noone", "nobody"}
NOBODY |= {"tobeconfirmed", "tobeappointed", "tobeagreed", "notappointed", "notassigned", "unassigned"}
_DIGIT = re.compile(r"\d")
_WORDED_DAY = re.compile(r"[^\W\d_]{2}|\b[QH] ?\d", re.IGNORECASE)


def take(row: RowDraft, column: RegisterColumn, sense: ColumnSense, given: str) -> None:
    """Take one cell by what its column means."""
    if sense is ColumnSense.NOTHING:
        return
    row.headings.setdefault(sense, column.heading)
    try:
        cell = read_cell(TEXT, as_written(given) if is_text(given) else given, today=row.reader.today).cell.strip()
    except BadCellError as why:
        if sense is not ColumnSense.NOTE:
            row.fault(column.heading, given[:100], sentence(str(why)))
            return
        told = f"{sentence(str(why))} It is on no note: it stays in your file."
        row.remark(column.heading, given[:100], told, kind=f"no note {column.heading}")
        return
    if not cell:
        return
    row.content.append(f"{column.key}={cell}")
    if says_nothing(sense, cell, row.choices):
        row.remark(column.heading, cell, "It says nothing: read as an empty cell.", kind=f"nothing {column.heading}")
        return
    row.said.setdefault(sense, SaidCell(column.heading, cell))
    row.cells.append((sense, SaidCell(column.heading, cell)))
    if len(cell) > LONGEST_TEXT:
        row.remark(
            column.heading,
            cell[:60],
            f"It has more than {LONGEST_TEXT:,} letters: the rest is left in your file.",
            kind="long",
        )
        cell = cell[:LONGEST_TEXT]
    _look_at(row, column, sense, cell)
    _take(row, column, sense, cell)


def take_beside(row: RowDraft, column: RegisterColumn, first: RegisterColumn, given: str) -> None:
    """Take a cell whose column means what one before it means already: it stands as a note, and that is told."""
    if given:
        take(row, column, ColumnSense.NOTE, given)
        told = f"The column {first.heading} means the same, and only one can: this one is kept as a note."
        row.remark(column.heading, given[:100], told, kind=f"beside {column.heading}")


def take_without_heading(row: RowDraft, place: int, given: str) -> None:
    """Take a cell that stands under no heading: it stands as a note, and that is told."""
    name = f"Column {place + 1}"
    take(row, RegisterColumn(place, name, letters_of(name), ()), ColumnSense.NOTE, given)
    row.remark(name, given[:100], "It stands under no heading: it is kept as a note.", kind=f"no heading {name}")


def _look_at(row: RowDraft, column: RegisterColumn, sense: ColumnSense, cell: str) -> None:
    """Warn of what looks like personal data; who leads an idea or watches a risk is named on purpose."""
    if sense in PEOPLE | {ColumnSense.FUNDER} or len(cell) < len("07700 900000"):
        return
    if sense in MONEYS | SAVINGS and FIGURE.fullmatch(cell):
        return
    for what in personal_data_in(cell):
        row.remark(column.heading, cell[:100], f"What looks like {what}.", kind="personal data")


def _take(row: RowDraft, column: RegisterColumn, sense: ColumnSense, cell: str) -> None:
    if sense in MONEYS | SAVINGS:
        take_amount(row, column, sense, cell)
    elif sense in LISTS:
        take_word(row, column, sense, cell)
    elif sense in DATED:
        _take_day(row, column, sense, cell)
    elif sense in PEOPLE:
        _take_person(row, column, sense, cell)
    elif sense is ColumnSense.NOTE:
        row.notes.append((column.heading, cell))
    elif sense in OF_RISKS:
        row.risk[sense] = f"{row.risk[sense]}\n{cell}" if sense in row.risk else cell
    elif sense.several:
        row.texts.setdefault(sense, []).append(cell)
    else:
        row.values[sense] = cell


def _take_person(row: RowDraft, column: RegisterColumn, sense: ColumnSense, cell: str) -> None:
    """Take who leads or watches; a word for nobody names nobody, and a day or a figure is no name."""
    if not letters_of(cell) or letters_of(cell) in NOBODY:
        row.remark(column.heading, cell, "Nobody is named yet.", kind=f"nobody {column.heading}")
    elif _is_no_name(row, cell):
        row.note(column.heading, cell, "It is no name: it is kept as a note.", kind="no name")
    elif sense is ColumnSense.LEAD:
        row.values[sense] = cell
    else:
        row.risk[sense] = f"{row.risk[sense]}\n{cell}" if sense in row.risk else cell


def _is_no_name(row: RowDraft, cell: str) -> bool:
    if not re.search(r"[^\W\d_]", cell):
        return True
    if not _DIGIT.search(cell) or not may_tell_a_day(cell):
        return False
    try:
        return bool(read_register_day(cell, starts=True, today=row.reader.today))
    except BadCellError:
        return False


def _take_day(row: RowDraft, column: RegisterColumn, sense: ColumnSense, cell: str) -> None:
    if not _DIGIT.search(cell) and (letters_of(cell) or "na") in NOT_KNOWN:
        row.remark(column.heading, cell, "The day is not known.", kind=f"no day {column.heading}")
        return
    ends = sense in ENDS or (sense is ColumnSense.FIRST_DATE and bool(row.choices.source))
    try:
        reading = read_register_day(cell, starts=not ends, today=row.reader.today)
    except UnclearYearError as why:
        row.note(column.heading, cell, f"{sentence(str(why))} It is kept as a note.", kind="unclear year")
        return
    except BadCellError as why:
        if _WORDED_DAY.search(cell) and not re.fullmatch(r"\d{1,2}\W+\w{3,9}\W+\d{2,4}", cell):
            row.note(column.heading, cell, "It is no one day: kept as a note.", kind="words for a day")
        else:
            row.fault(column.heading, cell, sentence(str(why)))
        return
    if is_far(reading.cell, ends=ends, today=row.reader.today):
        told = f"{reading.told or reading.cell}, which is far from now: look whether it is so"
        row.remark(column.heading, cell, sentence(told), kind=f"far {reading.cell} {column.heading}")
    elif reading.manner:
        row.remark(column.heading, cell, sentence(reading.told), kind=f"{reading.manner} {column.heading}")
    if sense in OF_RISKS:
        row.risk[sense] = reading.cell
    else:
        row.values[sense] = reading.cell
