"""The cells of one row that hold amounts: what is read as pounds, and what is kept as a note."""

from __future__ import annotations

import re
from decimal import Decimal

from tracker.exchange.words import BadCellError, letters_of
from tracker.register.rules.cells import A_THOUSAND_MILLION, FIGURE, in_full, pounds_of, sentence
from tracker.register.rules.row_said import NOT_KNOWN, RowSaid
from tracker.register.rules.units import NAMES, foreign_in, said_where, unit_beside, unit_in, unit_of
from tracker.register.words import MONEYS, ColumnSense, MoneyLine, RegisterColumn

NONE = frozenset(
    ("nil", "none", "zero", "nothing", "nought", "nilcost", "nocost", "zerocost", "costneutral", "nonerequired", "free")
)
_DIGIT = re.compile(r"\d")


class AmountCells(RowSaid):
    """The amounts of one row while it is read."""

    def _take_amount(self, column: RegisterColumn, sense: ColumnSense, cell: str) -> None:
        letters = letters_of(cell)
        if letters in NONE:
            told = "It says that there is none: no line is made."
            self.remark(column.heading, cell, told, kind=f"none {column.heading}")
        elif not letters or letters in NOT_KNOWN:
            told = "The money is not known, which is not the same as none."
            self.remark(column.heading, cell, told, kind=f"not known {column.heading}")
        elif not _DIGIT.search(cell):
            self.note(column.heading, cell, "It names no amount: it is kept as a note.", kind="words for money")
        elif currency := foreign_in(cell) or ("" if "£" in cell else self.unit.currency):
            told = f"It is in {currency}, and we keep pounds: it is kept as a note."
            self.note(column.heading, cell, told, kind=f"{currency}")
        else:
            self._take_pounds(column, sense, cell)

    def _take_pounds(self, column: RegisterColumn, sense: ColumnSense, cell: str) -> None:
        times = self._times(column, sense, cell)
        try:
            amount = pounds_of(cell, times, figures=self.reader.figures)
        except BadCellError as why:
            if FIGURE.fullmatch(cell) or re.fullmatch(r"[\d.,]+e[+-]?\d+", cell, re.IGNORECASE):
                self.fault(column.heading, cell, sentence(str(why)))
            else:
                self.note(column.heading, cell, "It is no one amount: kept as a note.", kind="no amount")
            return
        if not amount:
            self.remark(column.heading, cell, "It is nought: no line is made.", kind=f"nought {column.heading}")
            return
        (self.money if sense in MONEYS else self.savings).append(MoneyLine(column.heading, amount))
        if times > 1:
            self._tell_unit(column, times, cell, amount)

    def _times(self, column: RegisterColumn, sense: ColumnSense, cell: str) -> int:
        """What a figure is multiplied by: a line speaks of all; one that is written out with its £ for itself."""
        if "£" in cell and unit_beside(column) == sense.times and in_full(cell, sense.times):
            told = f"It is written out with its own £: read as pounds, whatever {said_where(column).lower()} says."
            self.remark(column.heading, cell, told, kind=f"pounds {column.heading}")
            return 1
        if self.unit.times and not unit_of(column):
            return self.unit.times
        return sense.times

    def _tell_unit(self, column: RegisterColumn, times: int, cell: str, amount: Decimal) -> None:
        """Say that a figure was multiplied, where its own heading does not, or where it looks like pounds already."""
        pounds = f"£{amount:,}"
        if in_full(cell, times):
            told = (
                f"Read in {NAMES[times]}: {pounds}. Is it pounds already? Then choose pounds above, or mend this cell."
            )
            self.remark(column.heading, cell, told, kind=f"in full {amount >= A_THOUSAND_MILLION} {column.heading}")
        elif unit_in(column.heading) != times:
            stated = "its row" if self.unit.times == times else unit_of(column) == times and said_where(column).lower()
            where = f"as {stated} says" if stated else "as the column was said to be"
            told = f"Read in {NAMES[times]}, {where}: it is {pounds}."
            self.remark(column.heading, cell, told, kind=f"unit {column.heading}")
