"""The cells of one row that hold amounts: what is read as pounds, and what is kept as a note."""

from __future__ import annotations

import re
from decimal import Decimal

from tracker.exchange.words import BadCellError, letters_of
from tracker.register.rules.cells import A_THOUSAND_MILLION, FIGURE, in_full, pounds_of, sentence
from tracker.register.rules.row_draft import NOT_KNOWN, RowDraft
from tracker.register.rules.units import NAMES, foreign_in, said_where, unit_beside, unit_in, unit_of
from tracker.register.words import MONEYS, ColumnSense, MoneyLine, RegisterColumn

NONE = frozenset(
    ("nil", "none", "zero", "nothing", "nought", "nilcost", "nocost", "zerocost", "costneutral", "nonerequired", "free")
)
_DIGIT = re.compile(r"\d")


def take_amount(row: RowDraft, column: RegisterColumn, sense: ColumnSense, cell: str) -> None:
    """Take an amount in pounds; what is none, and what is another currency's, is told and kept as a note."""
    letters = letters_of(cell)
    if letters in NONE:
        told = "It says that there is none: no line is made."
        row.remark(column.heading, cell, told, kind=f"none {column.heading}")
        row.noughts += 1
    elif not letters or letters in NOT_KNOWN:
        told = "The money is not known, which is not the same as none."
        row.remark(column.heading, cell, told, kind=f"not known {column.heading}")
    elif not _DIGIT.search(cell):
        row.note(column.heading, cell, "It names no amount: it is kept as a note.", kind="words for money")
    elif currency := foreign_in(cell) or ("" if "£" in cell else row.unit.currency):
        told = f"It is in {currency}, and we keep pounds: it is kept as a note."
        row.note(column.heading, cell, told, kind=f"{currency}")
    else:
        _take_pounds(row, column, sense, cell)


def _take_pounds(row: RowDraft, column: RegisterColumn, sense: ColumnSense, cell: str) -> None:
    times = _times(row, column, sense, cell)
    try:
        amount = pounds_of(cell, times, figures=row.reader.figures)
    except BadCellError as why:
        if FIGURE.fullmatch(cell) or re.fullmatch(r"[\d.,]+e[+-]?\d+", cell, re.IGNORECASE):
            row.fault(column.heading, cell, sentence(str(why)))
        else:
            row.note(column.heading, cell, "It is no one amount: kept as a note.", kind="no amount")
        return
    if not amount:
        row.remark(column.heading, cell, "It is nought: no line is made.", kind=f"nought {column.heading}")
        row.noughts += 1
        return
    (row.money if sense in MONEYS else row.savings).append(MoneyLine(column.heading, amount))
    if times > 1:
        _tell_unit(row, column, times, cell, amount)


def _times(row: RowDraft, column: RegisterColumn, sense: ColumnSense, cell: str) -> int:
    """What a figure is multiplied by: a line speaks of all; one that is written out with its £ for itself."""
    if "£" in cell and unit_beside(column) == sense.times and in_full(cell, sense.times):
        told = f"It is written out with its own £: read as pounds, whatever {said_where(column).lower()} says."
        row.remark(column.heading, cell, told, kind=f"pounds {column.heading}")
        return 1
    if row.unit.times and not unit_of(column):
        return row.unit.times
    return sense.times


def _tell_unit(row: RowDraft, column: RegisterColumn, times: int, cell: str, amount: Decimal) -> None:
    """Say that a figure was multiplied, where its own heading does not, or where it looks like pounds already."""
    pounds = f"£{amount:,}"
    if in_full(cell, times):
        told = f"Read in {NAMES[times]}: {pounds}. Is it pounds already? Then choose pounds above, or mend this cell."
        row.remark(column.heading, cell, told, kind=f"in full {amount >= A_THOUSAND_MILLION} {column.heading}")
    elif unit_in(column.heading) != times:
        stated = "its row" if row.unit.times == times else unit_of(column) == times and said_where(column).lower()
        where = f"as {stated} says" if stated else "as the column was said to be"
        told = f"Read in {NAMES[times]}, {where}: it is {pounds}."
        row.remark(column.heading, cell, told, kind=f"unit {column.heading}")
