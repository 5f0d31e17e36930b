"""The cells of one row that hold a word of a closed list: what it means here, or that it waits to be said."""

from __future__ import annotations

from tracker.exchange.rules.cells import read_cell
from tracker.exchange.rules.days import last_day
from tracker.exchange.words import BadCellError
from tracker.register.rules.day_cells import DAY
from tracker.register.rules.row_draft import RowDraft
from tracker.register.words import (
    AS_WRITTEN,
    DECLINED,
    LEFT_OUT,
    PARKED,
    SCORES,
    STOPPED,
    ColumnSense,
    RegisterColumn,
    SaidCell,
)


def take_word(row: RowDraft, column: RegisterColumn, sense: ColumnSense, word: str) -> None:
    """Take a word of a closed list; one that is neither stage, service nor step says of what kind something is."""
    if sense is ColumnSense.STAGE:
        _take_stage(row, column, word)
    elif sense is ColumnSense.SERVICE:
        _take_service(row, column, word)
    elif sense in SCORES:
        _take_score(row, column, sense, word)
    else:
        _take_kind(row, column, sense, word)


def _take_stage(row: RowDraft, column: RegisterColumn, word: str) -> None:
    ours = row.reader.meaning(ColumnSense.STAGE, word)
    if not ours:
        row.wait(column.heading, word, "Say which of our stages it is.")
    elif ours == LEFT_OUT:
        row.leave_out(column.heading, word)
    elif ours == AS_WRITTEN:
        row.notes.append((column.heading, word))
    elif ours == PARKED:
        _park(row, column, word)
    elif ours in {STOPPED, DECLINED}:
        row.values["outcome"] = ours
    else:
        row.values["stage"] = ours


def _park(row: RowDraft, column: RegisterColumn, word: str) -> None:
    try:
        until = last_day(read_cell(DAY, row.choices.until_of(word), today=row.reader.today).cell)
    except BadCellError:
        until = None
    row.values["outcome"] = PARKED
    if row.choices.source:
        return
    if until is None or until <= row.reader.today:
        row.wait(column.heading, word, "Parked needs a day to come: say until when they wait.")
    row.values["until"] = until


def _take_service(row: RowDraft, column: RegisterColumn, word: str) -> None:
    ours = row.reader.meaning(ColumnSense.SERVICE, word)
    if ours == LEFT_OUT:
        row.leave_out(column.heading, word)
    named = row.reader.service_called(ours)
    row.values["service_id"] = ours if named else ""
    row.values["service"] = named or word


def _take_score(row: RowDraft, column: RegisterColumn, sense: ColumnSense, word: str) -> None:
    ours = row.reader.meaning(sense, word)
    if not ours:
        row.wait(column.heading, word, "Say which step of five it is.")
    elif ours not in {LEFT_OUT, AS_WRITTEN}:
        row.risk[sense] = ours
    else:
        row.notes.append((column.heading, word))


def _take_kind(row: RowDraft, column: RegisterColumn, sense: ColumnSense, word: str) -> None:
    """Take what kind of saving a row tells of, or how its risk stands."""
    ours = row.reader.meaning(sense, word)
    if ours == LEFT_OUT:
        row.leave_out(column.heading, word)
    elif ours == AS_WRITTEN:
        row.notes.append((column.heading, word))
    elif ours:
        row.values[sense] = ours
    else:
        row.unsaid[sense] = SaidCell(column.heading, word)
